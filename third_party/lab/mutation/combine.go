// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package mutation

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// brokenVariable is the variable of the environment that names the rule whose code is broken in a
// program that combine made.
const brokenVariable = "XRPROBE_BROKEN_RULE"

// switchFile declares the variable that the functions of a package read, in a file that the
// package does not have.
const switchFile = "broken_rule_of_the_tests.go"

// combine returns the contents of the files in which each rule is broken when its name is in
// brokenVariable, and the rules for which this is possible:
//
//	func (g *gate) ask() bool {
//		if brokenRule == "R-PERM-1" { the broken body }
//		the body
//	}
//
// It is possible if the code is in the body of one function that has no labels.
func combine(t testing.TB, top string, rules []Rule) (together []Rule, files map[string]string) {
	t.Helper()
	files = map[string]string{}
	insertions := map[string][]insertion{}
	for _, r := range rules {
		source := Source(t, top, r.File)
		if in, possible := insertionOf(r, source); possible {
			together = append(together, r)
			insertions[r.File] = append(insertions[r.File], in)
		}
	}
	for file, list := range insertions {
		source := Source(t, top, file)
		slices.SortStableFunc(list, func(a, b insertion) int { return b.offset - a.offset })
		for _, in := range list {
			source = source[:in.offset] + in.text + source[in.offset:]
		}
		files[file] = source
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.PackageClauseOnly)
		require.NoError(t, err)
		files[path.Join(path.Dir(file), switchFile)] = fmt.Sprintf(
			"package %s\n\nimport \"os\"\n\nvar brokenRule = os.Getenv(%q)\n", parsed.Name.Name, brokenVariable)
	}
	return together, files
}

// insertion is a text that is put into a file.
type insertion struct {
	offset int
	text   string
}

// insertionOf returns what breaks a rule at the beginning of the function that has the rule's code.
func insertionOf(r Rule, source string) (insertion, bool) {
	begin := strings.Index(source, r.Code)
	end := begin + len(r.Code)
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, r.File, source, parser.SkipObjectResolution)
	if begin < 0 || err != nil {
		return insertion{}, false
	}
	for _, declaration := range parsed.Decls {
		function, is := declaration.(*ast.FuncDecl)
		if !is || function.Body == nil {
			continue
		}
		from, to := positions.Position(function.Body.Lbrace).Offset+1, positions.Position(function.Body.Rbrace).Offset
		if begin < from || to < end || hasLabel(function) {
			continue
		}
		body := source[from:begin] + r.Instead + source[end:to]
		if function.Type.Results == nil {
			body += "\nreturn"
		}
		return insertion{from, fmt.Sprintf("\nif brokenRule == %q {%s\n}\n", r.Name, body)}, true
	}
	return insertion{}, false
}

// hasLabel reports whether a function has labels, which cannot occur twice in it.
func hasLabel(function *ast.FuncDecl) bool {
	found := false
	ast.Inspect(function, func(node ast.Node) bool {
		_, is := node.(*ast.LabeledStmt)
		found = found || is
		return !found
	})
	return found
}
