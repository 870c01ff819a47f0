// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package mutation

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Rule is a row of a table.
type Rule struct {
	Name string
	Ours bool
	// Package and Test are where the rule's test is; a test that ends with " -race" is run
	// with the race detector, and one with a slash names a subtest.
	Package, Test string
	// File is where Code stands once, and Instead what breaks the rule in its place.
	File, Code, Instead string
	Note                string
}

// column undoes what a tab-separated table cannot hold.
var column = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t")

// Parse reads a table.
func Parse(t testing.TB, text string) []Rule {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	require.Equal(t, "rule\tours\tpackage\ttest\tfile\tcode\tinstead\tnote", lines[0])
	var table []Rule
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		require.Len(t, cells, 8, line)
		for i := range cells {
			cells[i] = column.Replace(cells[i])
		}
		require.Contains(t, []string{"yes", "no"}, cells[1], line)
		table = append(table, Rule{
			Name: cells[0], Ours: cells[1] == "yes", Package: cells[2], Test: cells[3],
			File: cells[4], Code: cells[5], Instead: cells[6], Note: cells[7],
		})
	}
	return table
}

// Numbered lists a family of rules: R-SEL-0, R-SEL-1 and so on.
func Numbered(family string, from, to int) []string {
	var names []string
	for i := from; i <= to; i++ {
		names = append(names, fmt.Sprint(family, i))
	}
	return names
}

// Names lists the rules' names, in order.
func Names(table []Rule) []string {
	var names []string
	for _, r := range table {
		names = append(names, r.Name)
	}
	return names
}

// RequireTrue requires of every row that it names a test that exists and code that is
// there once, or says why it has none. Top is the module's folder.
func RequireTrue(t testing.TB, top string, table []Rule) {
	t.Helper()
	for _, r := range table {
		if !r.Ours {
			require.NotEmpty(t, r.Note, "%s: a rule that is not ours has a reason", r.Name)
			require.Empty(t, r.Test+r.Code, r.Name)
			continue
		}
		test, _, _ := strings.Cut(strings.Replace(r.Test, "/", " ", 1), " ")
		require.Contains(t, TestsOf(t, top, r.Package), test, r.Name)
		if r.Code == "" {
			require.Contains(t, r.Note, "nothing to disable: ", r.Name)
			continue
		}
		require.Equal(t, 1, strings.Count(Source(t, top, r.File), r.Code), "%s: %q in %s", r.Name, r.Code, r.File)
		require.NotEqual(t, r.Code, r.Instead, r.Name)
	}
}

// Source reads a file of the module.
func Source(t testing.TB, top, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(top, file))
	require.NoError(t, err)
	return string(content)
}

// TestsOf lists the functions in a package's tests.
func TestsOf(t testing.TB, top, pkg string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(top, pkg, "*_test.go"))
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, declaration := range parsed.Decls {
			if function, isFunction := declaration.(*ast.FuncDecl); isFunction {
				names = append(names, function.Name.Name)
			}
		}
	}
	return names
}

// RequireRed breaks each rule's code in turn, and requires that the rule's test fails.
// Other tests may fail with it; this one has to.
func RequireRed(t *testing.T, top string, table []Rule) {
	t.Helper()
	for _, r := range table {
		if r.Code == "" {
			continue
		}
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			test, race := strings.CutSuffix(r.Test, " -race")
			arguments := []string{"test", "-count=1", "-overlay", overlay(t, top, r), "-run", "^" + strings.Replace(test, "/", "$/^", 1) + "$"}
			environment := append(os.Environ(), "CGO_ENABLED=0")
			if race {
				arguments, environment = append(arguments, "-race"), append(os.Environ(), "CGO_ENABLED=1")
			}
			command := exec.Command("go", append(arguments, "./"+r.Package)...)
			command.Dir, command.Env = top, environment
			output, err := command.CombinedOutput()
			require.Error(t, err, "%s holds nothing: %q may as well be %q", r.Test, r.Code, r.Instead)
			whole, _, _ := strings.Cut(test, "/")
			require.Contains(t, string(output), "--- FAIL: "+whole, "the broken code must build, and the test turn red by itself")
		})
	}
}

// overlay writes what `go build -overlay` reads: the file with the rule broken.
func overlay(t *testing.T, top string, r Rule) string {
	t.Helper()
	folder := t.TempDir()
	file, err := filepath.Abs(filepath.Join(top, r.File))
	require.NoError(t, err)
	broken := filepath.Join(folder, filepath.Base(r.File))
	require.NoError(t, os.WriteFile(broken, []byte(strings.Replace(Source(t, top, r.File), r.Code, r.Instead, 1)), 0o600))
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{file: broken}})
	require.NoError(t, err)
	path := filepath.Join(folder, "overlay.json")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}
