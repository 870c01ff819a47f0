// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package profile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
	"github.com/xrprobe/xrprobe/classify/profile"
)

// built returns the profile of a desktop browser with everything.
func built() classify.Profile {
	return classify.Profile{
		Schema: profile.SchemaName, Name: "a build", Product: "A browser", Version: "1", OS: "linux", FormFactor: classify.Desktop, WebXR: true, ARModule: true,
		BackEnds: []classify.BackEnd{classify.OpenXR}, Strings: []classify.Strings{{UserAgent: "Mozilla/5.0 (A)", AppVersion: "5.0 (A)"}},
		Hints: classify.Hints{FormFactors: []string{}, Brands: []string{}},
	}
}

// written returns that profile as a file, with the first old replaced.
func written(t testing.TB, old, with string) string {
	t.Helper()
	text, err := json.MarshalIndent(built(), "", "  ")
	require.NoError(t, err)
	require.Contains(t, string(text), old)
	return strings.Replace(string(text), old, with, 1)
}

func TestParse_ReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	want := built()
	got, err := profile.Parse("a.json", []byte(written(t, "{", "{")))
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// The error names the file, the place, the field and the fix. A fact that a profile does not
// state must not count as "no": that would deny a mode without asking.
func TestParse_NamesPlaceFieldAndFix(t *testing.T) {
	t.Parallel()
	const missing = "it is missing or null: state it, because a fact that is not stated must not count as no"
	for _, row := range []struct{ name, old, with, want string }{
		{"not JSON", `"webxr": true`, `"webxr" true`, "a.json:8:11: webxr: not valid JSON: invalid character 't' after object name (expecting ':')"},
		{"ends too early", "]\n  }\n}", "", "a.json:22:16: not valid JSON: it ends too early"},
		{"not UTF-8", "A browser", "A \xff", "a.json:4:17: product: not valid JSON: invalid UTF-8"},
		{"of a wrong type", `"webxr": true`, `"webxr": "yes"`, "a.json:8:12: webxr: this string does not fit here; see `xrprobe schema profile`"},
		{"no object", "{", "[{", "a.json:1:1: this list does not fit here; see `xrprobe schema profile`"},
		{"another key", `"webxr"`, `"web_xr"`, "a.json:8:13: web_xr: there is no such field; see `xrprobe schema profile`"},
		{"a key in another case", `"webxr"`, `"WebXR"`, "a.json:8:12: WebXR: there is no such field; see `xrprobe schema profile`"},
		{"a key twice", `"webxr": true`, `"webxr": true, "webxr": false`, "a.json:8:18: webxr: not valid JSON: duplicate object member name"},
		{"two profiles", "\n}", "\n} {}", "a.json:24:3: something follows the JSON value: remove it"},
		{"a key is missing", "  \"webxr\": true,\n", "", "a.json:1:1: webxr: " + missing},
		{"a key is null", `"webxr": true`, `"webxr": null`, "a.json:8:12: webxr: " + missing},
		{"another schema", "xrprobe.profile/1", "xrprobe.profile/2", `a.json:2:13: schema: this program does not know the schema "xrprobe.profile/2": write "xrprobe.profile/1"`},
		{"no name", `"a build"`, `" "`, "a.json:3:11: name: a profile needs a name"},
		{"no product", `"A browser"`, `""`, "a.json:4:14: product: a profile needs its product's name"},
		{"form factor", `"desktop"`, `"car"`, `a.json:7:18: form_factor: "car" is not known here: use one of desktop, laptop, phone, tablet, standalone_headset, server, container, unknown`},
		{"display", `"headset_only": false`, `"headset_only": false, "display": "glass"`, `a.json:13:37: display: "glass" is not known here: use one of opaque, pass_through, additive`},
		{"display without headset", `"headset_only": false`, `"headset_only": false, "display": "opaque"`, "a.json:13:37: display: a build that does not run only on headsets has no one display: leave it out"},
		{"headset only, of another form factor", `"headset_only": false`, `"headset_only": true`, `a.json:13:19: headset_only: a build that runs only on headsets has the form factor "standalone_headset"`},
		{"back end", `"openxr"`, `"openvr"`, `a.json:11:5: back_ends[0]: "openvr" is not known here: use one of openxr, arcore, cardboard, compositor_services, arkit`},
		{"layer", `"headset_only": false`, `"headset_only": false, "composes": ["FB_passthrough"]`, `a.json:13:39: composes[0]: "FB_passthrough" is no extension of OpenXR: write its name, such as XR_FB_passthrough`},
		{"layer without OpenXR", "[\n    \"openxr\"\n  ]", `["arcore"], "composes": ["XR_FB_passthrough"]`, "a.json:10:41: composes[0]: a build without the back end openxr composes none of its layers: leave it out"},
		{"no user agent", `"Mozilla/5.0 (A)"`, `""`, "a.json:16:21: strings[0].user_agent: a string cannot be empty: write what navigator.userAgent is"},
		{"no app version", `"app_version": "5.0 (A)"`, `"app_version": ""`, "a.json:17:22: strings[0].app_version: a string cannot be empty: write what navigator.appVersion is"},
		{"no strings", "[\n    {\n      \"user_agent\": \"Mozilla/5.0 (A)\",\n      \"app_version\": \"5.0 (A)\"\n    }\n  ]", "[]", "a.json:14:14: strings: a profile lists every pair of userAgent and appVersion that the build sends"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := profile.Parse("a.json", []byte(written(t, row.old, row.with)))
			var mistake *profile.Error
			require.ErrorAs(t, err, &mistake)
			require.Equal(t, row.want, err.Error())
		})
	}
}

func TestParse_RequiresWhatTheSchemaDoes(t *testing.T) {
	t.Parallel()
	var schema struct{ Required []string }
	require.NoError(t, json.Unmarshal(profile.JSONSchema(), &schema))
	for _, key := range schema.Required {
		var keys map[string]any
		require.NoError(t, json.Unmarshal([]byte(written(t, "{", "{")), &keys))
		delete(keys, key)
		without, err := json.Marshal(keys)
		require.NoError(t, err)
		_, err = profile.Parse("a.json", without)
		require.ErrorContains(t, err, key+": it is missing")
	}
	require.Len(t, schema.Required, 12)
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("../../testdata/profiles/*.json")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(`{"schema": "xrprobe.profile/1", "webxr": null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := profile.Parse("a.json", data)
		if err != nil {
			var mistake *profile.Error
			require.ErrorAs(t, err, &mistake)
			require.NotEmpty(t, mistake.Text)
			return
		}
		classifytest.RequireSound(t, classify.Classify(parsed))
		text, err := json.Marshal(parsed)
		require.NoError(t, err)
		again, err := profile.Parse("a.json", text)
		require.NoError(t, err, "what was read once is read again")
		require.Equal(t, classify.Classify(parsed), classify.Classify(again))
	})
}
