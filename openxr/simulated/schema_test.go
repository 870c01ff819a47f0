// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated"
)

func sheetSchema(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(simulated.SheetJSONSchema(), &schema))
	resolved, err := schema.Resolve(nil)
	require.NoError(t, err)
	return resolved
}

func TestSheetJSONSchema_AcceptsSheets(t *testing.T) {
	t.Parallel()
	schema := sheetSchema(t)
	data, err := os.ReadFile(filepath.Join("testdata", "whole.json"))
	require.NoError(t, err)
	filled, _ := whole(t).Filled()
	filled.Calls = map[string]simulated.Call{"xrGetSystem": {Result: "XR_ERROR_INSTANCE_LOST", DelayMS: 1, Times: 2}}
	written, err := json.Marshal(filled)
	require.NoError(t, err)
	for _, text := range [][]byte{data, written} {
		var value any
		require.NoError(t, json.Unmarshal(text, &value))
		require.NoError(t, schema.Validate(value))
	}
}

func TestSheetJSONSchema_ListsCommands(t *testing.T) {
	t.Parallel()
	schema := sheetSchema(t).Schema()
	var names []string
	for _, name := range schema.Properties["calls"].PropertyNames.Enum {
		names = append(names, name.(string))
	}
	require.Equal(t, simulated.Commands(), names)
}

// The schema and the Go types have the same set of keys. Nesting is not compared.
func TestSheetJSONSchema_HasEveryKey(t *testing.T) {
	t.Parallel()
	inGo, inSchema := map[string]bool{}, map[string]bool{}
	collectTags(reflect.TypeFor[simulated.Sheet](), inGo)
	for _, key := range []string{"name", "version"} { // Extension has no tags, because it has its own MarshalJSON
		inGo[key] = true
	}
	var schema any
	require.NoError(t, json.Unmarshal(simulated.SheetJSONSchema(), &schema))
	collectProperties(schema, inSchema)
	require.Equal(t, slices.Sorted(maps.Keys(inGo)), slices.Sorted(maps.Keys(inSchema)))
}

func collectTags(typ reflect.Type, keys map[string]bool) {
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		collectTags(typ.Elem(), keys)
	case reflect.Struct:
		for i := range typ.NumField() {
			if key, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ","); key != "" {
				keys[key] = true
			}
			collectTags(typ.Field(i).Type, keys)
		}
	default:
	}
}

func collectProperties(node any, keys map[string]bool) {
	switch node := node.(type) {
	case map[string]any:
		properties, _ := node["properties"].(map[string]any)
		for key, child := range properties {
			keys[key] = true
			collectProperties(child, keys)
		}
		for key, child := range node {
			if key != "properties" {
				collectProperties(child, keys)
			}
		}
	case []any:
		for _, child := range node {
			collectProperties(child, keys)
		}
	}
}
