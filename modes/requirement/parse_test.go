// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// withOne returns a file with one requirement.
func withOne(text string) string {
	return "{\n" + `"schema": "xrprobe.requirements/1", "title": "T",` + "\n" + `"requirements": [` + text + "]}"
}

func resolved(t testing.TB, data []byte) *jsonschema.Resolved {
	t.Helper()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(data, &schema))
	r, err := schema.Resolve(nil)
	require.NoError(t, err)
	return r
}

// accepts reports whether the JSON Schema of files accepts a text.
func accepts(t testing.TB, text string) bool {
	t.Helper()
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return false
	}
	return resolved(t, requirement.JSONSchema()).Validate(value) == nil
}

// each is one requirement of each kind.
var each = []struct{ text, words string }{
	{`{"any": [{"extension": "XR_A"}, {"extension": "XR_B"}]}`, "one of: XR_A; XR_B"},
	{`{"any": [{"all": [{"extension": "XR_A"}, {"mode": "inline"}]}]}`, "one of: (all of: XR_A; mode inline)"},
	{`{"any": [{"all": [{"extension": "XR_A"}, {"mode": "inline"}]}, {"extension": "XR_B"}]}`, "one of: (all of: XR_A; mode inline); XR_B"},
	{`{"extension": "XR_A"}`, "XR_A"},
	{`{"extension": "XR_A", "version": 3, "purpose": "hands"}`, "XR_A of version 3 or later"},
	{`{"feature": "hand-tracking", "mode": "immersive-ar"}`, "feature hand-tracking in immersive-ar"},
	{`{"property": "XrP", "member": "m", "is": true}`, "XrP.m is true"},
	{`{"property": "XrP", "member": "m", "is": 1.5}`, "XrP.m is 1.5"},
	{`{"property": "XrP", "member": "m", "is": "XR_X", "form_factor": "XR_FORM_FACTOR_HANDHELD_DISPLAY"}`, "XrP.m is XR_X on XR_FORM_FACTOR_HANDHELD_DISPLAY"},
	{`{"property": "XrP", "member": "m", "at_least": 4}`, "XrP.m is at least 4"},
	{`{"property": "XrP", "member": "m", "includes": "XR_BIT"}`, "XrP.m includes XR_BIT"},
	{`{"blend_mode": "XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}`, "blend mode XR_ENVIRONMENT_BLEND_MODE_OPAQUE"},
	{`{"view_size": {"width": 1000, "height": 900}, "view_configuration": "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"}`, "recommended view size of at least 1000×900 pixels for XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"},
	{`{"swapchain_size": {"width": 4096}}`, "swapchain images of at least 4096×0 pixels"},
	{`{"layer_count": 16}`, "at least 16 composition layers"},
	{`{"api_version": "1.1"}`, "OpenXR 1.1 or later"},
	{`{"runtime_name": "SteamVR"}`, `a runtime called "SteamVR"`},
	{`{"mode": "immersive-vr"}`, "mode immersive-vr"},
	{`{"view_configuration": "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", "form_factor": "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"}`, "view configuration XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO"},
	{`{"form_factor": "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"}`, "form factor XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"},
}

func TestParse_TakesEachKind(t *testing.T) {
	t.Parallel()
	for _, row := range each {
		f, err := requirement.Parse("f.json", []byte(withOne(row.text)))
		require.NoError(t, err, row.text)
		require.Equal(t, row.words, f.Requirements[0].String())
		require.Equal(t, "f.json", f.Name)
		require.True(t, accepts(t, withOne(row.text)), row.text)
	}
}

// What was read can be written and read again.
func TestFile_ReadsWhatItWrites(t *testing.T) {
	t.Parallel()
	for _, row := range each {
		f, err := requirement.Parse("f.json", []byte(withOne(row.text)))
		require.NoError(t, err)
		written, err := json.Marshal(f)
		require.NoError(t, err)
		again, err := requirement.Parse("f.json", written)
		require.NoError(t, err, "%s", written)
		require.Equal(t, f, again)
	}
}

// A mistake names the file, the place and the fix. What Parse refuses, the schema refuses too.
func TestParse_NamesPlaceAndFix(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{`:                                    "f.json:1:2: not valid JSON: it ends too early",
		`[]`:                                   "f.json:1:1: this list does not fit here; see `xrprobe schema requirements`",
		`{}`:                                   `f.json:1:1: schema: it is missing: write "schema": "xrprobe.requirements/1"`,
		`{"schema": "xrprobe.sheet/1"}`:        `f.json:1:12: schema: this program does not know the schema "xrprobe.sheet/1" here: write "xrprobe.requirements/1"`,
		`{"schema": "xrprobe.requirements/1"}`: "f.json:1:1: title: it is missing: say whose requirements these are",
		`{"schema": "xrprobe.requirements/1", "title": "T"}`:              "f.json:1:1: requirements: it requires nothing: write at least one requirement",
		`{"schema": "xrprobe.requirements/1", "title": "T", "needs": []}`: "f.json:1:61: needs: there is no such field; see `xrprobe schema requirements`",
		`{"schema": "xrprobe.requirements/1", "title": null}`:             "f.json:1:47: title: null requires nothing: leave the key out, or write a value",
		withOne(``): "f.json:3:17: requirements: it requires nothing: write at least one requirement",
		withOne(`{}`): "f.json:3:18: requirements[0]: it requires nothing: write one of any, all, extension, feature, property, blend_mode, view_size, " +
			"swapchain_size, layer_count, api_version, runtime_name, mode, view_configuration, form_factor",
		withOne(`{"purpose": "hands"}`):                                                          "f.json:3:18: requirements[0]: it requires nothing: write one of any, ",
		withOne(`{"extension": "hands"}`):                                                        `f.json:3:32: requirements[0].extension: "hands": the name of an extension begins with XR_`,
		withOne(`{"extension": ""}`):                                                             "f.json:3:32: requirements[0].extension: it is empty: write a value, or leave the key out",
		withOne(`{"extension": null}`):                                                           "f.json:3:32: requirements[0].extension: null requires nothing: leave the key out, or write a value",
		withOne(`{"extension": "XR_A", "extension": "XR_B"}`):                                    "f.json:3:40: requirements[0].extension: not valid JSON: duplicate object member name",
		withOne(`{"extension": "XR_A", "mode": "inline"}`):                                       "f.json:3:48: requirements[0].mode: it does not go with extension: write a requirement of its own",
		withOne(`{"extension": "XR_A", "version": 0}`):                                           "f.json:3:51: requirements[0].version: 0 requires nothing: write a greater number, or leave the key out",
		withOne(`{"extension": "XR_A", "version": 1.5}`):                                         "f.json:3:51: requirements[0].version: this number does not fit here; see `xrprobe schema requirements`",
		withOne(`{"Extension": "XR_A"}`):                                                         "f.json:3:32: requirements[0].Extension: there is no such field; see `xrprobe schema requirements`",
		withOne(`{"version": 2}`):                                                                "f.json:3:18: requirements[0]: it requires nothing: write one of any, ",
		withOne(`{"any": []}`):                                                                   "f.json:3:26: requirements[0].any: it requires nothing: write at least one requirement",
		withOne(`{"any": [{"extension": "XR_A"}, {}]}`):                                          "f.json:3:50: requirements[0].any[1]: it requires nothing: write one of any, ",
		withOne(`{"any": [{"mode": "vr"}], "purpose": "x"}`):                                     `f.json:3:36: requirements[0].any[0].mode: "vr" is not a session mode: use one of inline, immersive-vr, immersive-ar`,
		withOne(`{"any": [{"mode": "inline"}], "all": [{"mode": "inline"}]}`):                    "f.json:3:55: requirements[0].all: it does not go with any: write a requirement of its own",
		withOne(`{"feature": "hand-tracking"}`):                                                  "f.json:3:18: requirements[0]: feature needs mode: add it",
		withOne(`{"feature": "hands", "mode": "inline"}`):                                        `f.json:3:30: requirements[0].feature: "hands" is not a feature descriptor: use one of viewer, `,
		withOne(`{"property": "XrP"}`):                                                           "f.json:3:18: requirements[0]: property needs member: add it",
		withOne(`{"property": "XrP", "member": "m"}`):                                            "f.json:3:18: requirements[0]: property needs is, at_least or includes: say what the member must be",
		withOne(`{"property": "XrP", "member": "m", "is": true, "at_least": 1}`):                 "f.json:3:77: requirements[0].at_least: it does not go with is: write a requirement of its own",
		withOne(`{"property": "XrP", "member": "m", "is": [true]}`):                              "f.json:3:59: requirements[0].is: this list does not fit here; see `xrprobe schema requirements`",
		withOne(`{"property": "P", "member": "m", "is": true}`):                                  `f.json:3:31: requirements[0].property: "P": the name of a structure begins with Xr`,
		withOne(`{"blend_mode": "OPAQUE"}`):                                                      `f.json:3:33: requirements[0].blend_mode: "OPAQUE": an environment blend mode begins with XR_ENVIRONMENT_BLEND_MODE_`,
		withOne(`{"blend_mode": "XR_ENVIRONMENT_BLEND_MODE_"}`):                                  `f.json:3:33: requirements[0].blend_mode: "XR_ENVIRONMENT_BLEND_MODE_": an environment`,
		withOne(`{"form_factor": "hmd"}`):                                                        `f.json:3:34: requirements[0].form_factor: "hmd": a form factor begins with XR_FORM_FACTOR_`,
		withOne(`{"view_configuration": "stereo"}`):                                              `f.json:3:41: requirements[0].view_configuration: "stereo": a view configuration begins with XR_VIEW_CONFIGURATION_TYPE_`,
		withOne(`{"view_size": {}}`):                                                             "f.json:3:32: requirements[0].view_size: 0×0 requires nothing: write a width or a height",
		withOne(`{"view_size": {"wide": 1}}`):                                                    "f.json:3:41: requirements[0].view_size.wide: there is no such field; see `xrprobe schema requirements`",
		withOne(`{"view_size": {"width": -1}}`):                                                  "f.json:3:42: requirements[0].view_size.width: this number does not fit here; see `xrprobe schema requirements`",
		withOne(`{"layer_count": 0}`):                                                            "f.json:3:34: requirements[0].layer_count: 0 requires nothing: write a greater number, or leave the key out",
		withOne(`{"api_version": "1"}`):                                                          `f.json:3:34: requirements[0].api_version: "1": a version of OpenXR is written like 1.0 or 1.1.36`,
		withOne(`{"runtime_name": "  "}`):                                                        "f.json:3:35: requirements[0].runtime_name: it is empty: write a value, or leave the key out",
		withOne(strings.Repeat(`{"any": [`, 9) + `{"mode": "inline"}` + strings.Repeat(`]}`, 9)): "requirements are more than 8 deep in each other",
	} {
		_, err := requirement.Parse("f.json", []byte(text))
		var wrong *requirement.Error
		require.ErrorAs(t, err, &wrong, text)
		require.Contains(t, err.Error(), want, text)
		if !strings.Contains(text, "any\": [{\"any\": [{") && !strings.Contains(want, "duplicate") { // a schema cannot count depth, nor see a name twice
			require.False(t, accepts(t, text), "the schema accepts %s", text)
		}
	}
	_, err := requirement.Parse("f.json", make([]byte, requirement.MaxSize+1))
	require.EqualError(t, err, "f.json: the file is too long: it has at most 1048576 bytes")
}

// The files of real programs fit the schema, and name their sources.
func TestExamples_AreRead(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../testdata/requirements/*.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 2)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		f, err := requirement.Parse(file, data)
		require.NoError(t, err)
		require.True(t, accepts(t, string(data)), file)
		require.NotEmpty(t, f.Sources, file)
		for _, source := range f.Sources {
			require.Regexp(t, "^https://", source)
		}
	}
}

// The schema has the words of the code.
func TestSchema_HasEveryFeatureAndMode(t *testing.T) {
	t.Parallel()
	for _, mode := range webxr.SessionModes() {
		require.True(t, accepts(t, withOne(`{"mode": "`+string(mode)+`"}`)), mode)
		for _, feature := range webxr.Features() {
			require.True(t, accepts(t, withOne(`{"feature": "`+string(feature)+`", "mode": "`+string(mode)+`"}`)), feature)
		}
	}
}

// Parse accepts nothing that the schema refuses, and never panics.
func FuzzParse(f *testing.F) {
	for _, row := range each {
		f.Add([]byte(withOne(row.text)))
	}
	f.Add([]byte(withOne(`{"any": [{"all": [{}]}]}`)))
	f.Add([]byte(withOne(`{"property": "XrP", "member": "m", "is": {}}`)))
	schema := resolved(f, requirement.JSONSchema())
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := requirement.Parse("f.json", data)
		if err != nil {
			require.ErrorAs(t, err, new(*requirement.Error))
			return
		}
		var value any
		require.NoError(t, json.Unmarshal(data, &value))
		require.NoError(t, schema.Validate(value), "%s", data)
		for _, r := range file.Requirements {
			require.NotEmpty(t, r.String())
		}
	})
}
