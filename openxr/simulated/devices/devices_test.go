// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devices_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
)

func TestSheet_EveryNameMakesRuntime(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"hololens-2", "magic-leap-2", "monado", "pico-4", "quest-1", "quest-2", "quest-3", "quest-3s", "quest-link", "quest-pro",
		"snapdragon-vr", "steamvr", "vive-cosmos", "vive-focus-3", "wmr",
	}, devices.Names())
	titles := map[string]string{}
	for _, name := range devices.Names() {
		sheet, err := devices.Sheet(name)
		require.NoError(t, err)
		require.NotNil(t, sheet.Host.FormFactor, name)
		require.Empty(t, sheet.Calls, "%s: the sheet of a real device must not misbehave", name)
		require.Empty(t, titles[sheet.Title], name)
		titles[sheet.Title] = name
		runtime, err := simulated.New(sheet)
		require.NoError(t, err, name)
		runtime.Close()
	}
}

func TestSheet_UnknownName(t *testing.T) {
	t.Parallel()
	var unknown *devices.UnknownError
	for _, name := range []string{"quest-9", "", "../whole", "devices.go"} {
		_, err := devices.Sheet(name)
		require.ErrorAs(t, err, &unknown)
		require.ErrorContains(t, err, "use one of hololens-2, magic-leap-2,")
	}
}

// Every value has exactly one source.
func TestSheet_EveryValueHasOneSource(t *testing.T) {
	t.Parallel()
	for _, name := range devices.Names() {
		sheet, err := devices.Sheet(name)
		require.NoError(t, err)
		for _, field := range sheet.Known() {
			require.Equal(t, 1, sources(sheet, field), "%s: sources of %s", name, field)
		}
		for _, source := range sheet.Sources {
			require.NotEmpty(t, source.Name, name)
			require.NotEmpty(t, source.Fields, "%s: %s", name, source.Name)
			require.True(t, source.URL == nil || strings.HasPrefix(*source.URL, "https://"), name)
		}
	}
}

// sources counts the sources that name a field or something that contains it.
func sources(sheet simulated.Sheet, field string) int {
	n := 0
	for _, source := range sheet.Sources {
		if slices.ContainsFunc(source.Fields, func(named string) bool {
			rest, found := strings.CutPrefix(field, named)
			return found && (rest == "" || rest[0] == '.' || rest[0] == '[')
		}) {
			n++
		}
	}
	return n
}

func TestSheet_FitsSchema(t *testing.T) {
	t.Parallel()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(simulated.SheetJSONSchema(), &schema))
	resolved, err := schema.Resolve(nil)
	require.NoError(t, err)
	for _, name := range devices.Names() {
		data, err := os.ReadFile(name + ".json")
		require.NoError(t, err)
		var value any
		require.NoError(t, json.Unmarshal(data, &value))
		require.NoError(t, resolved.Validate(value), name)
	}
}
