// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// manifest is the text of a manifest. A library that begins with "!" makes it no JSON.
func manifest(library string) string {
	if strings.HasPrefix(library, "!") {
		return "{"
	}
	name, library, named := strings.Cut(library, " is ")
	if !named {
		return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"library_path": %q}}`, name)
	}
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"name": %q, "library_path": %q}}`, name, library)
}

// machine lays out files below a root, and reads them as the programs of a user. A value
// that begins with "-> " is a link, one of a .json file a library, and any other a text.
func machine(t *testing.T, files map[string]string) (loader.Host, find.Machine) {
	t.Helper()
	root := t.TempDir()
	for path, content := range files {
		path = filepath.Join(root, filepath.FromSlash(path))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		if target, isLink := strings.CutPrefix(content, "-> "); isLink {
			require.NoError(t, os.Symlink(target, path))
			continue
		}
		if strings.HasSuffix(path, ".json") {
			content = manifest(content)
		}
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	host := loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, LookupEnv: func(name string) (string, bool) { return "/srv/ann", name == "HOME" }}
	resolution, err := host.Resolve(t.Context())
	require.NoError(t, err)
	m, err := find.Look(t.Context(), host, resolution)
	require.NoError(t, err)
	return host, m
}

// described returns the runtimes, each as its ID, a star if it is active, and its manifests'
// directories and names.
func described(runtimes ...find.Runtime) []string {
	var texts []string
	for _, r := range runtimes {
		text := r.ID
		if r.Active {
			text += "*"
		}
		for _, path := range r.Manifests {
			text += " " + strings.ReplaceAll(path, "/openxr/1/", ":")
		}
		texts = append(texts, text)
	}
	return texts
}

const (
	users = "/srv/ann/.config/openxr/1/active_runtime.json"
	usr   = "/usr/share/openxr/1/"
	local = "/usr/local/share/openxr/1/"
)

func TestLook_IdentifiesRuntimesByTheirLibraries(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"a copy that is the only manifest": {
			map[string]string{users: "/opt/wivrn/libopenxr_wivrn.so"},
			[]string{"openxr_wivrn* /srv/ann/.config:active_runtime.json"},
		},
		"a copy for one architecture": {
			map[string]string{"/srv/ann/.config/openxr/1/active_runtime.x86_64.json": "/opt/wivrn/libopenxr_wivrn.so.1.2"},
			[]string{"openxr_wivrn* /srv/ann/.config:active_runtime.x86_64.json"},
		},
		"a copy of an installed manifest": {
			map[string]string{users: "/steam/vrclient.so", usr + "steamxr_linux64.json": "/steam/vrclient.so"},
			[]string{"steamxr_linux64* /srv/ann/.config:active_runtime.json /usr/share:steamxr_linux64.json"},
		},
		"a copy that names the library through a link": {
			map[string]string{users: "/opt/current/libx.so", "/opt/current": "-> /opt/v2", "/opt/v2/libx.so": "x", usr + "x_runtime.json": "../../../../opt/v2/libx.so"},
			[]string{"x_runtime* /srv/ann/.config:active_runtime.json /usr/share:x_runtime.json"},
		},
		"a link to an installed manifest": {
			map[string]string{users: "-> " + usr + "openxr_monado.json", usr + "openxr_monado.json": "/usr/lib/libopenxr_monado.so"},
			[]string{"openxr_monado* /srv/ann/.config:active_runtime.json"},
		},
		"two installed manifests of one library": {
			map[string]string{usr + "b.json": "/usr/lib/libx.so", local + "a.json": "/usr/lib/libx.so"},
			[]string{"a /usr/local/share:a.json /usr/share:b.json"},
		},
		"a leftover of another build": {
			map[string]string{users: "/usr/local/lib/libopenxr_wivrn.so", usr + "openxr_wivrn.json": "/usr/lib/libopenxr_wivrn.so"},
			[]string{"openxr_wivrn* /srv/ann/.config:active_runtime.json", "openxr_wivrn-2 /usr/share:openxr_wivrn.json"},
		},
		"a copy that cannot be read": {
			map[string]string{users: "!"},
			[]string{"active_runtime* /srv/ann/.config:active_runtime.json"},
		},
		"the usable one of two names has no number": {
			map[string]string{"/etc/xdg/openxr/1/m.json": "!", usr + "m.json": "/usr/lib/libm.so"},
			[]string{"m-2 /etc/xdg:m.json", "m /usr/share:m.json"},
		},
		"a number that is another's name": {
			map[string]string{usr + "m-2.json": "/a.so", usr + "m.json": "/b.so", local + "m.json": "/c.so"},
			[]string{"m /usr/local/share:m.json", "m-2 /usr/share:m-2.json", "m-3 /usr/share:m.json"},
		},
		"a bare name": {
			map[string]string{users: "libb.so", usr + "b_runtime.json": "libb.so"},
			[]string{"b_runtime* /srv/ann/.config:active_runtime.json /usr/share:b_runtime.json"},
		},
		"a library of an odd name": {map[string]string{users: "/opt/lib.so"}, []string{"lib* /srv/ann/.config:active_runtime.json"}},
		"nothing":                  {map[string]string{"/etc/hosts": ""}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, m := machine(t, row.files)
			require.Equal(t, row.want, described(m.All()...))
		})
	}
}

// Manifests that rename functions in different ways are different runtimes in one library.
func TestLook_RenamedFunctionsMakeAnotherRuntime(t *testing.T) {
	t.Parallel()
	host, _ := machine(t, map[string]string{usr + "a.json": "/usr/lib/libx.so"})
	renamed := `{"file_format_version": "1.0.0", "runtime": {"library_path": "/usr/lib/libx.so", "functions": {"xrNegotiateLoaderRuntimeInterface": "other"}}}`
	require.NoError(t, os.WriteFile(filepath.Join(host.Root, usr, "b.json"), []byte(renamed), 0o600))
	m, err := find.Look(t.Context(), host, loader.Resolution{})
	require.NoError(t, err)
	require.Equal(t, []string{"a /usr/share:a.json", "b /usr/share:b.json"}, described(m.All()...))
}

func TestNamed_AcceptsTheIDTheNameAndAnyManifest(t *testing.T) {
	t.Parallel()
	_, m := machine(t, map[string]string{
		users: "Self-built is /opt/libopenxr_own.so", usr + "one.json": "First is /usr/lib/libx.so", usr + "two.json": "Second is /usr/lib/libx.so",
		usr + "first.json": "/usr/lib/liby.so",
	})
	for word, want := range map[string]string{
		"openxr_own": "openxr_own*", "SELF-BUILT": "openxr_own*", "active_runtime": "openxr_own*",
		"one": "one", "two": "one", "Two": "one", "first": "first",
	} {
		one, err := m.Named(word)
		require.NoError(t, err, word)
		require.Equal(t, want, strings.Fields(described(one)[0])[0], word)
	}
	_, err := m.Named("three")
	require.EqualError(t, err, `there is no runtime "three": use openxr_own, first, one, or a manifest's path`)
	_, empty := machine(t, nil)
	_, err = empty.Named("three")
	require.EqualError(t, err, `there is no runtime "three": none is installed`)
}

func TestAt_KnowsWhichRuntimeAManifestIs(t *testing.T) {
	t.Parallel()
	_, m := machine(t, map[string]string{
		users: "/usr/lib/libx.so", usr + "x_runtime.json": "/usr/lib/libx.so",
		"/tmp/third.json": "/usr/lib/libx.so", "/tmp/own.json": "/tmp/own.so", "/tmp/active_runtime.json": "/tmp/libopenxr_own.so",
	})
	for path, want := range map[string]string{
		users:                      "x_runtime* /srv/ann/.config:active_runtime.json /usr/share:x_runtime.json",
		usr + "x_runtime.json":     "x_runtime* /usr/share:x_runtime.json /srv/ann/.config:active_runtime.json",
		"/tmp/third.json":          "x_runtime* /tmp/third.json /srv/ann/.config:active_runtime.json /usr/share:x_runtime.json",
		"/tmp/own.json":            "own /tmp/own.json",
		"/tmp/active_runtime.json": "openxr_own /tmp/active_runtime.json",
		"/tmp/gone.json":           "gone /tmp/gone.json",
	} {
		got := m.At(path, "--runtime")
		require.Equal(t, []string{want}, described(got))
		require.Equal(t, "--runtime", got.Source)
	}
}

func TestActive_IsTheFirst(t *testing.T) {
	t.Parallel()
	_, m := machine(t, map[string]string{usr + "a.json": "/a.so"})
	require.Empty(t, m.Active())
	_, m = machine(t, map[string]string{usr + "a.json": "/a.so", users: "/b.so"})
	require.Equal(t, []string{"b* /srv/ann/.config:active_runtime.json"}, described(m.Active()...))
}

func TestLook_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	host, _ := machine(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := find.Look(ctx, host, loader.Resolution{})
	require.ErrorIs(t, err, context.Canceled)
}

// If no directory could be listed, it is not known that no runtime has a name.
func TestNamed_WithoutAnyDirectoryNamesTheDirectory(t *testing.T) {
	t.Parallel()
	_, m := machine(t, map[string]string{"/usr/share/openxr/1": "-> 1"})
	_, err := m.Named("x")
	require.ErrorContains(t, err, "/usr/share/openxr/1")
	require.Empty(t, m.All())
	require.Empty(t, m.Active())
}

func TestOwner_IsWhatThePathTells(t *testing.T) {
	t.Parallel()
	host, _ := machine(t, map[string]string{"/usr/lib/libl.so": "-> /opt/v/libl.so", "/opt/v/libl.so": "x"})
	for path, want := range map[string]string{
		"/home/ann/build/libx.so": "user",
		"/root/libx.so":           "user",
		"/srv/ann/libx.so":        "user",
		"/Users/ann/libx.dylib":   "user",
		`C:\Users\ann\x.dll`:      "user",
		"/home/ann/.local/share/Steam/steamapps/common/SteamVR/x.so": "steam",
		"/home/ann/.steam/steam/x.so":                                "steam",
		`C:\Program Files (x86)\Steam\steamapps\x.dll`:               "steam",
		"/var/lib/flatpak/app/io.github.wivrn.wivrn/x86_64/x.so":     "flatpak",
		"/home/ann/.local/share/flatpak/app/a.b.c/x.so":              "flatpak",
		"/home/ann/.var/app/a.b.c/data/x.so":                         "flatpak",
		"/snap/monado/12/usr/lib/x.so":                               "snap",
		"/nix/store/abc-monado/lib/x.so":                             "package",
		"/usr/lib/x86_64-linux-gnu/libopenxr_monado.so":              "package",
		"/lib64/x.so":               "package",
		"/usr/local/lib/x.so":       "machine",
		"/opt/vendor/x.so":          "machine",
		`C:\Windows\System32\x.dll`: "machine",
		"/usr/lib/libl.so":          "machine",
		"/srv/anna/libx.so":         "",
		"/library/x.so":             "",
		"libx.so":                   "",
	} {
		require.Equal(t, want, find.Owner(host, path), path)
	}
}

// On Windows case does not count, and either slash divides a path, also in one that leads nowhere.
func TestLook_TwoSpellingsOfOneLibraryOnWindows(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/C/a.json": manifest(`C:\X\gone.dll`), "/C/b.json": manifest(`c:/x/Gone.DLL`)})
	exported := new(registry.Registry)
	require.NoError(t, exported.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+`[HKLM\SOFTWARE\Khronos\OpenXR\1\AvailableRuntimes]`+"\n"+`"C:\\a.json"=dword:0`+"\n"+`"C:\\b.json"=dword:0`)))
	host := loader.Host{GOOS: "windows", Arch: "x86_64", Root: root, Registry: exported, LookupEnv: func(string) (string, bool) { return "", false }}
	machine, err := find.Look(t.Context(), host, loader.Resolution{})
	require.NoError(t, err)
	require.Len(t, machine.All(), 1)
	require.Equal(t, []string{`C:\a.json`, `C:\b.json`}, machine.All()[0].Manifests)
}
