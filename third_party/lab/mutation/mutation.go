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
	// Name is the rule's name, such as "R-SEL-4".
	Name string
	// Ours is whether this project has to keep the rule. If it is false, Note says why,
	// and Test and Code are empty.
	Ours bool
	// Package is the directory of the rule's test, relative to the module's.
	Package string
	// Test is the test's name. After a slash it names a subtest; the ending " -race" has
	// it run with the race detector.
	Test string
	// File is relative to the module's directory. It contains Code exactly once, and
	// Instead in place of Code breaks the rule. Code may be empty if Note begins with
	// "nothing to disable: ".
	File, Code, Instead string
	// Note is a remark for readers of the table.
	Note string
}

// unescape undoes the escapes for characters that a tab-separated table cannot hold.
var unescape = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t")

// Parse reads a tab-separated table: a line of headings, then a rule a line. A cell may
// contain the escapes \\, \n and \t. The test fails if the table is malformed.
func Parse(t testing.TB, text string) []Rule {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	require.Equal(t, "rule\tours\tpackage\ttest\tfile\tcode\tinstead\tnote", lines[0])
	var table []Rule
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		require.Len(t, cells, 8, line)
		for i := range cells {
			cells[i] = unescape.Replace(cells[i])
		}
		require.Contains(t, []string{"yes", "no"}, cells[1], line)
		table = append(table, Rule{
			Name: cells[0], Ours: cells[1] == "yes", Package: cells[2], Test: cells[3],
			File: cells[4], Code: cells[5], Instead: cells[6], Note: cells[7],
		})
	}
	return table
}

// Numbered returns the names of a family of rules, such as R-SEL-0, R-SEL-1 and R-SEL-2
// for the family "R-SEL-" from 0 to 2.
func Numbered(family string, from, to int) []string {
	var names []string
	for i := from; i <= to; i++ {
		names = append(names, fmt.Sprint(family, i))
	}
	return names
}

// Names returns the rules' names, in the table's order.
func Names(table []Rule) []string {
	var names []string
	for _, r := range table {
		names = append(names, r.Name)
	}
	return names
}

// RequireValid requires that every row names a test that exists and code that occurs
// exactly once in its file, or says why it does not. Top is the module's directory. It
// runs no test.
func RequireValid(t testing.TB, top string, table []Rule) {
	t.Helper()
	for _, r := range table {
		if !r.Ours {
			require.NotEmpty(t, r.Note, "%s: a rule that is not ours needs a note with the reason", r.Name)
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

// Source returns the content of a file. File is relative to the module's directory top.
func Source(t testing.TB, top, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(top, file))
	require.NoError(t, err)
	return string(content)
}

// TestsOf returns the names of the functions in a package's _test.go files. Pkg is the
// package's directory, relative to the module's directory top.
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
// The broken code has to compile. Rules without code are skipped.
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
			var stderr strings.Builder // what the Go command downloads and cannot compile
			command.Stderr = &stderr
			output, err := command.Output()
			require.Error(t, err, "%s passes with %q in place of %q", r.Test, r.Instead, r.Code)
			parent, _, _ := strings.Cut(test, "/")
			require.Contains(t, string(output), "--- FAIL: "+parent, "the broken code must compile, and the test must fail: %s", stderr.String())
		})
	}
}

// overlay writes the file for the flag -overlay, which replaces the rule's file by a
// broken copy, and returns its path.
func overlay(t *testing.T, top string, r Rule) string {
	t.Helper()
	dir := t.TempDir()
	file, err := filepath.Abs(filepath.Join(top, r.File))
	require.NoError(t, err)
	broken := filepath.Join(dir, filepath.Base(r.File))
	require.NoError(t, os.WriteFile(broken, []byte(strings.Replace(Source(t, top, r.File), r.Code, r.Instead, 1)), 0o600))
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{file: broken}})
	require.NoError(t, err)
	path := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}
