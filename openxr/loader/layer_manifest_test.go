// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// layerFrom reads one explicit layer beside /l.so, /data/l.so and a link to nothing.
func layerFrom(t *testing.T, text string, e env) loader.Layer {
	t.Helper()
	found, err := linux(t, files{implicitDir + "a.json": text, "/l.so": "", "/usr/share/openxr/1/api_layers/l.so": "", "/dangling.so": "-> /gone.so"}, e).Layers(t.Context())
	require.NoError(t, err)
	require.Len(t, found.All, 1)
	return found.All[0]
}

// Each fault has one sentence that says where it is and what mends it.
func TestLayerManifest_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		line int
		want string
	}{
		{`{"file_format_version": "1.0.0"}`, 1, "api_layer is missing."},
		{"{\"file_format_version\": \"1.0.0\",\n\"api_layer\": null}", 2, "api_layer is null where an object is needed."},
		{`{"file_format_version": "1.0.0", "api_layer": {}}`, 1, "name is missing."},
		{manifestText("A", "/dangling.so", nil), 1, "the library /dangling.so does not exist: it is a symbolic link to a file that does not exist."},
		{manifestText("A", "/gone.so", nil), 1, "the library /gone.so does not exist."},
	} {
		failure := layerFrom(t, row.text, nil).Err
		require.NotNil(t, failure, row.text)
		require.Equal(t, row.want, failure.Text)
		require.Equal(t, row.line, failure.Line)
		require.NotEmpty(t, failure.Fix)
		require.Zero(t, failure.Result, "the loader leaves it out")
	}
}

// TestLayerManifest_Library holds rule Y9.
func TestLayerManifest_Library(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]struct {
		library string
		bare    bool
	}{
		"/l.so": {"/l.so", false}, "../l.so": {implicitDir + "../l.so", false}, "libl.so": {"libl.so", true}, "": {"", true},
		"/l.so\x00x": {"/l.so", false}, "libl.so\x00x": {"libl.so", true}, "../l.so\x00x": {implicitDir + "../l.so", false},
	} {
		layer := layerFrom(t, manifestText("A", written, nil), nil)
		require.Nil(t, layer.Err, written)
		require.Equal(t, want.library, layer.Library, written)
		require.Equal(t, want.bare, layer.Bare, written)
	}
}

// TestLayerManifest_Numbers holds rules Y8 and Y11 where a long has 32 bits, and where it has 64.
func TestLayerManifest_Numbers(t *testing.T) {
	t.Parallel()
	text := manifestText("A", "/l.so", map[string]any{"implementation_version": "5000000000"})
	for _, row := range []struct {
		goos, arch string
		version    loader.Version
		want       uint32
	}{
		{"linux", "x86_64", loader.Newest, 705032704}, {"linux", "i686", loader.Newest, 4294967295}, {"linux", "i686", loader.Version{1, 1, 65}, 705032704}, {"linux", "armv7a-vfp", loader.Version{1, 1, 64}, 4294967295},
	} {
		host := linux(t, files{implicitDir + "a.json": text, "/l.so": ""}, nil)
		host.GOOS, host.Arch, host.Loader = row.goos, row.arch, row.version
		found, err := host.Layers(t.Context())
		require.NoError(t, err)
		require.Equal(t, row.want, found.All[0].ImplementationVersion, "%+v", row)
	}
}

// TestLayerManifest_Variables holds rule Y5: names are C strings, and none contains "=".
func TestLayerManifest_Variables(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]string{"OFF": "OFF is set", "OFF\x00x": "OFF is set", "A=B": "", "": ""} {
		layer := layerFrom(t, manifestText("A", "/l.so", map[string]any{"disable_environment": variable}), env{"OFF": "", "A=B": "1", "": "1"})
		require.Equal(t, want, layer.DisabledBy, variable)
	}
}

// TestLayerManifest_Extensions holds rule Y11.
func TestLayerManifest_Extensions(t *testing.T) {
	t.Parallel()
	var items []any
	for _, version := range []any{0, 1, 4294967295, 4294967296, -1, 1.5, 2.0, "7", "x", true, nil} {
		items = append(items, map[string]any{"name": "XR_x", "extension_version": version})
	}
	layer := layerFrom(t, manifestText("A", "/l.so", map[string]any{"instance_extensions": append(items, nil, map[string]any{"name": 1, "extension_version": 1})}), nil)
	require.Nil(t, layer.Err)
	var versions []uint32
	for _, extension := range layer.Extensions {
		require.Equal(t, "XR_x", extension.Name)
		versions = append(versions, extension.Version)
	}
	require.Equal(t, []uint32{0, 1, 4294967295, 2, 7, 0}, versions)
}

// TestLayers_SaysWhereItLooked checks the trace: a search that ends reads nothing more, and each directory that it asks for has a step.
func TestLayers_SaysWhereItLooked(t *testing.T) {
	t.Parallel()
	host := linux(t, files{implicitDir + "a.json": manifestText("A", "/l.so", map[string]any{"api_layer": []any{}}), explicitDir + "b.json": manifestText("B", "/l.so", nil), "/l.so": ""}, env{"XDG_CONFIG_DIRS": "/c", "XDG_DATA_DIRS": "/usr/share/"})
	found, err := host.Layers(t.Context())
	require.NoError(t, err)
	require.Len(t, found.All, 1, "the explicit layers are not looked for")
	var steps []string
	for _, step := range found.Steps {
		steps = append(steps, string(step.State)+" "+step.Path)
	}
	require.Equal(t, []string{"missing /c/openxr/1/api_layers/implicit.d", "missing /usr/local/etc/openxr/1/api_layers/implicit.d", "missing /etc/openxr/1/api_layers/implicit.d", "found " + strings.TrimSuffix(implicitDir, "/")}, steps)
}

// TestLayers_PathsAreThoseOfTheLoader holds rule Y3b: a slash is added only where none is.
func TestLayers_PathsAreThoseOfTheLoader(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]string{"/own": "/own/a.json", "/own/": "/own/a.json", "//own": "//own/a.json"} {
		found, err := linux(t, files{"/own/a.json": manifestText("A", "/l.so", nil), "/l.so": ""}, env{"XR_API_LAYER_PATH": list}).Layers(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, found.All[0].Path, list)
	}
}

// A layer may give its negotiate function another name.
func TestInspectLayer_FollowsFunctions(t *testing.T) {
	t.Parallel()
	renamed := library{needed: []string{"libc.so.6"}, symbols: []symbol{{name: "own"}}}.bytes()
	host := linux(t, files{"/l.so": string(renamed)}, nil)
	m := loader.LayerManifest{Library: "/l.so", Functions: map[string]string{loader.NegotiateLayerFunction: "own"}}
	require.Equal(t, loader.Yes, host.InspectLayer(m).Negotiates)
	m.Functions = nil
	require.Equal(t, loader.No, host.InspectLayer(m).Negotiates)
	require.Equal(t, loader.CodeLibraryNoNegotiate, host.InspectLayer(m).Problem.Code)
}

// A library on a share of another machine is not looked for, and the text says so.
func TestLayerManifest_OnAShare(t *testing.T) {
	t.Parallel()
	host := linux(t, files{"/C/own/a.json": manifestText("A", `\\host\share\l.dll`, nil)}, env{"XR_API_LAYER_PATH": `C:\own`})
	host.GOOS, host.Registry = "windows", source{}
	found, err := host.Layers(t.Context())
	require.NoError(t, err)
	require.Len(t, found.All, 1)
	require.Equal(t, `the library \\host\share\l.dll does not exist: it is on a share of another machine, which is not read.`, found.All[0].Err.Text)
}
