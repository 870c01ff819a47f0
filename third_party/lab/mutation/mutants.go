// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package mutation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Mutant is a small change of a file's code, made without knowing what the code is for.
type Mutant struct {
	// File is relative to the module's directory, and Function the function that the change is in.
	File, Function string
	// Old is the code at the offset, and New what replaces it.
	Old, New string
	Offset   int
}

// String names the mutant without its line, so that a list of mutants outlives changes elsewhere in the file.
func (m Mutant) String() string {
	return fmt.Sprintf("%s\t%s\t%s\t%s", filepath.Base(m.File), m.Function, oneLine(m.Old), oneLine(m.New))
}

func oneLine(code string) string { return strings.Join(strings.Fields(code), " ") }

// opposites are operators, and those that replace them.
var opposites = map[token.Token]string{
	token.EQL: "!=", token.NEQ: "==", token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">", token.LAND: "||", token.LOR: "&&", token.ADD: "-", token.SUB: "+",
}

// Mutants returns the mutants of a file: other operators, conditions that are turned round, numbers that are one greater, returned
// booleans that are turned round, and statements that are left out.
func Mutants(t testing.TB, top, file string) []Mutant {
	t.Helper()
	source := Source(t, top, file)
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, file, source, parser.SkipObjectResolution)
	require.NoError(t, err)
	var list []Mutant
	for _, declaration := range parsed.Decls {
		function, is := declaration.(*ast.FuncDecl)
		if !is || function.Body == nil {
			continue
		}
		add := func(from, to token.Pos, with string) {
			begin, end := positions.Position(from).Offset, positions.Position(to).Offset
			list = append(list, Mutant{File: file, Function: function.Name.Name, Old: source[begin:end], New: with, Offset: begin})
		}
		ast.Inspect(function.Body, func(node ast.Node) bool {
			mutate(node, source, positions, add)
			return true
		})
	}
	return list
}

// mutate adds the mutants of one node.
func mutate(node ast.Node, source string, positions *token.FileSet, add func(from, to token.Pos, with string)) {
	code := func(n ast.Node) string {
		return source[positions.Position(n.Pos()).Offset:positions.Position(n.End()).Offset]
	}
	switch n := node.(type) {
	case *ast.BinaryExpr:
		if with, known := opposites[n.Op]; known && !isText(n.X) && !isText(n.Y) {
			add(n.Pos(), n.End(), code(n.X)+" "+with+" "+code(n.Y))
		}
	case *ast.IfStmt:
		add(n.Cond.Pos(), n.Cond.End(), "!("+code(n.Cond)+")")
	case *ast.CaseClause:
		if len(n.List) == 1 && len(n.Body) > 0 {
			add(n.Body[0].Pos(), n.Body[len(n.Body)-1].End(), "")
		}
	case *ast.BasicLit:
		if n.Kind == token.INT {
			add(n.Pos(), n.End(), n.Value+" + 1")
		}
	case *ast.Ident:
		if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
			add(n.Pos(), n.End(), other)
		}
	case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt:
		add(n.Pos(), n.End(), "")
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			add(n.Pos(), n.End(), "")
		}
	case *ast.BranchStmt:
		add(n.Pos(), n.End(), "")
	}
}

// isText reports whether an expression is a string, to which "-" cannot be applied.
func isText(e ast.Expr) bool {
	literal, is := e.(*ast.BasicLit)
	return is && literal.Kind == token.STRING
}

// slowest is how long the tests of a mutant may take: one that never ends is found too.
const slowest = 3 * time.Minute

// onlyFiles is a variable that may name files, with commas between them, whose mutants alone are tried.
const onlyFiles = "XRPROBE_MUTANTS"

// chosen reports whether the mutants of a file are tried.
func chosen(file string) bool {
	only := os.Getenv(onlyFiles)
	return only == "" || slices.Contains(strings.Split(only, ","), file)
}

// Survivors runs the quick tests of a package with each mutant of its files for this system in turn, and returns the mutants that no test notices,
// as [Mutant.String] writes them, sorted. A mutant that does not compile is none. Tested is how many were tried.
func Survivors(t *testing.T, top, pkg string) (survivors []string, tested int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(top, pkg, "*.go"))
	require.NoError(t, err)
	var mutants []Mutant
	for _, file := range files {
		built, err := build.Default.MatchFile(filepath.Dir(file), filepath.Base(file))
		require.NoError(t, err)
		if built && chosen(filepath.Base(file)) && !strings.HasSuffix(file, "_test.go") {
			mutants = append(mutants, Mutants(t, top, filepath.Join(pkg, filepath.Base(file)))...)
		}
	}
	var mutex sync.Mutex
	var group sync.WaitGroup
	turns := make(chan struct{}, max(2, 2*runtime.NumCPU()))
	for i, mutant := range mutants {
		group.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			compiled, noticed := try(t, top, pkg, mutant)
			mutex.Lock()
			defer mutex.Unlock()
			if compiled {
				tested++
			}
			if compiled && !noticed {
				survivors = append(survivors, mutant.String())
				t.Logf("%d of %d: %s", i, len(mutants), mutant)
			}
		})
	}
	group.Wait()
	slices.Sort(survivors)
	return survivors, tested
}

// try compiles a package's tests with a mutant, and runs them.
func try(t *testing.T, top, pkg string, m Mutant) (compiled, noticed bool) {
	t.Helper()
	directory, err := os.MkdirTemp(t.TempDir(), "")
	require.NoError(t, err)
	defer os.RemoveAll(directory)
	file, err := filepath.Abs(filepath.Join(top, m.File))
	require.NoError(t, err)
	source := Source(t, top, m.File)
	broken := filepath.Join(directory, filepath.Base(m.File))
	require.NoError(t, os.WriteFile(broken, []byte(source[:m.Offset]+m.New+source[m.Offset+len(m.Old):]), 0o600))
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{file: broken}})
	require.NoError(t, err)
	list, program := filepath.Join(directory, "overlay.json"), filepath.Join(directory, "tests")
	require.NoError(t, os.WriteFile(list, text, 0o600))
	compile := exec.Command("go", "test", "-c", "-vet=off", "-overlay", list, "-o", program, "./"+pkg)
	compile.Dir, compile.Env = top, append(os.Environ(), "CGO_ENABLED=0")
	if compile.Run() != nil {
		return false, false
	}
	ctx, cancel := context.WithTimeout(t.Context(), slowest)
	defer cancel()
	run := exec.CommandContext(ctx, program, "-test.short", "-test.failfast", "-test.skip", "Lab|Soak")
	run.Dir = filepath.Join(top, pkg)
	var failed *exec.ExitError
	return true, errors.As(run.Run(), &failed)
}

// RequireListed requires that the mutants that no test notices are those of a list, each with the reason why it changes nothing
// that a test could see. A row of the list is a mutant as [Mutant.String] writes it, a tab, and the reason.
func RequireListed(t *testing.T, survivors []string, list string) {
	t.Helper()
	reasons := map[string]string{}
	for line := range strings.Lines(list) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "#") {
			at := strings.LastIndex(line, "\t")
			reasons[line[:at]] = line[at+1:]
			require.NotEmpty(t, line[at+1:], line)
		}
	}
	for _, survivor := range survivors {
		if reasons[survivor] == "" {
			t.Errorf("no test notices, and no reason is listed: %s", survivor)
		}
		delete(reasons, survivor)
	}
	for mutant := range reasons {
		file, _, _ := strings.Cut(mutant, "\t")
		if chosen(file) && !slices.Contains(survivors, mutant) {
			t.Errorf("a test notices it, or it is gone: remove it from the list: %s", mutant)
		}
	}
}
