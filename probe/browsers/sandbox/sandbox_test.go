// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sandbox

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

const (
	active = "/etc/xdg/openxr/1/active_runtime.json"
	monado = `{"file_format_version": "1.0.0", "runtime": {"library_path": "/usr/lib/libopenxr_monado.so"}}`
)

func machine(t *testing.T, variables map[string]string, tree map[string]string) loader.Host {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, tree)
	return loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, LookupEnv: func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}}
}

func TestLook(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		variables, tree                                    map[string]string
		manifest, unreadable, written, library, unresolved string
		steamVR                                            bool
	}{
		"nothing": {},
		"an absolute library": {
			tree:     map[string]string{active: monado, "/usr/lib/libopenxr_monado.so": "-> libopenxr_monado.so.25", "/usr/lib/libopenxr_monado.so.25": "x"},
			manifest: active, written: "/usr/lib/libopenxr_monado.so", library: "/usr/lib/libopenxr_monado.so.25",
		},
		"the home directory comes first": {
			variables: map[string]string{"HOME": "/home/u"},
			tree:      map[string]string{active: monado, "/home/u/.config/openxr/1/active_runtime.json": `{"runtime": {"library_path": "/x.so"}}`},
			manifest:  "/home/u/.config/openxr/1/active_runtime.json", written: "/x.so", unresolved: "/x.so does not exist",
		},
		"an architecture's file comes first": {
			tree:     map[string]string{active: monado, "/etc/xdg/openxr/1/active_runtime.x86_64.json": `{"runtime": {"library_path": "/x.so"}}`, "/x.so": "x"},
			manifest: "/etc/xdg/openxr/1/active_runtime.x86_64.json", written: "/x.so", library: "/x.so",
		},
		"/usr/local/etc is not searched": {tree: map[string]string{"/usr/local/etc/xdg/openxr/1/active_runtime.json": monado, "/usr/local/etc/openxr/1/active_runtime.json": monado}},
		"/etc is":                        {tree: map[string]string{"/etc/openxr/1/active_runtime.json": monado}, manifest: "/etc/openxr/1/active_runtime.json", written: "/usr/lib/libopenxr_monado.so", unresolved: "/usr/lib/libopenxr_monado.so does not exist"},
		"entries lose their spaces":      {variables: map[string]string{"XDG_CONFIG_DIRS": ": /a :/b"}, tree: map[string]string{"/a/openxr/1/active_runtime.json": `{"runtime": {"library_path": "/x.so"}}`, "/x.so": "x"}, manifest: "/a/openxr/1/active_runtime.json", written: "/x.so", library: "/x.so"},
		"a variable names what is not there": {
			variables: map[string]string{"XR_RUNTIME_JSON": "/gone.json"}, tree: map[string]string{active: monado}, manifest: "/gone.json", unreadable: "cannot be read",
		},
		"an empty variable names nothing": {
			variables: map[string]string{"XR_RUNTIME_JSON": ""}, tree: map[string]string{active: monado}, manifest: active, written: "/usr/lib/libopenxr_monado.so", unresolved: "/usr/lib/libopenxr_monado.so does not exist",
		},
		"a directory in the way": {tree: map[string]string{active + "/": ""}, manifest: active, unreadable: "cannot be read"},
		"a bare name is beside the manifest": {
			tree:     map[string]string{active: "-> /usr/share/openxr/1/m.json", "/usr/share/openxr/1/m.json": `{"runtime": {"library_path": "libopenxr_monado.so"}}`, "/usr/lib/libopenxr_monado.so": "x"},
			manifest: active, written: "libopenxr_monado.so",
			unresolved: "the manifest names the library libopenxr_monado.so without a directory, which Chromium takes for /usr/share/openxr/1/libopenxr_monado.so, and that does not exist",
		},
		"a relative library follows one link": {
			tree: map[string]string{active: "-> ../../../alternatives/openxr", "/etc/alternatives/openxr": "-> /opt/r/m.json", "/opt/r/m.json": `{"runtime": {"library_path": "./x.so"}}`,
				"/opt/r/x.so": "x"},
			manifest: active, written: "./x.so", unresolved: "/etc/alternatives/x.so does not exist",
		},
		"SteamVR": {
			tree:     map[string]string{active: `{"runtime": {"VALVE_runtime_is_steamvr": true, "library_path": "/s/bin/vrclient.so"}}`, "/s/bin/vrclient.so": "x"},
			manifest: active, written: "/s/bin/vrclient.so", library: "/s/bin/vrclient.so", steamVR: true,
		},
		"a mark that is no boolean": {
			tree:     map[string]string{active: `{"runtime": {"VALVE_runtime_is_steamvr": "true", "library_path": "/x.so"}}`, "/x.so": "x"},
			manifest: active, written: "/x.so", library: "/x.so",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hook := Look(machine(t, row.variables, row.tree))
			require.Equal(t, row.manifest, hook.Manifest, hook.Searched)
			require.Equal(t, row.unreadable, hook.Unreadable)
			require.Equal(t, row.written, hook.Written)
			require.Equal(t, row.library, hook.Library)
			require.Equal(t, row.unresolved, hook.Unresolved)
			require.Equal(t, row.steamVR, hook.SteamVR)
		})
	}
}

// The Khronos loader reads all of these as it reads the first one.
func TestLook_ReadsStrictJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"runtime": {"library_path": "/x.so"}}`:                                                                   "",
		"\xef\xbb\xbf" + `{"runtime": {"library_path": "/x.so"}}`:                                                  "",
		`{"runtime": {"library_path": "/y.so", "library_path": "/x.so"}}`:                                          "",
		"{ // Monado\n\"runtime\": {\"library_path\": \"/x.so\"}}":                                                 "is not strict JSON: line 1, column 3: a comment",
		"{\"runtime\": {\"library_path\": \"/x.so\"},\n}":                                                          "is not strict JSON: line 2, column 1: a comma with nothing behind it",
		`{"runtime": {"library_path": "/x.so"}} more`:                                                              "is not strict JSON: line 1, column 40: this is not allowed there",
		"{\"runtime\": {\"library_path\": \"/x.so\", \"n\": \"a\nb\"}}":                                            "is not strict JSON: line 1, column 46: a raw control character",
		`{"runtime": {"library_path": "/x.so", "n": 01}}`:                                                          "is not strict JSON: line 1, column 45: this is not allowed there",
		`{"runtime": {"library_path": "/x.so"}`:                                                                    "is not strict JSON: line 1, column 38: the text ends too early",
		"{\"runtime\": {\"library_path\": \"/x.so\", \"n\": \"\xff\"}}":                                            "is not UTF-8",
		`{"runtime": {"library_path": "/x.so", "n": ` + strings.Repeat("[", 250) + strings.Repeat("]", 250) + `}}`: "nests values more than 200 levels deep",
		`[]`: "holds no JSON object", `null`: "holds no JSON object",
		`{"Runtime": {}}`: `has no object "runtime"`, `{"runtime": null}`: `has no object "runtime"`,
		`{"runtime": {}}`: `has no text "library_path"`, `{"runtime": {"library_path": 5}}`: `has no text "library_path"`, `{"runtime": {"library_path": ""}}`: `has no text "library_path"`,
		"": "is not strict JSON: line 1, column 1: the text ends too early",
	} {
		hook := Look(machine(t, nil, map[string]string{active: text, "/x.so": "x"}))
		require.Equal(t, want, hook.Unreadable, text)
		if want == "" {
			require.Equal(t, "/x.so", hook.Library, text)
		}
	}
}

// Other architectures have no file of their own, though the Khronos loader knows one.
func TestLook_KnowsTwoArchitectures(t *testing.T) {
	t.Parallel()
	host := machine(t, nil, map[string]string{"/etc/xdg/openxr/1/active_runtime.i686.json": monado, "/etc/xdg/openxr/1/active_runtime.aarch64.json": monado})
	host.Arch = "i686"
	require.Empty(t, Look(host).Manifest)
	host.Arch = "aarch64"
	require.Equal(t, "/etc/xdg/openxr/1/active_runtime.aarch64.json", Look(host).Manifest)
}

func TestHook_MayRead(t *testing.T) {
	t.Parallel()
	hook := Look(machine(t, map[string]string{"HOME": "/home/u"}, map[string]string{active: "-> /opt/r/m.json", "/opt/r/m.json": `{"runtime": {"library_path": "lib/x.so"}}`, "/opt/r/lib/x.so": "x"}))
	require.Equal(t, "/opt/r/lib/x.so", hook.Library)
	for file, want := range map[string]bool{
		"/opt/r/m.json": true, "/opt/r/lib/y.so": true, "/usr/share/openxr/1/a.json": true, "/home/u/.config/openxr/1/x": true, "/etc/openxr/x": true, "/etc/xdg/openxr/1/active_runtime.json": true,
		"/opt/rest/x": false, "/usr/lib/x.so": false, "/home/u/.config/wivrn/x": false, "/etc/passwd": false,
	} {
		require.Equal(t, want, hook.MayRead(file), file)
	}
}

func TestSockets(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		variables map[string]string
		want      []string
	}{
		{nil, nil},
		{map[string]string{"XDG_RUNTIME_DIR": "/run/user/1"}, []string{"/run/user/1/monado_comp_ipc"}},
		{map[string]string{"XDG_RUNTIME_DIR": "", "XDG_CACHE_HOME": "/c"}, []string{"/c/monado_comp_ipc"}},
		{map[string]string{"XDG_RUNTIME_DIR": "relative", "XDG_CACHE_HOME": "/c"}, nil},
	} {
		require.Equal(t, row.want, Sockets(machine(t, row.variables, nil)))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(monado))
	f.Add([]byte("{ // x\n}"))
	f.Add([]byte(`{"runtime": {"library_path": "a", "VALVE_runtime_is_steamvr": 1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var hook Hook
		hook.parse(data)
		require.Equal(t, hook.Unreadable == "", hook.Written != "")
	})
}
