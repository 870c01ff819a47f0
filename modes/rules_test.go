// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !js

package modes_test

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rulesTable says of every rule of WebXR's device, session and permission algorithms
// whether it is ours, which test holds it, and which code, if it read differently, would
// break it. `make rules` breaks each and sees the test turn red.
//
//go:embed rules.tsv
var rulesTable string

// rule is a row of the table.
type rule struct {
	name, pkg, test, file, code, instead, note string
	ours                                       bool
}

// column undoes what a tab-separated table cannot hold.
var column = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t")

func rules(t *testing.T) []rule {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(rulesTable, "\n"), "\n")
	require.Equal(t, "rule\tours\tpackage\ttest\tfile\tcode\tinstead\tnote", lines[0])
	var table []rule
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		require.Len(t, cells, 8, line)
		for i := range cells {
			cells[i] = column.Replace(cells[i])
		}
		require.Contains(t, []string{"yes", "no"}, cells[1], line)
		table = append(table, rule{
			name: cells[0], ours: cells[1] == "yes", pkg: cells[2], test: cells[3], file: cells[4], code: cells[5], instead: cells[6], note: cells[7],
		})
	}
	return table
}

// numbered lists a family of rules: R-SEL-0, R-SEL-1 and so on.
func numbered(family string, from, to int) []string {
	var names []string
	for i := from; i <= to; i++ {
		names = append(names, fmt.Sprint(family, i))
	}
	return names
}

// Every rule is in the table once and in order: the device model, enumerating, selecting
// and ensuring, isSessionSupported, requestSession, features, devicechange and
// makeXRCompatible, the AR module; and then what is wrong with their text.
func TestEveryRuleIsInTheTable(t *testing.T) {
	t.Parallel()
	want := slices.Concat(
		numbered("R-MOD-", 1, 10), numbered("R-ENUM-", 1, 4), numbered("R-SEL-", 0, 11), numbered("R-ENS-", 1, 2),
		numbered("R-ISS-", 0, 3), []string{"R-ISS-4a", "R-ISS-4b"}, numbered("R-ISS-4c-", 1, 5), numbered("R-ISS-", 5, 10),
		numbered("R-REQ-", 0, 0), []string{"R-REQ-1a", "R-REQ-1b"}, numbered("R-REQ-", 2, 8), numbered("R-DEV-", 1, 1),
		numbered("R-FEAT-", 1, 4), numbered("R-RES-", 1, 4), numbered("R-XRP-", 1, 3), numbered("R-DC-", 1, 4), numbered("R-MXC-", 1, 4),
		numbered("R-AR-", 1, 7), numbered("D", 1, 14),
	)
	var got []string
	for _, r := range rules(t) {
		got = append(got, r.name)
	}
	require.Equal(t, want, got)
}

// A row names a test that exists and code that is there once, or says why it has none.
func TestTheTableOfRulesIsTrue(t *testing.T) {
	t.Parallel()
	for _, r := range rules(t) {
		if !r.ours {
			require.NotEmpty(t, r.note, "%s: a rule that is not ours has a reason", r.name)
			require.Empty(t, r.test+r.code, r.name)
			continue
		}
		test, _, _ := strings.Cut(r.test, " ")
		require.Contains(t, testsOf(t, r.pkg), test, r.name)
		if r.code == "" {
			require.Contains(t, r.note, "nothing to disable: ", r.name)
			continue
		}
		require.Equal(t, 1, strings.Count(source(t, r.file), r.code), "%s: %q in %s", r.name, r.code, r.file)
		require.NotEqual(t, r.code, r.instead, r.name)
	}
}

// What is wrong with the specification's text is said where it was settled.
func TestEveryDefectIsCommentedOn(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, pattern := range []string{"*.go", "webxr/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				all.WriteString(source(t, filepath.Join("modes", file)))
			}
		}
	}
	for _, name := range numbered("D", 1, 14) {
		require.Regexp(t, `// (D\d+, )?`+name+`(, D\d+)?: `, all.String(), name)
	}
}

// source reads a file of the module.
func source(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", file))
	require.NoError(t, err)
	return string(content)
}

// testsOf lists the tests of a package.
func testsOf(t *testing.T, pkg string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", pkg, "*_test.go"))
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
