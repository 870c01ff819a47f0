// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
)

// built is a build of which one thing is said; the rest is a browser with everything.
func built(change func(*classify.Profile)) classify.Profile {
	p := classify.Profile{
		Schema: classify.ProfileSchema, Name: "a build", Product: "A browser", Version: "1", OS: "linux", FormFactor: classify.Desktop, WebXR: true, ARModule: true,
		BackEnds: []classify.BackEnd{classify.OpenXR}, Strings: []classify.Strings{{UserAgent: "Mozilla/5.0 (A)", AppVersion: "5.0 (A)"}},
		Hints: classify.Hints{FormFactors: []string{}, Brands: []string{}},
	}
	change(&p)
	return p
}

// profileRows are builds, and what is said of each.
var profileRows = []struct {
	name, want string
	change     func(*classify.Profile)
}{
	{"no navigator.xr", "never never never", func(p *classify.Profile) { p.WebXR = false }},
	{"no navigator.xr on headsets", "never never never", func(p *classify.Profile) { p.WebXR, p.HeadsetOnly, p.Display = false, true, "pass_through" }},
	{"no back end", "usually never never", func(p *classify.Profile) { p.BackEnds = nil }},
	{"headsets with pass-through", "usually usually usually", func(p *classify.Profile) { p.HeadsetOnly, p.Display = true, "pass_through" }},
	{"headsets that add light", "usually usually usually", func(p *classify.Profile) { p.HeadsetOnly, p.Display = true, "additive" }},
	{"headsets that hide the world", "usually usually never", func(p *classify.Profile) { p.HeadsetOnly, p.Display = true, "opaque" }},
	{"headsets without the module", "usually usually never", func(p *classify.Profile) { p.HeadsetOnly, p.Display, p.ARModule = true, "pass_through", false }},
	{"headsets of any kind", "usually usually open: ar", func(p *classify.Profile) { p.HeadsetOnly = true }},
	{"Vision Pro", "usually usually never", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.CompositorServices} }},
	{"a telephone", "usually usually open: arc", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.Cardboard, classify.ARCore} }},
	{"a telephone without ARCore", "usually usually never", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.Cardboard} }},
	{"a telephone without the module", "usually usually never", func(p *classify.Profile) {
		p.BackEnds, p.ARModule = []classify.BackEnd{classify.Cardboard, classify.ARCore}, false
	}},
	{"ARCore alone", "usually never highly_variable", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.ARCore} }},
	{"ARKit alone", "usually never highly_variable", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.ARKit} }},
	{"ARKit without the module", "usually never never", func(p *classify.Profile) { p.BackEnds, p.ARModule = []classify.BackEnd{classify.ARKit}, false }},
	{"a computer", "usually highly_variable highly_variable", func(*classify.Profile) {}},
	{"a computer without the module", "usually highly_variable never", func(p *classify.Profile) { p.ARModule = false }},
	{"Android XR and telephones", "usually usually open: arc", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.Cardboard, classify.OpenXR} }},
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	for _, row := range profileRows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			answers := classify.Classify(built(row.change))
			require.Equal(t, row.want, strings.Join(short(answers), " "), answers[1].Rule)
			requireSound(t, answers)
		})
	}
}

func builds() []classify.Subject {
	var list []classify.Subject
	for _, row := range profileRows {
		list = append(list, built(row.change))
	}
	return list
}

// written is a build's profile as a file, with one thing in it replaced.
func written(t testing.TB, old, with string) string {
	t.Helper()
	text, err := json.MarshalIndent(built(func(*classify.Profile) {}), "", "  ")
	require.NoError(t, err)
	require.Contains(t, string(text), old)
	return strings.Replace(string(text), old, with, 1)
}

func TestAProfileIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	want := built(func(*classify.Profile) {})
	got, err := classify.ParseProfile("a.json", []byte(written(t, "{", "{")))
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// A mistake is told with its file, its place and what mends it. What a profile does not
// say is no "no": that would deny a mode without asking.
func TestMistakesInProfiles(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, old, with, want string }{
		{"not JSON", `"webxr": true`, `"webxr" true`, "a.json:8:11: not valid JSON: invalid character 't' after object key"},
		{"ends too early", "]\n  }\n}", "", "a.json: not valid JSON: it ends too early"},
		{"of a wrong type", `"webxr": true`, `"webxr": "yes"`, "a.json:8:16: webxr: a string does not fit here; see `xrprobe schema profile`"},
		{"another key", `"webxr"`, `"web_xr"`, "a.json: json: unknown field \"web_xr\"; see `xrprobe schema profile`"},
		{"two profiles", "{", "{} {", "a.json: something follows the profile: a file holds one"},
		{"a key is missing", "  \"webxr\": true,\n", "", "a.json: webxr: it is missing, or null: what a build does not say of itself cannot be taken for no"},
		{"a key in another case", `"webxr"`, `"WebXR"`, "a.json: webxr: it is missing, or null: what a build does not say of itself cannot be taken for no"},
		{"a key is null", `"webxr": true`, `"webxr": null`, "a.json: webxr: it is missing, or null: what a build does not say of itself cannot be taken for no"},
		{"another schema", "xrprobe.profile/1", "xrprobe.profile/2", `a.json: schema: "xrprobe.profile/2" is no schema of this program: write "xrprobe.profile/1"`},
		{"no name", `"a build"`, `" "`, "a.json: name: a profile needs a name"},
		{"no product", `"A browser"`, `""`, "a.json: product: a profile needs its product's name"},
		{"form factor", `"desktop"`, `"car"`, `a.json: form_factor: "car" is not known here: use one of desktop, laptop, phone, tablet, standalone_headset, server, container, unknown`},
		{"display", `"headset_only": false`, `"headset_only": false, "display": "glass"`, `a.json: display: "glass" is not known here: use one of opaque, pass_through, additive`},
		{"display without headset", `"headset_only": false`, `"headset_only": false, "display": "opaque"`, "a.json: display: a build that runs on more than headsets has no one display: leave it out"},
		{"headsets alone", `"headset_only": false`, `"headset_only": true`, `a.json: headset_only: a build for headsets alone has the form factor "standalone_headset"`},
		{"back end", `"openxr"`, `"openvr"`, `a.json: back_ends[0]: "openvr" is not known here: use one of openxr, arcore, cardboard, compositor_services, arkit`},
		{"no user agent", `"Mozilla/5.0 (A)"`, `""`, "a.json: strings[0].user_agent: a string cannot be empty"},
		{"no app version", `"app_version": "5.0 (A)"`, `"app_version": ""`, "a.json: strings[0].app_version: a string cannot be empty: write what navigator.appVersion is"},
		{"no strings", "[\n    {\n      \"user_agent\": \"Mozilla/5.0 (A)\",\n      \"app_version\": \"5.0 (A)\"\n    }\n  ]", "[]", "a.json: strings: a profile lists every pair of userAgent and appVersion that the build sends"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := classify.ParseProfile("a.json", []byte(written(t, row.old, row.with)))
			var mistake *classify.ProfileError
			require.ErrorAs(t, err, &mistake)
			require.Equal(t, row.want, err.Error())
		})
	}
}

// The keys that a profile needs are those of its schema.
func TestTheSchemaRequiresWhatTheReaderDoes(t *testing.T) {
	t.Parallel()
	var schema struct{ Required []string }
	require.NoError(t, json.Unmarshal(classify.ProfileJSONSchema(), &schema))
	for _, key := range schema.Required {
		var keys map[string]any
		require.NoError(t, json.Unmarshal([]byte(written(t, "{", "{")), &keys))
		delete(keys, key)
		without, err := json.Marshal(keys)
		require.NoError(t, err)
		_, err = classify.ParseProfile("a.json", without)
		require.ErrorContains(t, err, key+": it is missing")
	}
	require.Len(t, schema.Required, 12)
}

func FuzzProfile(f *testing.F) {
	files, err := filepath.Glob("../testdata/profiles/*.json")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(`{"schema": "xrprobe.profile/1", "webxr": null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		profile, err := classify.ParseProfile("a.json", data)
		if err != nil {
			var mistake *classify.ProfileError
			require.ErrorAs(t, err, &mistake)
			require.NotEmpty(t, mistake.Text)
			return
		}
		requireSound(t, classify.Classify(profile))
		text, err := json.Marshal(profile)
		require.NoError(t, err)
		again, err := classify.ParseProfile("a.json", text)
		require.NoError(t, err, "what was read once is read again")
		require.Equal(t, classify.Classify(profile), classify.Classify(again))
	})
}
