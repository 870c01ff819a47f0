// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe/internal/program"
)

const (
	implicit = "/etc/openxr/1/api_layers/implicit.d/"
	explicit = "/etc/openxr/1/api_layers/explicit.d/"
)

// layer is a manifest.
func layer(name, library string) string {
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "api_layer": {"name": %q, "library_path": %q, "api_version": "1.0", "implementation_version": "2", "disable_environment": "OFF_%s",
"instance_extensions": [{"name": "XR_%s", "extension_version": "4"}, {"name": "XR_shared", "extension_version": "9"}]}}`, name, library, name, name)
}

func look(t *testing.T, files map[string]any, env map[string]string, onlyManifests bool) *program.Layers {
	t.Helper()
	return lookWith(t, loader.Version{}, files, env, onlyManifests)
}

// lookWith looks by the rules of a version of the loader.
func lookWith(t *testing.T, version loader.Version, files map[string]any, env map[string]string, onlyManifests bool) *program.Layers {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, files)
	layers, err := program.Look(t.Context(), loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, Loader: version, Secure: func() bool { return false },
		LookupEnv: func(name string) (string, bool) { value, set := env[name]; return value, set }}, onlyManifests)
	require.NoError(t, err)
	return layers
}

// answered is a report of a runtime that created an instance.
func answered() *report.Report {
	return &report.Report{Resolution: &report.Resolution{Chosen: new("/m.json")}, Runtimes: []report.Runtime{{ID: "r", Active: true, Status: report.StatusOK,
		Reached: new(report.LevelSystem), Extensions: []report.Extension{{Name: "XR_runtime", Version: 1}, {Name: "XR_shared", Version: 3}}}}}
}

func TestProgram_WhatLayersMakeOfIt(t *testing.T) {
	t.Parallel()
	good := loadertest.Library{Needed: []string{"libother.so"}}
	const gone = "XR_ERROR_FILE_ACCESS_ERROR"
	tests := []struct {
		name                 string
		files                map[string]any
		env                  map[string]string
		result, because, fix string
		layers               []string
		loader               loader.Version
	}{
		{name: "none", result: "XR_SUCCESS"},
		{name: "one that can be loaded", files: map[string]any{implicit + "a.json": layer("A", "/a.so"), "/a.so": good}, layers: []string{"A"}},
		{name: "a bare name of nothing", files: map[string]any{implicit + "a.json": layer("A", "a.so")}, result: gone,
			because: "The API layer A (" + implicit + "a.json) stops every OpenXR program: its library a.so is in none of the linker's directories", fix: "Turn the layer off, or uninstall it: export OFF_A=1"},
		{name: "a library for another architecture", files: map[string]any{implicit + "a.json": layer("A", "/a.so"), "/a.so": loadertest.Library{Arch: "i686"}}, result: gone,
			because: "its library cannot be loaded: /a.so: the library is built for i686, and programs that are built for x86_64 cannot load it", fix: "export OFF_A=1"},
		{name: "a library that is none", files: map[string]any{implicit + "a.json": layer("A", "/a.so"), "/a.so": "text"}, result: gone,
			because: "its library cannot be loaded: /a.so: the file is not a library", fix: "export OFF_A=1"},
		{name: "the program itself", files: map[string]any{implicit + "a.json": layer("A", "")}, result: "XR_ERROR_API_LAYER_NOT_PRESENT", because: `its library "" is no API layer`, fix: "export OFF_A=1"},
		{name: "no variable that a shell can set", files: map[string]any{implicit + "a.json": layer("A;b", "a.so")}, result: gone, because: "The API layer A;b", fix: "Uninstall the layer, since no variable that a shell can set turns it off."},
		{name: "a request that needs quotes", env: map[string]string{"XR_ENABLE_API_LAYERS": "gone:a b"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT", because: `"gone"`, fix: "export XR_ENABLE_API_LAYERS='a b'"},
		{name: "turned off", files: map[string]any{implicit + "a.json": layer("A", "a.so")}, env: map[string]string{"OFF_A": ""}, result: "XR_SUCCESS"},
		{name: "a good one makes up for it", files: map[string]any{implicit + "a.json": layer("A", "a.so"), explicit + "b.json": layer("B", "/b.so"), "/b.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "B"}, layers: []string{"B"}},
		{name: "asked for, and it cannot be loaded", files: map[string]any{explicit + "a.json": layer("A", "a.so")}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A"}, result: gone,
			because: "The API layer A", fix: "Ask for this layer no longer: unset XR_ENABLE_API_LAYERS"},
		{name: "asked for, and not there", env: map[string]string{"XR_ENABLE_API_LAYERS": "A"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: `XR_ENABLE_API_LAYERS names "A", and no explicit API layer has this name`, fix: "Install the layer, or ask for it no longer: unset XR_ENABLE_API_LAYERS"},
		{name: "a short name", files: map[string]any{explicit + "a.json": layer("XR_APILAYER_x_dump", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "dump"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: "the nearest is XR_APILAYER_x_dump", fix: "Correct the name: export XR_ENABLE_API_LAYERS=XR_APILAYER_x_dump"},
		{name: "a spelling mistake", files: map[string]any{explicit + "a.json": layer("XR_APILAYER_LUNARG_api_dump", "/a.so"), explicit + "b.json": layer("XR_APILAYER_LUNARG_core_validation", "/a.so"), "/a.so": good},
			env: map[string]string{"XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_valdation"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: "the nearest is XR_APILAYER_LUNARG_core_validation", fix: "Correct the name: export XR_ENABLE_API_LAYERS=XR_APILAYER_LUNARG_core_validation"},
		{name: "another layer is not near", files: map[string]any{explicit + "a.json": layer("XR_APILAYER_LUNARG_api_dump", "/a.so"), "/a.so": good},
			env: map[string]string{"XR_ENABLE_API_LAYERS": "XR_APILAYER_MINE"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT", because: "no explicit API layer has this name", fix: "Install the layer, or ask for it no longer: unset XR_ENABLE_API_LAYERS"},
		{name: "asked for, and hidden", files: map[string]any{explicit + "a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A", "XR_API_LAYER_PATH": "/own"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: "its manifest is " + explicit + "a.json, and XR_API_LAYER_PATH has the loader search other directories instead", fix: "Search the usual directories: unset XR_API_LAYER_PATH"},
		{name: "a manifest in place of its directory", files: map[string]any{"/own dir/a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A", "XR_API_LAYER_PATH": "/x:/own dir/a.json"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: "XR_API_LAYER_PATH names its manifest, /own dir/a.json, and the loader expects directories there", fix: "Name the directory: export XR_API_LAYER_PATH='/x:/own dir'"},
		{name: "an implicit one that is off", files: map[string]any{implicit + "a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A:B", "OFF_A": "1"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: `names "A", and the implicit API layer of this name (` + implicit + "a.json) is off, because OFF_A is set", fix: "Ask for it no longer: export XR_ENABLE_API_LAYERS=B"},
		{name: "another separator", files: map[string]any{explicit + "a.json": layer("A", "/a.so"), explicit + "b.json": layer("B", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A;B, C"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: `XR_ENABLE_API_LAYERS holds "A;B, C", and names have ":" between them here`, fix: "Separate the names: export XR_ENABLE_API_LAYERS=A:B:C"},
		{name: "below the user's configuration", files: map[string]any{"/home/ann/.config/openxr/1/api_layers/explicit.d/a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A", "HOME": "/home/ann"},
			result: "XR_ERROR_API_LAYER_NOT_PRESENT", because: "its manifest is /home/ann/.config/openxr/1/api_layers/explicit.d/a.json, where the loader looks for no explicit layer",
			fix: "Move it to the directory that is searched: mkdir -p /home/ann/.local/share/openxr/1/api_layers/explicit.d && mv /home/ann/.config/openxr/1/api_layers/explicit.d/a.json /home/ann/.local/share/openxr/1/api_layers/explicit.d/a.json"},
		{name: "below XDG_CONFIG_HOME", files: map[string]any{"/c/openxr/1/api_layers/explicit.d/a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A", "HOME": "/home/ann", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"},
			result: "XR_ERROR_API_LAYER_NOT_PRESENT", because: "its manifest is /c/openxr/1", fix: "sudo mkdir -p /d/openxr/1/api_layers/explicit.d && sudo mv /c/openxr/1/api_layers/explicit.d/a.json /d/openxr/1/api_layers/explicit.d/a.json"},
		{name: "among the implicit ones", files: map[string]any{implicit + "a.json": strings.Replace(layer("A", "/a.so"), "disable_environment", "x", 1), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A"},
			result: "XR_ERROR_API_LAYER_NOT_PRESENT", because: "its manifest is " + implicit + "a.json, where the loader looks for no explicit layer", fix: "sudo mv " + implicit + "a.json " + explicit + "a.json"},
		{name: "without a directory of its own", files: map[string]any{"/etc/openxr/1/api_layers/a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A"},
			result: "XR_ERROR_API_LAYER_NOT_PRESENT", because: "its manifest is /etc/openxr/1/api_layers/a.json", fix: "sudo mv /etc/openxr/1/api_layers/a.json " + explicit + "a.json"},
		{name: "only named twice, for an old loader", loader: loader.Version{1, 0, 20}, files: map[string]any{explicit + "a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A:A"}, layers: []string{"A"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: `XR_ENABLE_API_LAYERS names "A" more than once, and loaders before 1.0.30 then fail every program`, fix: "Name it once: export XR_ENABLE_API_LAYERS=A"},
		{name: "an implicit one is named, for an old loader", loader: loader.Version{1, 0, 20}, files: map[string]any{implicit + "a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A"}, layers: []string{"A"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: `XR_ENABLE_API_LAYERS names "A", an implicit API layer (` + implicit + "a.json) that is on without it", fix: "Do not name it: unset XR_ENABLE_API_LAYERS"},
		{name: "asked for, and left out", files: map[string]any{explicit + "a.json": layer("A", "/gone.so")}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A"}, result: "XR_ERROR_API_LAYER_NOT_PRESENT",
			because: `names "A", whose manifest ` + explicit + "a.json the loader leaves out, so every OpenXR program fails: the library /gone.so does not exist", fix: "Install the layer again, or correct library_path."},
		{name: "one library for two", files: map[string]any{implicit + "a.json": layer("A", "/a.so"), implicit + "b.json": layer("B", "/b/../a.so"), "/a.so": good, "/b/x": ""},
			layers: []string{"A", "B"}, because: "(" + implicit + "b.json) have the same library: /a.so is one library for two layers", fix: "export OFF_B=1"},
		{name: "one library by a link", files: map[string]any{explicit + "a.json": layer("A", "/a.so"), explicit + "b.json": layer("B", "/b.so"), "/a.so": good, "/b.so": "-> a.so"}, env: map[string]string{"XR_ENABLE_API_LAYERS": "B:A"},
			layers: []string{"B", "A"}, because: "have the same library", fix: "export XR_ENABLE_API_LAYERS=B"},
		{name: "two manifests of one layer", files: map[string]any{explicit + "a.json": layer("A", "/a.so"), "/usr/share/openxr/1/api_layers/explicit.d/a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A"},
			layers: []string{"A", "A"}, because: "have the same library", fix: "Remove one of the two manifests."},
		{name: "a directory that is named twice", files: map[string]any{"/l/a.json": layer("A", "/a.so"), "/a.so": good}, env: map[string]string{"XR_ENABLE_API_LAYERS": "A", "XR_API_LAYER_PATH": "/l:/l"},
			layers: []string{"A", "A"}, because: "The API layer A is found twice, because its directory is searched twice", fix: "Name each directory once in XR_API_LAYER_PATH"},
		{name: "two copies", files: map[string]any{implicit + "a.json": layer("A", "/a.so"), implicit + "b.json": layer("B", "/b.so"), "/a.so": good, "/b.so": good}, layers: []string{"A", "B"}},
		{name: "one library, and only one is on", files: map[string]any{implicit + "a.json": layer("A", "/a.so"), implicit + "b.json": layer("B", "/a.so"), "/a.so": good}, env: map[string]string{"OFF_B": "1"}, layers: []string{"A"}},
		{name: "a manifest that ends the search", files: map[string]any{explicit + "a.json": `{"file_format_version": "1.0.0", "api_layer": []}`}, result: "XR_ERROR_RUNTIME_FAILURE",
			because: "The search for API layers fails, so every OpenXR program does: " + explicit + "a.json:1:47: api_layer is an array where an object is needed", fix: "Repair the manifest, or move it aside: sudo mv " + explicit + "a.json " + explicit + "a.json.off"},
		{name: "a directory that is a file", files: map[string]any{"/home/ann/.local/share/openxr/1/api_layers/explicit.d": "x"}, env: map[string]string{"HOME": "/home/ann"}, result: "XR_ERROR_RUNTIME_FAILURE", because: "is not a directory", fix: "Repair or remove what it names."},
		{name: "the user's manifest that ends the search", files: map[string]any{"/home/ann/.local/share/openxr/1/api_layers/explicit.d/a b.json": `{"file_format_version": "1.0.0", "api_layer": []}`}, env: map[string]string{"HOME": "/home/ann"}, result: "XR_ERROR_RUNTIME_FAILURE",
			because: "a b.json:1:47: api_layer is an array", fix: "move it aside: mv '/home/ann/.local/share/openxr/1/api_layers/explicit.d/a b.json' '/home/ann/.local/share/openxr/1/api_layers/explicit.d/a b.json.off'"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := lookWith(t, test.loader, test.files, test.env, false).Program(answered())
			if test.layers == nil {
				test.layers = []string{}
			}
			require.Equal(t, test.layers, p.Layers)
			require.Equal(t, test.fix != "", p.StoppedByLayers())
			require.Equal(t, strings.Contains(test.name, "one library for") || strings.Contains(test.because, "the same library") || strings.Contains(test.because, "is found twice"), p.MayBeStopped())
			if test.result == "" {
				require.Nil(t, p.Result)
			} else {
				require.Equal(t, test.result, *p.Result)
			}
			if test.fix != "" {
				require.Contains(t, *p.Because, test.because)
				require.Contains(t, *p.Fix, test.fix)
			}
		})
	}
}

// A layer that is on and cannot be loaded is named also where another one makes up for it.
func TestProblems_NameLayersThatAreDropped(t *testing.T) {
	t.Parallel()
	good := loadertest.Library{Needed: []string{"libother.so"}}
	files := map[string]any{implicit + "a.json": layer("A", "gone.so"), explicit + "b.json": layer("B", "/b.so"), "/b.so": good, explicit + "c.json": layer("C", "other.so")}
	dropped := func(env map[string]string) []string {
		var texts []string
		for _, problem := range look(t, files, env, false).Problems() {
			require.Equal(t, program.DroppedID, problem.ID)
			texts = append(texts, problem.Text+" | "+*problem.Fix)
		}
		return texts
	}
	require.Empty(t, dropped(nil), "it stops every program")
	require.Equal(t, []string{
		"Programs run without the API layer A (" + implicit + "a.json), and only a warning of the loader tells them: its library gone.so is in none of the linker's directories | Turn the layer off, or uninstall it: export OFF_A=1",
		"Programs run without the API layer C (" + explicit + "c.json), and only a warning of the loader tells them: its library other.so is in none of the linker's directories | Ask for this layer no longer: export XR_ENABLE_API_LAYERS=B",
	}, dropped(map[string]string{"XR_ENABLE_API_LAYERS": "B:C"}))
	require.Empty(t, dropped(map[string]string{"XR_ENABLE_API_LAYERS": "B", "OFF_A": "1"}))
}

func TestProgram_TheRuntimeComesFirst(t *testing.T) {
	t.Parallel()
	layers := look(t, map[string]any{implicit + "a.json": layer("A", "a.so")}, nil, false)
	for name, test := range map[string]struct {
		report *report.Report
		want   string
		fix    string
	}{
		"none is active":   {&report.Report{Resolution: &report.Resolution{}, Runtimes: []report.Runtime{}}, "XR_ERROR_RUNTIME_UNAVAILABLE", ""},
		"the search fails": {&report.Report{Resolution: &report.Resolution{}}, "XR_ERROR_RUNTIME_FAILURE", ""},
		"it fails, and others are found": {&report.Report{Resolution: &report.Resolution{}, Runtimes: []report.Runtime{{ID: "other", Status: report.StatusFailed, Cause: &report.Cause{Code: loader.CodeLibraryMissing, Level: report.LevelBinary}}},
			Problems: []report.Problem{{ID: report.ProblemDiscoveryFailed}}}, "XR_ERROR_RUNTIME_FAILURE", ""},
		"a manifest throws":   {&report.Report{Runtimes: []report.Runtime{{Active: true, Status: report.StatusFailed, Cause: &report.Cause{Code: loader.CodeManifestType, Level: report.LevelManifest}}}}, "XR_ERROR_RUNTIME_FAILURE", ""},
		"a library is gone":   {&report.Report{Runtimes: []report.Runtime{{Active: true, Status: report.StatusFailed, Cause: &report.Cause{Code: loader.CodeLibraryMissing, Level: report.LevelBinary, Fix: new("Install it.")}}}}, "XR_ERROR_RUNTIME_UNAVAILABLE", "Install it."},
		"the service is down": {&report.Report{Runtimes: []report.Runtime{{Active: true, Status: report.StatusFailed, Cause: &report.Cause{Code: report.CauseXrError, Level: report.LevelInstance, Result: new("XR_ERROR_LIMIT_REACHED")}}}}, "XR_ERROR_LIMIT_REACHED", ""},
	} {
		p := layers.Program(test.report)
		require.Equal(t, test.want, *p.Result, name)
		require.False(t, p.StoppedByLayers(), name)
		if test.fix == "" {
			require.Nil(t, p.Fix, name)
		} else {
			require.Equal(t, test.fix, *p.Fix, name)
		}
	}
	unknown := look(t, nil, nil, false).Program(&report.Report{Problems: []report.Problem{{ID: report.ProblemDiscoveryUnsupported}}})
	require.Nil(t, unknown.Result)
	require.Equal(t, "which runtime is active is not known", *unknown.Because)
	through := layers.Program(&report.Report{Runtimes: []report.Runtime{{Active: true, Status: report.StatusFailed, Cause: &report.Cause{Code: report.CauseXrError, Level: report.LevelInstance, Result: new("XR_ERROR_FILE_ACCESS_ERROR")}}}})
	require.NotNil(t, through.Fix, "asked through the Khronos loader")
	unasked := layers.Program(&report.Report{Resolution: &report.Resolution{Chosen: new("/m.json")}, Runtimes: []report.Runtime{{ID: "x"}}})
	require.Equal(t, "XR_ERROR_FILE_ACCESS_ERROR", *unasked.Result, "the layer stops it, whatever the runtime is")
}

func TestProgram_JoinsExtensions(t *testing.T) {
	t.Parallel()
	files := map[string]any{implicit + "a.json": layer("A", "/a.so"), "/a.so": loadertest.Library{Needed: []string{"libother.so"}}}
	require.Equal(t, []report.ProgramExtension{{Name: "XR_runtime", Version: 1, From: "runtime"}, {Name: "XR_shared", Version: 3, From: "runtime"}, {Name: "XR_A", Version: 4, From: "A"},
		{Name: "XR_EXT_debug_utils", Version: 5, From: "loader"}}, look(t, files, nil, false).Program(answered()).Extensions)
}

func TestReport_SaysWhy(t *testing.T) {
	t.Parallel()
	files := map[string]any{implicit + "a.json": layer("A", "gone.so"), explicit + "b.json": layer("B", "/b.so"), "/b.so": loadertest.Library{Needed: []string{"libother.so"}}, "/etc/xdg/openxr/1/api_layers/explicit.d/c.json": layer("C", "/gone.so")}
	var seen []string
	for _, l := range look(t, files, nil, false).Report() {
		arch := "?"
		if l.Arch != nil {
			arch = *l.Arch
		}
		seen = append(seen, fmt.Sprintf("%s %s %t %t %s: %s", *l.Name, l.Type, l.Listed, l.Enabled, arch, l.Because))
	}
	require.Equal(t, []string{
		"A implicit true false ?: it is implicit, and OFF_A is not set, but its library gone.so is in none of the linker's directories",
		"C explicit false false ?: the loader leaves it out: the library /gone.so does not exist.",
		"B explicit true false x86_64: XR_ENABLE_API_LAYERS does not name it; a program may ask for it",
	}, seen)
	for _, l := range look(t, files, nil, true).Report() {
		require.Nil(t, l.Arch, "only manifests may be read")
	}
}

func TestLook_OtherSystemsAndTheEnd(t *testing.T) {
	t.Parallel()
	layers, err := program.Look(t.Context(), loader.Host{GOOS: "windows", Root: t.TempDir()}, false)
	require.NoError(t, err)
	require.Nil(t, layers)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = program.Look(ended, loader.Host{GOOS: "linux", Root: t.TempDir()}, false)
	require.ErrorIs(t, err, context.Canceled)
	require.NotEmpty(t, strings.TrimSpace(err.Error()))
}
