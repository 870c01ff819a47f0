// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

const (
	implicitDir = "/usr/share/openxr/1/api_layers/implicit.d/"
	explicitDir = "/usr/share/openxr/1/api_layers/explicit.d/"
)

// told is what a search says of each manifest: its name, or its error's code, or what disables it.
func told(l loader.Layers) string {
	var words []string
	for _, layer := range l.All {
		word := layer.Name
		switch {
		case layer.Err != nil:
			word = layer.Err.Code
		case layer.DisabledBy != "":
			word = layer.DisabledBy
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// TestLayers_Manifests holds rules Y5 to Y11. The lab holds many more of them against the Khronos loaders.
func TestLayers_Manifests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		changes map[string]any
		text    string
		env     env
		loader  loader.Version
		implied bool
		want    string
		result  int32
	}{
		{name: "right", want: "A"},
		{name: "Y6 a member is missing", changes: map[string]any{"api_version": nil}, want: "manifest_fields"},
		{name: "Y6 a member of another type", changes: map[string]any{"name": 1}, want: "manifest_fields"},
		{name: "Y6 no description", changes: map[string]any{"description": nil}, want: "A"},
		{name: "Y7 another major version", changes: map[string]any{"api_version": "2.0"}, want: "layer_api_version"},
		{name: "Y7 one number", changes: map[string]any{"api_version": "1"}, want: "layer_api_version"},
		{name: "Y7 what follows is not read", changes: map[string]any{"api_version": "1.0 beta"}, want: "A"},
		{name: "Y8 no number", changes: map[string]any{"implementation_version": "1.5"}, want: "layer_implementation_version"},
		{name: "Y8 no number, for an older loader", changes: map[string]any{"implementation_version": "1.5"}, loader: loader.Version{1, 1, 58}, want: "A"},
		{name: "Y9 a path to nothing", changes: map[string]any{"library_path": "/gone.so"}, want: "layer_library_missing"},
		{name: "Y9 a name of nothing", changes: map[string]any{"library_path": "gone.so"}, want: "A"},
		{name: "Y5 no variable", implied: true, changes: map[string]any{"disable_environment": nil}, want: "layer_disable_environment"},
		{name: "Y5 disabled", implied: true, env: env{"DISABLE_A": ""}, want: "DISABLE_A is set"},
		{name: "Y5 not enabled", implied: true, changes: map[string]any{"enable_environment": "ENABLE_A"}, want: "ENABLE_A is not set"},
		{name: "Y5 disabling beats enabling", implied: true, changes: map[string]any{"enable_environment": "ENABLE_A"}, env: env{"ENABLE_A": "1", "DISABLE_A": "0"}, want: "DISABLE_A is set"},
		{name: "Y5 only implicit layers", env: env{"DISABLE_A": ""}, want: "A"},
		{name: "Y14 api_layer is a list", changes: map[string]any{"api_layer": []any{}}, want: "manifest_type", result: -2},
		{name: "Y14 api_layer is a list, implicit", implied: true, changes: map[string]any{"api_layer": []any{}}, want: "manifest_type", result: -2},
		{name: "Y14 extensions are strings", changes: map[string]any{"instance_extensions": []any{"x"}}, want: "manifest_type", result: -2},
		{name: "Y14 too deep", text: strings.Repeat("[", 1100), want: "manifest_depth", result: -2},
		{name: "no JSON", text: "{", want: "manifest_syntax"},
		{name: "no object", text: "[]", want: "manifest_root"},
		{name: "another format", changes: map[string]any{"file_format_version": "1.1.0"}, want: "manifest_version"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := test.text
			if text == "" {
				text = manifestText("A", "/l.so", test.changes)
			}
			dir := explicitDir
			if test.implied {
				dir = implicitDir
			}
			host := linux(t, files{dir + "a.json": text, dir + "a.JSON": "no suffix", "/l.so": ""}, test.env)
			host.Loader = test.loader
			found, err := host.Layers(t.Context())
			require.NoError(t, err)
			require.Equal(t, test.want, told(found))
			require.Equal(t, test.result, min(found.ImplicitResult, found.ExplicitResult))
			plan := host.PlanLayers(found, nil)
			require.Equal(t, test.result, plan.Result)
			require.Equal(t, test.result != 0, plan.Because != "")
		})
	}
}

// TestLayers_Places holds rules Y1 and Y3.
func TestLayers_Places(t *testing.T) {
	t.Parallel()
	tree := files{"/l.so": ""}
	for name, dir := range map[string]string{"xdg": "/etc/xdg", "etc": "/etc", "local": "/usr/local/share", "share": "/usr/share", "home": "/home/.local/share", "data": "/data", "c": "/c", "root": ""} {
		tree[dir+"/openxr/1/api_layers/explicit.d/a.json"] = manifestText(name, "/l.so", nil)
	}
	tree["/own/a.json"] = manifestText("own", "/l.so", nil)
	tree["/a.json"] = manifestText("slash", "/l.so", nil)
	for _, test := range []struct {
		env  env
		want string
	}{
		{env{}, "xdg, etc, local, share"},
		{env{"HOME": "/home"}, "xdg, etc, local, share, home"},
		{env{"HOME": "/home", "XDG_DATA_HOME": "/data"}, "xdg, etc, local, share, data"},
		{env{"XDG_CONFIG_HOME": "/data", "XDG_CONFIG_DIRS": "/c", "XDG_DATA_DIRS": "/data"}, "c, etc, data"},
		{env{"XDG_CONFIG_DIRS": "/c::/data", "XDG_DATA_DIRS": "/gone"}, "c, root, data, etc"},
		{env{"XDG_CONFIG_DIRS": "/c:", "XDG_DATA_DIRS": "/"}, "c, etc"},
		{env{"XR_API_LAYER_PATH": "/own"}, "own"},
		{env{"XR_API_LAYER_PATH": ":/own"}, "slash, own"},
		{env{"XR_API_LAYER_PATH": "own"}, "own"},
	} {
		found, err := linux(t, tree, test.env).Layers(t.Context())
		require.NoError(t, err)
		require.Equal(t, test.want, told(found), test.env)
	}
}

// TestPlanLayers_Names holds rules Y15 and Y16.
func TestPlanLayers_Names(t *testing.T) {
	t.Parallel()
	tree := files{"/l.so": "", implicitDir + "i.json": manifestText("I", "/l.so", nil), explicitDir + "a.json": manifestText("A", "/l.so", nil),
		"/usr/local/share/openxr/1/api_layers/explicit.d/a.json": manifestText("A", "/l.so", nil), explicitDir + "b.json": manifestText("B", "/l.so", nil),
		explicitDir + "i.json": manifestText("I", "/l.so", nil)}
	for names, want := range map[string]string{
		"": `I []`, "B": `I B []`, "A": `I A A []`, "B:A": `I B A A []`, "A:A": `I A A []`, "I": `I []`, "A:": `I A A []`, "a": `I ["a"]`, ":B": `I B [""]`, "B::": `I B [""]`,
	} {
		host := linux(t, tree, env{"XR_ENABLE_API_LAYERS": names})
		found, err := host.Layers(t.Context())
		require.NoError(t, err)
		plan := host.PlanLayers(found, host.RequestedLayers())
		var loaded []string
		for _, layer := range plan.Load {
			loaded = append(loaded, layer.Name)
		}
		require.Equal(t, want, strings.Join(loaded, " ")+" "+fmt.Sprintf("%q", plan.Missing), names)
		if len(plan.Missing) > 0 {
			require.Equal(t, int32(-36), plan.Result)
			require.Contains(t, plan.Because, "XR_ENABLE_API_LAYERS names \""+plan.Missing[0]+"\"")
		}
	}
	off := linux(t, files{"/l.so": "", implicitDir + "i.json": manifestText("I", "/l.so", map[string]any{"disable_environment": "OFF"}), explicitDir + "i.json": manifestText("I", "/l.so", nil)}, env{"OFF": "1"})
	found, err := off.Layers(t.Context())
	require.NoError(t, err)
	require.Len(t, off.PlanLayers(found, []string{"I"}).Load, 1, "the explicit one, once the implicit one is off")
}

// TestLayerPlan_Extensions holds rules Y11 to Y13.
func TestLayerPlan_Extensions(t *testing.T) {
	t.Parallel()
	extension := func(name string, version any) map[string]any {
		return map[string]any{"name": name, "extension_version": version}
	}
	host := linux(t, files{"/l.so": "", implicitDir + "a.json": manifestText("A", "/l.so", map[string]any{"instance_extensions": []any{extension("XR_a", "2"), extension("XR_b", 3), extension("XR_no", -1), nil}}),
		"/usr/local/share/openxr/1/api_layers/implicit.d/b.json": manifestText("B", "/l.so", map[string]any{"instance_extensions": []any{extension("XR_a", "5"), extension("XR_c", "x")}})}, nil)
	found, err := host.Layers(t.Context())
	require.NoError(t, err)
	require.Equal(t, []loader.LayerExtension{{Name: "XR_a", Version: 5}, {Name: "XR_c"}, {Name: "XR_b", Version: 3}}, host.PlanLayers(found, nil).Extensions())
}

func TestLayers_OtherSystemsAndTheEnd(t *testing.T) {
	t.Parallel()
	host := linux(t, files{}, nil)
	host.GOOS = "plan9"
	_, err := host.Layers(t.Context())
	require.ErrorIs(t, err, loader.ErrUnsupportedOS)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = linux(t, files{}, nil).Layers(ended)
	require.ErrorIs(t, err, context.Canceled)
}

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]loader.Version{"1.0.20": {1, 0, 20}, "1.1.59.1": {1, 1, 59, 1}} {
		got, err := loader.ParseVersion(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{"", "1", "1.1", "1.1.x", "1.1.61.1.1", "-1.0.0", "1.1.99999"} {
		_, err := loader.ParseVersion(text)
		require.ErrorIs(t, err, loader.ErrVersion, text)
	}
	before := loader.Version{}
	for _, change := range loader.Changes() {
		require.NotEmpty(t, change.Text)
		require.NotEmpty(t, change.Source)
		require.GreaterOrEqual(t, change.Since.Compare(before), 0, "the oldest first")
		require.Equal(t, change.Since.Compare(loader.Newest) > 0, strings.HasPrefix(change.Source, "release notes"), "read in the code, or in the release notes")
		before = change.Since
	}
}
