// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// In secure execution some variables count, and others do not (rules L7, L8, W5 and M3).
func TestEnvironment_SecureVariableByVariable(t *testing.T) {
	t.Parallel()
	const honoured, ignored = loader.VariableSet, loader.VariableIgnored
	always := map[string]loader.VariableState{"XR_ENABLE_API_LAYERS": honoured, "XR_LOADER_DEBUG": honoured}
	for goos, more := range map[string]map[string]loader.VariableState{
		"linux": {"XR_RUNTIME_JSON": ignored, "XR_API_LAYER_PATH": ignored, "HOME": ignored, "XDG_CONFIG_HOME": ignored, "XDG_CONFIG_DIRS": ignored,
			"XDG_DATA_HOME": ignored, "XDG_DATA_DIRS": ignored},
		"windows": {"XR_RUNTIME_JSON": ignored, "XR_API_LAYER_PATH": ignored},
		"darwin": {"XR_RUNTIME_JSON": honoured, "XR_API_LAYER_PATH": honoured, "HOME": honoured, "XDG_CONFIG_DIRS": honoured, "XDG_DATA_HOME": honoured,
			"XDG_DATA_DIRS": honoured},
	} {
		want := maps.Clone(always)
		maps.Copy(want, more)
		h := loader.Host{GOOS: goos, Root: t.TempDir(), Secure: secure, LookupEnv: func(string) (string, bool) { return "/x", true }}
		got, values := map[string]loader.VariableState{}, 0
		for _, v := range h.Environment() {
			got[v.Name] = v.State
			if v.Value == "/x" {
				values++
			}
		}
		require.Equal(t, want, got, goos)
		require.Equal(t, len(want), values, "an ignored variable has its value too")
		h.LookupEnv = func(string) (string, bool) { return "", true }
		for _, v := range h.Environment() {
			require.Equal(t, loader.VariableEmpty, v.State, "an empty variable is empty, whoever runs the program: %s", v.Name)
		}
	}
}

func TestSecureExecution_SaysWhy(t *testing.T) {
	t.Parallel()
	no := func() bool { return false }
	for name, row := range map[string]struct {
		host          loader.Host
		secure, known bool
		because       string
	}{
		"another root":       {loader.Host{GOOS: "linux", Root: "/x"}, false, false, "how programs of another root are started is not known"},
		"another machine":    {loader.Host{GOOS: "plan9"}, false, false, "how programs of another machine are started is not known"},
		"a user's programs":  {loader.Host{GOOS: "linux", Root: "/x", Secure: no}, false, true, "programs run with the rights of their user"},
		"secure":             {loader.Host{GOOS: "linux", Secure: secure}, true, true, "programs run with another user's rights here"},
		"elevated":           {loader.Host{GOOS: "windows", Secure: secure, Wine: no}, true, true, "programs run elevated here"},
		"under Wine":         {loader.Host{GOOS: "windows", Secure: secure, Wine: secure}, true, true, "under Wine every program has high integrity, as elevated ones have"},
		"macOS knows none":   {loader.Host{GOOS: "darwin", Secure: secure}, false, true, "the loader for macOS knows no secure execution"},
		"not under Wine yet": {loader.Host{GOOS: "linux", Secure: secure, Wine: secure}, true, true, "programs run with another user's rights here"},
	} {
		got, known, because := row.host.SecureExecution()
		require.Equal(t, row.secure, got, name)
		require.Equal(t, row.known, known, name)
		require.Equal(t, row.because, because, name)
	}
}

// Under Wine the trace says why a variable that is set does not count.
func TestResolve_UnderWineTheVariableDoesNotCount(t *testing.T) {
	t.Parallel()
	h := linux(t, files{"/C/share/runtime.json": ""}, env{"XR_RUNTIME_JSON": `C:\x.json`})
	h.GOOS, h.Secure, h.Wine = "windows", secure, secure
	h.Registry = exported(t, "["+machineKey+"]\n"+`"ActiveRuntime"="C:\\share\\runtime.json"`)
	got, err := h.Resolve(t.Context())
	require.NoError(t, err)
	require.Equal(t, loader.ViaRegistry, got.Via)
	require.Equal(t, "it is set, but the loader ignores it because under Wine every program has high integrity, as elevated ones have", got.Steps[0].Note)
}

// The variables of layers count also in secure execution, and also if they are empty (rules L8 and Y5).
func TestLayerVariables(t *testing.T) {
	t.Parallel()
	const dir = "/etc/xdg/openxr/1/api_layers/"
	layer := func(more string) string {
		return `{"file_format_version": "1.0.0", "api_layer": {"name": "L", "library_path": "libl.so", "api_version": "1.0", "implementation_version": "1"` + more + `}}`
	}
	h := linux(t, files{
		dir + "implicit.d/a.json": layer(`, "disable_environment": "NO_A", "enable_environment": "USE_A"`),
		dir + "implicit.d/b.json": layer(`, "disable_environment": "NO_A"`), dir + "implicit.d/c.json": layer(`, "disable_environment": ""`),
		dir + "implicit.d/broken.json": layer(``), dir + "explicit.d/d.json": layer(`, "disable_environment": "NO_D"`),
	}, env{"NO_A": "", "USE_A": "1"})
	h.Secure = secure
	layers, err := h.Layers(t.Context())
	require.NoError(t, err)
	got := h.LayerVariables(layers)
	slices.SortFunc(got, func(a, b loader.Variable) int { return len(a.Name) - len(b.Name) })
	require.Equal(t, []loader.Variable{
		{Name: "NO_A", State: loader.VariableEmpty, Purpose: "turns the API layer L off, whatever it is set to"},
		{Name: "USE_A", Value: "1", State: loader.VariableSet, Purpose: "turns the API layer L on, whatever it is set to"},
	}, got)
}

// steam-runtime-system-info, read in 2025, differs from the Khronos loader in four points. These are the loader's.
func TestResolve_DiffersFromSteamRuntimeSystemInfo(t *testing.T) {
	t.Parallel()
	const plain, arch = "openxr/1/active_runtime.json", "openxr/1/active_runtime.x86_64.json"
	for _, row := range []struct {
		name  string
		files files
		env   env
		dirs  []string
		want  string
		never string
	}{
		{name: "an architecture's file in a later folder does not beat a plain file in an earlier one", files: files{"/one/" + plain: "", "/two/" + arch: ""},
			env: env{"XDG_CONFIG_HOME": "/one", "XDG_CONFIG_DIRS": "/two"}, want: "/one/" + plain},
		{name: "an empty XR_RUNTIME_JSON counts as unset", files: files{"/one/" + plain: ""}, env: env{"XR_RUNTIME_JSON": "", "XDG_CONFIG_HOME": "/one"}, want: "/one/" + plain},
		{name: "empty entries are no folders", files: files{"/" + plain: "", "/two/" + plain: ""}, env: env{"XDG_CONFIG_DIRS": ":/two:"}, want: "/two/" + plain, never: "/" + plain},
		{name: "/etc is searched only if it was compiled in", files: files{"/etc/" + plain: ""}, dirs: []string{"/opt/etc"}, never: "/etc/" + plain},
	} {
		h := linux(t, row.files, row.env)
		h.Arch, h.SysConfDirs = "x86_64", row.dirs
		got, err := h.Resolve(t.Context())
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, got.Chosen, row.name)
		for _, step := range got.Steps {
			require.False(t, row.never != "" && step.Path == row.never, row.name)
		}
	}
}
