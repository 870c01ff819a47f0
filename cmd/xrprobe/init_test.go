// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// maxInitBytes is what the initialisation of one package may allocate: a few small maps and closures. One regular expression, or
// a table with the names of headsets, takes more.
const maxInitBytes = 1280

// The initialisation of every package runs before main, in each command and in each child. So a package makes what a run may
// not need when it is first used: with lazyregexp.Regexp, with sync.OnceValue or in a function. The allocated bytes, unlike
// times, are the same in nearly every run. This package's own contain those of its tests.
func TestProgram_InitialisesLittle(t *testing.T) {
	t.Parallel()
	command := exec.Command(testBinary(t))
	command.Env = append(os.Environ(), "GODEBUG=inittrace=1", "XRPROBE_CHILD=no pipe") // a child without its pipe ends at once
	trace, err := command.CombinedOutput()
	require.Error(t, err)
	initialised := initBytes(t, string(trace))
	require.Contains(t, initialised, module+"/probe/doctor", string(trace))
	for pkg := range strings.FieldsSeq(goCommand(t, nil, "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./cmd/xrprobe")) {
		if strings.HasPrefix(pkg, module+"/") && pkg != module+"/cmd/xrprobe" {
			require.LessOrEqual(t, initialised[pkg], maxInitBytes, "package-level variables of %s: make them on their first use", pkg)
		}
	}
}

func testBinary(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	return program
}

// initBytes returns how many bytes the initialisation of each package allocated, from the lines that GODEBUG=inittrace=1 makes.
func initBytes(t *testing.T, trace string) map[string]int {
	t.Helper()
	initialised := map[string]int{}
	for _, line := range regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) bytes, \d+ allocs$`).FindAllStringSubmatch(trace, -1) {
		bytes, err := strconv.Atoi(line[2])
		require.NoError(t, err)
		initialised[line[1]] = bytes
	}
	return initialised
}

func TestInitBytes(t *testing.T) {
	t.Parallel()
	trace := "init a/b @1.2 ms, 0.005 ms clock, 321608 bytes, 1900 allocs\ninit c @3 ms, 0 ms clock, 0 bytes, 0 allocs\nxrprobe: init of d, 1 bytes\n"
	require.Equal(t, map[string]int{"a/b": 321608, "c": 0}, initBytes(t, trace))
}

// No package compiles a regular expression or does other work of its own before main, on any system and in any flavour.
func TestModule_CompilesNoExpressionBeforeMain(t *testing.T) {
	t.Parallel()
	files := 0
	require.NoError(t, filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		if entry.IsDir() && (entry.Name() == "gen" || entry.Name() == "testdata" || entry.Name() == "third_party") {
			return fs.SkipDir // these are no part of the program
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		require.Empty(t, expressionsAtStart(file), "%s: use lazyregexp.Regexp or sync.OnceValue", path)
		return nil
	}))
	require.Greater(t, files, 300)
}

// expressionsAtStart returns the calls of the package regexp that compile an expression before main.
func expressionsAtStart(file *ast.File) (calls []string) {
	for _, declaration := range file.Decls {
		if variables, is := declaration.(*ast.GenDecl); !is || variables.Tok != token.VAR {
			continue
		}
		ast.Inspect(declaration, func(node ast.Node) bool {
			selector, is := node.(*ast.SelectorExpr)
			if is && strings.Contains(selector.Sel.Name, "Compile") {
				if of, named := selector.X.(*ast.Ident); named && of.Name == "regexp" {
					calls = append(calls, selector.Sel.Name)
				}
			}
			_, later := node.(*ast.FuncLit)
			return !later
		})
	}
	return calls
}

func TestExpressionsAtStart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"var a = regexp.MustCompile(``)":                                                  1,
		"var (\n\ta = []any{regexp.MustCompile(``), regexp.MustCompilePOSIX(``)}\n)":      2,
		"var a = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(``) })": 0,
		"func a() { b := regexp.MustCompile(``); var c = regexp.MustCompile(``) }":        0,
		"var a *regexp.Regexp": 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a\n"+text, 0)
		require.NoError(t, err)
		require.Len(t, expressionsAtStart(file), want, text)
	}
}
