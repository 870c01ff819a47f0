// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe"
)

// askBehind probes a good runtime with implicit layers in front, each of which behaves as a word of testdata/hostile/layer.c says.
func askBehind(t *testing.T, r probe.Request, behaviours ...string) *report.Report {
	t.Helper()
	var layers [][2]string
	for _, behaviour := range behaviours {
		layers = append(layers, [2]string{behaviour, compiled.Layer(t, behaviour)})
	}
	found := askBehindLibraries(t, r, layers...)
	require.Equal(t, report.StatusOK, found.Runtimes[0].Status, "the runtime is asked without the layers")
	return found
}

// askBehindLibraries does so with a name and a library for each layer.
func askBehindLibraries(t *testing.T, r probe.Request, layers ...[2]string) *report.Report {
	t.Helper()
	data := t.TempDir()
	dir := filepath.Join(data, "openxr/1/api_layers/implicit.d")
	require.NoError(t, os.MkdirAll(dir, 0o700))
	for i, layer := range layers {
		text := fmt.Sprintf(`{"file_format_version": "1.0.0", "api_layer": {"name": "%s%d", "library_path": %q, "api_version": "1.0", "implementation_version": "1", "disable_environment": "OFF_%d"}}`,
			layer[0], i, layer[1], i)
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.json", i)), []byte(text), 0o600))
	}
	p := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(t), "XDG_DATA_HOME": data, "XDG_DATA_DIRS": t.TempDir(), "XDG_CONFIG_DIRS": t.TempDir()})
	found, err := p.Probe(t.Context(), r)
	require.NoError(t, err)
	require.Len(t, found.Layers, len(layers))
	return found
}

// TestLayers_AreAskedInAChild checks that what a layer does when it is loaded is found out, named, and survived (rules Y17 and Y18).
func TestLayers_AreAskedInAChild(t *testing.T) {
	t.Parallel()
	for behaviour, want := range map[string]struct{ result, because string }{
		"REFUSES":     {"XR_ERROR_INITIALIZATION_FAILED", "xrNegotiateLoaderApiLayerInterface returned XR_ERROR_INITIALIZATION_FAILED"},
		"NO_COMMANDS": {"XR_ERROR_FILE_CONTENTS_INVALID", "xrNegotiateLoaderApiLayerInterface gave no xrGetInstanceProcAddr"},
		"NO_CREATE":   {"", "may end every OpenXR program: xrNegotiateLoaderApiLayerInterface gave no xrCreateApiLayerInstance, which the Khronos loader does not check"},
		"ABORTS":      {"", "stops every OpenXR program: it crashed (SIGABRT) while its library was loaded"},
		"HANGS":       {"", "stops every OpenXR program: it did not answer within 700ms while its library was loaded"},
	} {
		t.Run(behaviour, func(t *testing.T) {
			t.Parallel()
			found := askBehind(t, probe.Request{Timeout: 700 * time.Millisecond, Level: report.LevelLibrary}, behaviour)
			program := found.Program
			require.NotNil(t, program.Because)
			require.Contains(t, *program.Because, "The API layer "+behaviour+"0 (")
			require.Contains(t, *program.Because, want.because)
			require.Equal(t, "Turn the layer off, or uninstall it: export OFF_0=1", *program.Fix)
			require.True(t, program.StoppedByLayers())
			require.Equal(t, behaviour == "NO_CREATE", program.MayBeStopped())
			if want.result == "" {
				require.Nil(t, program.Result, "only running a program could tell")
				return
			}
			require.Equal(t, want.result, *program.Result)
			require.False(t, found.Layers[0].Enabled)
			require.Contains(t, found.Layers[0].Because, want.because)
		})
	}
}

// TestLayers_WithoutTheFunction checks that the symbols of a file tell that it is no layer, without loading it.
func TestLayers_WithoutTheFunction(t *testing.T) {
	t.Parallel()
	found := askBehindLibraries(t, probe.Request{Level: report.LevelBinary}, [2]string{"LIB", compiled.ByValue(t)})
	require.Equal(t, "XR_ERROR_API_LAYER_NOT_PRESENT", *found.Program.Result)
	require.Contains(t, *found.Program.Because, "is no API layer")
	require.Equal(t, loader.CodeLibraryNoNegotiate, *found.Layers[0].Code)
}

// TestBadManifests_HaveTheirCauses checks what a report says of manifests with one fault each: the cause's code, and what a
// program would get.
func TestBadManifests_HaveTheirCauses(t *testing.T) {
	t.Parallel()
	words := map[string][]string{loadertest.Refuses: {"refuses"}, loadertest.NoCommands: {"null-proc-addr"}, loadertest.BadInterface: {"interface=2"}, loadertest.BadVersion: {"api-major=2"}}
	for _, bad := range loadertest.BadRuntimes(func(kind string) string { return compiled.Library(t, words[kind]...) }) {
		t.Run("runtime/"+bad.Name, func(t *testing.T) {
			t.Parallel()
			manifest := filepath.Join(t.TempDir(), "active.json")
			require.NoError(t, os.WriteFile(manifest, []byte(bad.Text), 0o600))
			found := probeWith(t, map[string]string{"XR_RUNTIME_JSON": manifest})
			require.Equal(t, bad.Code, found.Runtimes[0].Cause.Code)
			require.NotNil(t, found.Program.Result)
			require.Equal(t, xr.Result(bad.Result).String(), *found.Program.Result)
		})
	}
	library := func(kind string) string { return compiled.Layer(t, strings.ToUpper(kind)) }
	for _, bad := range loadertest.BadLayers(library) {
		t.Run("layer/"+bad.Name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "bad.json"), []byte(bad.Text), 0o600))
			found := probeWith(t, map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(t), "XR_API_LAYER_PATH": dir, "XR_ENABLE_API_LAYERS": loadertest.BadLayerName})
			layer := found.Layers[len(found.Layers)-1]
			require.Equal(t, bad.Code, *layer.Code)
			require.Equal(t, bad.Listed, layer.Listed)
			require.True(t, found.Program.StoppedByLayers())
			if bad.Result == 0 {
				require.Nil(t, found.Program.Result, "only running a program could tell")
				return
			}
			require.Equal(t, xr.Result(bad.Result).String(), *found.Program.Result)
		})
	}
}

// probeWith probes a machine without layers of its own.
func probeWith(t *testing.T, environment map[string]string) *report.Report {
	t.Helper()
	for _, name := range []string{"XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"} {
		if environment[name] == "" {
			environment[name] = t.TempDir()
		}
	}
	found, err := proberFor(t, probe.Self(), environment).Probe(t.Context(), probe.Request{Level: report.LevelExtensions})
	require.NoError(t, err)
	return found
}

// TestLayers_AreNotRunBelowTheirLevel checks that files alone decide at the levels that execute nothing.
func TestLayers_AreNotRunBelowTheirLevel(t *testing.T) {
	t.Parallel()
	for _, level := range []report.Level{report.LevelManifest, report.LevelBinary} {
		p := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(t)})
		p.Announce = func(r report.Runtime) { t.Error("it runs", r.Manifest) }
		_, err := p.Probe(t.Context(), probe.Request{Level: level})
		require.NoError(t, err)
	}
}
