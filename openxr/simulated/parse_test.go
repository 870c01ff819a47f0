// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated"
)

// Each row replaces one piece of a good sheet. At is the text at whose position the error
// is reported, and want is how the error begins after that position.
func TestParseSheet_NamesPlaceOfMistake(t *testing.T) {
	t.Parallel()
	const sources = `"sources"`
	rows := []struct{ name, old, new, at, want string }{
		{"a superfluous comma", `4617,`, `4617,,`, ",\n      \"graphics", `systems[0]: not valid JSON`},
		{"an unknown key", `"vendor_id": 4617`, `"vendor": 4617`, `4617`, "systems[0].vendor: there is no such field"},
		{"a key twice", `"vendor_id": 4617`, `"vendor_id": 4617, "vendor_id": 4618`, `"vendor_id": 4618`, "systems[0].vendor_id: not valid JSON: duplicate"},
		{"a string for a number", `4617`, `"4617"`, `"4617"`, "systems[0].vendor_id: this string does not fit here; see `xrprobe schema sheet`"},
		{"a negative number", `4617`, `-1`, `-1`, "systems[0].vendor_id: this number does not fit here; see `xrprobe schema sheet`"},
		{"a number that is too large", `4617`, `4294967296`, `4294967296`, "systems[0].vendor_id: this number does not fit here; see `xrprobe schema sheet`"},
		{"null for a list", `["host", "runtime", "systems"]`, `{}`, `{}`, "sources[0].fields: this object does not fit here"},
		{"an unknown schema", `xrprobe.sheet/1`, `xrprobe.sheet/2`, `"xrprobe.sheet/2"`, `schema: "xrprobe.sheet/2" is not the schema of a data sheet: write "xrprobe.sheet/1"`},
		{"no title", `"A headset of which everything is known"`, `" "`, `" "`, "title: a sheet needs a title"},
		{"a title that is too long", `"A headset of which everything is known"`, `"` + strings.Repeat("t", 246) + `"`, `"ttt`, "title: the text has 246 bytes: OpenXR has room for 245"},
		{"an unknown host form factor", `"desktop"`, `"toaster"`, `"toaster"`, `host.form_factor: "toaster" is not known here: use one of desktop, laptop`},
		{"not a version", `"1.2.3"`, `"1.2"`, `"1.2"`, `runtime.version: "1.2" is not a version: write three numbers, such as "1.2.3"`},
		{"a version that is too large", `"1.2.3"`, `"65536.2.3"`, `"65536.2.3"`, `runtime.version: "65536.2.3" is not a version`},
		{"a future OpenXR", `"1.1"`, `"2.0"`, `"2.0"`, `runtime.api_version: "2.0" is not known here: use one of 1.0, 1.1`},
		{"not an extension", `"XR_EXT_hand_tracking"`, `"GL_EXT_x"`, `"GL_EXT_x"`, `runtime.extensions[2]: "GL_EXT_x" is not the name of an OpenXR extension`},
		{"an extension twice", `"XR_EXT_hand_tracking"`, ` "XR_MND_headless"`, `"XR_MND_headless"` + ",\n      {\"name\": \"XR_EXT_eye", `runtime.extensions[2]: XR_MND_headless occurs twice`},
		{"an extension of another shape", `"XR_EXT_hand_tracking"`, `{"nom": "x"}`, `"x"`, `runtime.extensions[2].nom: there is no such field`},
		{"a name that does not fit", `"Whole runtime"`, `"` + strings.Repeat("n", 128) + `"`, `"nnn`, "runtime.name: the text has 128 bytes: OpenXR has room for 127"},
		{"a name with a NUL", `"Whole headset"`, `"Whole\u0000headset"`, `"Whole\u0000`, "systems[0].name: a name cannot contain a NUL"},
		{"an unknown form factor", `"XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"`, `"HMD"`, `"HMD"`, `systems[0].form_factor: "HMD" is not known here`},
		{"no view configurations", `"systems": [`, `"systems": [{"form_factor": "XR_FORM_FACTOR_HANDHELD_DISPLAY"},`, `{"form_factor": "XR_FORM_FACTOR_HANDHELD_DISPLAY"}`, "systems[0].view_configurations: view configurations cannot be unknown"},
		{"a system twice", `"systems": [`, `"systems": [{"form_factor": "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", "view_configurations": []},`, "{\n      \"form_factor\": \"XR_FORM_FACTOR_HEAD", "systems[1]: XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY occurs twice"},
		{"an unknown view configuration", `PRIMARY_MONO`, `MONO`, `"XR_VIEW_CONFIGURATION_TYPE_MONO"`, `systems[0].view_configurations[1].type`},
		{"a view configuration twice", `PRIMARY_MONO`, `PRIMARY_STEREO`, "{\n          \"type\": \"XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO\",\n          \"fov_mutable\": null", `systems[0].view_configurations[1]: XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO occurs twice`},
		{"three views for stereo", `{"recommended_image_rect_width": 1001, "recommended_image_rect_height": 1101}`, `{}, {}`, "[\n            {\n              \"recommended", `systems[0].view_configurations[0].views: XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO has 2 views, not 3`},
		{"unknown blend modes", `["XR_ENVIRONMENT_BLEND_MODE_ADDITIVE"]`, `null`, "null\n", `systems[0].view_configurations[1].blend_modes: blend modes cannot be unknown`},
		{"an unknown blend mode", `"XR_ENVIRONMENT_BLEND_MODE_ADDITIVE"`, `"ADDITIVE"`, `"ADDITIVE"`, `systems[0].view_configurations[1].blend_modes[0]: "ADDITIVE" is not known here`},
		{"a blend mode twice", `"XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND"`, `"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"`, `"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"]`, `systems[0].view_configurations[0].blend_modes[1]: XR_ENVIRONMENT_BLEND_MODE_OPAQUE occurs twice`},
		{"an unknown structure", `XrSystemColorSpacePropertiesFB`, `XrSystemColourSpacePropertiesFB`, `{"colorSpace"`, `systems[0].properties.XrSystemColourSpacePropertiesFB: no structure of this name can be chained here`},
		{"a view's structure of another kind", `"XrViewConfigurationDepthRangeEXT"`, `"XrSystemHandTrackingPropertiesEXT"`, `{"recommendedNearZ"`, `systems[0].view_configurations[0].views[0].properties.XrSystemHandTrackingPropertiesEXT: no structure of this name can be chained here`},
		{"not a float", `"Infinity"`, `"Unending"`, `"Unending"`, `systems[0].view_configurations[0].views[0].properties.XrViewConfigurationDepthRangeEXT.maxFarZ: the value does not fit: it has to be a number`},
		{"a float that is too large", `"Infinity"`, `1e39`, `1e39`, `systems[0].view_configurations[0].views[0].properties.XrViewConfigurationDepthRangeEXT.maxFarZ: the value does not fit: it has to be a number`},
		{"a structure without its extension", `{"name": "XR_FB_color_space", "version": 3},`, ``, `{"colorSpace"`, `systems[0].properties.XrSystemColorSpacePropertiesFB: the runtime does not offer XR_FB_color_space`},
		{"an unknown member", `"colorSpace"`, `"colourSpace"`, `"XR_COLOR_SPACE_P3_FB"`, `systems[0].properties.XrSystemColorSpacePropertiesFB.colourSpace: XrSystemColorSpacePropertiesFB has no member of this name`},
		{"not a boolean", `"supportsPassthrough": false`, `"supportsPassthrough": 0`, `0}`, `systems[0].properties.XrSystemPassthroughPropertiesFB.supportsPassthrough: the value does not fit: it has to be true or false`},
		{"an unknown enumerant", `XR_COLOR_SPACE_P3_FB`, `XR_COLOR_SPACE_P4_FB`, `"XR_COLOR_SPACE_P4_FB"`, `systems[0].properties.XrSystemColorSpacePropertiesFB.colorSpace: the value does not fit: it has to be one of XR_COLOR_SPACE_UNMANAGED_FB, `},
		{"an unknown flag", `"XR_PASSTHROUGH_CAPABILITY_COLOR_BIT_FB"`, `"COLOR"`, `["XR_PASS`, `systems[0].properties.XrSystemPassthroughProperties2FB.capabilities: the value does not fit: it has to be a list of XR_PASSTHROUGH_CAPABILITY_BIT_FB, `},
		{"flags that are not a list", `["XR_PASSTHROUGH_CAPABILITY_BIT_FB", "XR_PASSTHROUGH_CAPABILITY_COLOR_BIT_FB"]`, `70`, `70}`, `systems[0].properties.XrSystemPassthroughProperties2FB.capabilities: the value does not fit: it has to be a list`},
		{"a number with too many bits", `65535`, `65536`, `65536`, `systems[0].properties.XrSystemMarkerTrackingPropertiesANDROID.maxMarkerCount: the value does not fit: it has to be a whole number of 16 bits`},
		{"a number that is not whole", `65535`, `1.5`, `1.5`, `systems[0].properties.XrSystemMarkerTrackingPropertiesANDROID.maxMarkerCount: the value does not fit`},
		{"not a UUID", `aabbccddeeff`, `aabb`, `"00112233`, `systems[0].properties.XrSystemHeadsetIdPropertiesMETA.id: the value does not fit: it has to be a UUID`},
		{"an unknown spatial capability", `XR_SPATIAL_CAPABILITY_ANCHOR_EXT`, `ANCHOR`, `"ANCHOR"`, `systems[0].spatial_capabilities[0]: "ANCHOR" is not known here`},
		{"a source of a missing value", `["host"`, `["hosts"`, `"hosts"`, `sources[0].fields[0]: the sheet has no value at "hosts"`},
		{"an unknown command", sources, `"calls": {"xrFly": {}}, "sources"`, `{}}`, `calls.xrFly: a simulated runtime has no command of this name`},
		{"an unknown result", sources, `"calls": {"xrGetSystem": {"result": "XR_OOPS"}}, "sources"`, `"XR_OOPS"`, `calls.xrGetSystem.result: "XR_OOPS" is not an XrResult`},
		{"a negative delay", sources, `"calls": {"xrGetSystem": {"delay_ms": -1}}, "sources"`, `-1`, `calls.xrGetSystem.delay_ms: a delay cannot be negative`},
		{"a negative number of calls", sources, `"calls": {"xrGetSystem": {"times": -1}}, "sources"`, `-1`, `calls.xrGetSystem.times: a number of calls cannot be negative`},
	}
	good, err := os.ReadFile(filepath.Join("testdata", "whole.json"))
	require.NoError(t, err)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			bad := strings.Replace(string(good), row.old, row.new, 1)
			require.NotEqual(t, string(good), bad)
			require.Equal(t, 1, strings.Count(bad, row.at), "the text must occur once")
			before := bad[:strings.Index(bad, row.at)]
			place := fmt.Sprintf("sheet.json:%d:%d: ", strings.Count(before, "\n")+1, len(before)-strings.LastIndex(before, "\n"))
			_, err := simulated.ParseSheet("sheet.json", []byte(bad))
			require.ErrorIs(t, err, simulated.ErrSheet)
			require.True(t, strings.HasPrefix(err.Error(), place+row.want), "%v\nbut %s%s", err, place, row.want)
		})
	}
}

func TestParseSheet_TruncatedJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                    "s:1:1: not valid JSON: it ends too early",
		"{\n  \"title\": \"t": "s:2:14: not valid JSON: it ends too early",
		"{\n":                 "s:2:1: not valid JSON: it ends too early",
	} {
		_, err := simulated.ParseSheet("s", []byte(text))
		require.EqualError(t, err, want)
	}
}

// A sheet that was not read from a file has no line and column.
func TestNew_NamesTheFieldOfABadSheet(t *testing.T) {
	t.Parallel()
	_, err := simulated.New(simulated.Sheet{Schema: simulated.SheetSchema, Title: "T", Host: simulated.Host{FormFactor: new("toaster")}})
	require.ErrorIs(t, err, simulated.ErrSheet)
	require.ErrorContains(t, err, `T: host.form_factor: "toaster" is not known here`)
}

func TestCheck_SaysWhatNewSays(t *testing.T) {
	t.Parallel()
	require.NoError(t, whole(t).Check())
	wrong := simulated.Sheet{Schema: simulated.SheetSchema, Title: "T", Calls: map[string]simulated.Call{}}
	for _, command := range []string{"xrD", "xrB", "xrA", "xrC"} {
		wrong.Calls[command] = simulated.Call{}
	}
	_, err := simulated.New(wrong)
	require.ErrorIs(t, err, simulated.ErrSheet)
	for range 20 { // the first mistake is the same each time
		require.EqualError(t, wrong.Check(), err.Error())
		require.ErrorContains(t, err, "T: calls.xrA: ")
	}
}

func TestParseSheet_ReadsWhatMarshalWrites(t *testing.T) {
	t.Parallel()
	sheet := whole(t)
	data, err := json.Marshal(sheet)
	require.NoError(t, err)
	back, err := simulated.ParseSheet("again", data)
	require.NoError(t, err)
	require.Equal(t, sheet, back)
}

// A runtime that lists no capability is not one that cannot be asked for them.
func TestParseSheet_KeepsAnEmptyListOfCapabilities(t *testing.T) {
	t.Parallel()
	sheet := whole(t)
	sheet.Sources = nil
	for _, capabilities := range [][]string{nil, {}} {
		sheet.Systems[0].SpatialCapabilities = capabilities
		data, err := json.Marshal(sheet)
		require.NoError(t, err)
		back, err := simulated.ParseSheet("again", data)
		require.NoError(t, err)
		require.Equal(t, capabilities, back.Systems[0].SpatialCapabilities)
	}
}

func TestFilled_NamesEveryNeutralValue(t *testing.T) {
	t.Parallel()
	sheet := whole(t)
	filled, assumed := sheet.Filled()
	require.Equal(t, []string{
		"runtime.extensions[2].version",
		"systems[0].view_configurations[0].views[1].max_image_rect_width",
		"systems[0].view_configurations[0].views[1].max_image_rect_height",
		"systems[0].view_configurations[0].views[1].recommended_swapchain_sample_count",
		"systems[0].view_configurations[0].views[1].max_swapchain_sample_count",
		"systems[0].view_configurations[1].fov_mutable",
		"systems[0].view_configurations[1].views",
	}, assumed)
	require.Equal(t, whole(t), sheet, "Filled must not change the sheet itself")
	_, assumed = filled.Filled()
	require.Empty(t, assumed)

	sheet.Runtime.Extensions = []simulated.Extension{{Name: "XR_A_b"}, {Name: "XR_A_c"}}
	_, assumed = sheet.Filled()
	require.Equal(t, "runtime.extensions[].version", assumed[0])

	empty := simulated.Sheet{Systems: []simulated.System{{}}}
	_, assumed = empty.Filled()
	require.Equal(t, []string{
		"runtime.name", "runtime.version", "runtime.api_version", "runtime.extensions",
		"systems[0].name", "systems[0].vendor_id", "systems[0].graphics", "systems[0].tracking",
	}, assumed)
}

func TestKnown_ListsValuesThatAreNotNull(t *testing.T) {
	t.Parallel()
	sheet := simulated.Sheet{
		Title:   "no fact of the device",
		Host:    simulated.Host{FormFactor: new("phone")},
		Runtime: simulated.RuntimeSheet{Extensions: []simulated.Extension{{Name: "XR_A_b"}, {Name: "XR_A_c", Version: new(uint32(2))}}},
		Systems: []simulated.System{{FormFactor: "XR", ViewConfigurations: []simulated.ViewConfiguration{{Type: "T", BlendModes: []string{"M"}}}}},
	}
	require.Equal(t, []string{
		"host.form_factor", "runtime.extensions[0]", "runtime.extensions[1].name", "runtime.extensions[1].version",
		"systems[0].form_factor", "systems[0].view_configurations[0].type", "systems[0].view_configurations[0].blend_modes[0]",
	}, sheet.Known())
}

// Any input gives either a sheet from which New makes a runtime, or an error with a position.
func FuzzParseSheet(f *testing.F) {
	good, err := os.ReadFile(filepath.Join("testdata", "whole.json"))
	require.NoError(f, err)
	f.Add(good)
	f.Add([]byte(`{"schema": "xrprobe.sheet/1", "title": "t", "systems": [{}]}`))
	f.Add([]byte(`{"calls": {"a/b~c": {}}, "sources": [{"fields": [""]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, err := simulated.ParseSheet("fuzz", data)
		var wrong *simulated.SheetError
		if errors.As(err, &wrong) {
			require.Positive(t, wrong.Line)
			require.Positive(t, wrong.Column)
			return
		}
		require.NoError(t, err)
		runtime, err := simulated.New(sheet)
		require.NoError(t, err)
		runtime.Close()
	})
}
