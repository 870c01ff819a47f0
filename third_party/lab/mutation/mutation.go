// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package mutation

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
//
// Compiling takes longer than the tests. Therefore the rules whose tests are in one package are
// broken in one program, which breaks the rule that a variable of the environment names. A rule
// that [combine] cannot put there is broken in a program of its own.
func RequireRed(t *testing.T, top string, table []Rule) {
	t.Helper()
	groups := map[string][]Rule{}
	for _, r := range table {
		if r.Code != "" {
			_, race := strings.CutSuffix(r.Test, raceEnding)
			name := fmt.Sprintf("%s race=%t", r.Package, race)
			groups[name] = append(groups[name], r)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireRed(t, top, groups[name])
		})
	}
}

func requireRed(t *testing.T, top string, rules []Rule) {
	t.Helper()
	together, files := combine(t, top, rules)
	all, complaint := compileTests(t, top, rules[0], files)
	if all == "" {
		t.Logf("each rule is broken in a program of its own, because together they do not compile: %s", complaint)
		together = nil
	}
	for _, r := range rules {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			if !slices.Contains(together, r) {
				broken := strings.Replace(Source(t, top, r.File), r.Code, r.Instead, 1)
				program, complaint := compileTests(t, top, r, map[string]string{r.File: broken})
				require.NotEmpty(t, program, "the broken code must compile: %s", complaint)
				requireFails(t, top, program, r)
				return
			}
			output, err := runTests(t, top, all, r, "")
			require.NoError(t, err, "no rule is broken, so the test must pass: %s", output)
			requireFails(t, top, all, r)
		})
	}
}

// requireFails requires that a rule's test fails in a program that breaks the rule.
func requireFails(t *testing.T, top, program string, r Rule) {
	t.Helper()
	output, err := runTests(t, top, program, r, r.Name)
	require.Error(t, err, "%s passes with %q in place of %q", r.Test, r.Instead, r.Code)
	parent, _, _ := strings.Cut(strings.TrimSuffix(r.Test, raceEnding), "/")
	require.Contains(t, output, "--- FAIL: "+parent, "the test must fail")
}

// raceEnding is the end of the name of a test that runs with the race detector.
const raceEnding = " -race"

// compileTests compiles the tests of a rule's package with other contents of files. If that fails,
// the program is empty, and the complaint is the compiler's. It leaves out go vet: the broken code
// may be as ugly as it likes.
func compileTests(t *testing.T, top string, r Rule, files map[string]string) (program, complaint string) {
	t.Helper()
	directory := t.TempDir()
	program = filepath.Join(directory, "tests")
	arguments := []string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay", overlay(t, directory, top, files), "-o", program}
	environment := append(os.Environ(), "CGO_ENABLED=0")
	if strings.HasSuffix(r.Test, raceEnding) {
		arguments, environment = append(arguments, "-race"), append(os.Environ(), "CGO_ENABLED=1")
	}
	command := exec.Command("go", append(arguments, "./"+r.Package)...)
	command.Dir, command.Env = top, environment
	if output, err := command.CombinedOutput(); err != nil {
		return "", string(output)
	}
	return program, ""
}

// runTests runs a rule's test as go test does, with the code broken that the variable names.
func runTests(t *testing.T, top, program string, r Rule, broken string) (string, error) {
	t.Helper()
	test := strings.TrimSuffix(r.Test, raceEnding)
	command := exec.Command(program, "-test.timeout=10m", "-test.paniconexit0", "-test.run", "^"+strings.Replace(test, "/", "$/^", 1)+"$")
	command.Dir, command.Env = filepath.Join(top, r.Package), append(os.Environ(), brokenVariable+"="+broken)
	output, err := command.CombinedOutput()
	return string(output), err
}

// overlay writes the file for the flag -overlay, which gives files other contents, into a
// directory, and returns its path.
func overlay(t *testing.T, directory, top string, files map[string]string) string {
	t.Helper()
	replace := map[string]string{}
	for file, content := range files {
		path, err := filepath.Abs(filepath.Join(top, file))
		require.NoError(t, err)
		replace[path] = filepath.Join(directory, fmt.Sprint(len(replace), filepath.Base(file)))
		require.NoError(t, os.WriteFile(replace[path], []byte(content), 0o600))
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	path := filepath.Join(directory, "overlay.json")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}
