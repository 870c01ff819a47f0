// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// fieldComments returns the comments of all exported fields of the package's structs, each on
// one line, by "Type.Field".
func fieldComments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	comments := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(parsed, func(node ast.Node) bool {
			if spec, isType := node.(*ast.TypeSpec); isType {
				addComments(comments, spec)
			}
			return true
		})
	}
	return comments
}

func addComments(comments map[string]string, spec *ast.TypeSpec) {
	structure, isStruct := spec.Type.(*ast.StructType)
	if !isStruct {
		return
	}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			if name.IsExported() {
				comments[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(field.Doc.Text()), " ")
			}
		}
	}
}

func TestReport_EveryFieldHasAComment(t *testing.T) {
	t.Parallel()
	comments := fieldComments(t)
	require.Contains(t, comments, "Report.Generated")
	for field, comment := range comments {
		require.NotEmpty(t, comment, field)
	}
}

// The comment of a field and the description of its key in the schema are the same words, so
// that neither changes without the other.
func TestSchema_DescribesEveryKeyAsItsFieldDoes(t *testing.T) {
	t.Parallel()
	var schema map[string]any
	require.NoError(t, json.Unmarshal(report.Schema(), &schema))
	require.NotEmpty(t, schema["description"])
	requireDescribed(t, fieldComments(t), schema, schema, reflect.TypeFor[report.Report]())
	for name, definition := range schema["$defs"].(map[string]any) {
		require.NotEmpty(t, definition.(map[string]any)["description"], name)
	}
}

func requireDescribed(t *testing.T, comments map[string]string, root, node map[string]any, typ reflect.Type) {
	t.Helper()
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	node = followed(root, node)
	if typ.Kind() == reflect.Slice {
		requireDescribed(t, comments, root, node["items"].(map[string]any), typ.Elem())
		return
	}
	properties, hasProperties := node["properties"].(map[string]any)
	if typ.Kind() != reflect.Struct || !hasProperties {
		return
	}
	for field := range fields(typ) {
		key := field.Tag.Get("json")
		property := properties[key].(map[string]any)
		require.Equal(t, comments[typ.Name()+"."+field.Name], property["description"], "%s.%s", typ.Name(), field.Name)
		requireDescribed(t, comments, root, property, field.Type)
	}
}

// A property anywhere in the schema has a description, even if no Go type is behind it.
func TestSchema_EveryPropertyHasADescription(t *testing.T) {
	t.Parallel()
	var schema any
	require.NoError(t, json.Unmarshal(report.Schema(), &schema))
	counted := 0
	var walk func(at string, node any)
	walk = func(at string, node any) {
		object, _ := node.(map[string]any)
		properties, _ := object["properties"].(map[string]any)
		if kind := object["type"]; kind != "object" && !slices.Contains(typesOf(kind), any("object")) {
			properties = nil // a key that is called "properties" itself
		}
		for key, property := range properties {
			counted++
			require.NotEmpty(t, property.(map[string]any)["description"], "%s.%s", at, key)
		}
		for key, child := range object {
			walk(at+"."+key, child)
		}
	}
	walk("", schema)
	require.Greater(t, counted, 100)
}

func typesOf(kind any) []any {
	list, _ := kind.([]any)
	return list
}
