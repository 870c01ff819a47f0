// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

func machine(t *testing.T, tree map[string]string) loader.Host {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, tree)
	return loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, LookupEnv: func(name string) (string, bool) {
		if name == "HOME" {
			return "/home/u", true
		}
		return "", false
	}}
}

func TestFind_ReadsListsOfPackages(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		tree            map[string]string
		source, version string
	}{
		"dpkg":                {map[string]string{"/var/lib/dpkg/status": "Package: chromium\nStatus: install ok installed\nVersion: 2:157.0.1-1\n"}, "dpkg: chromium", "157.0.1-1"},
		"dpkg, removed":       {map[string]string{"/var/lib/dpkg/status": "Package: chromium\nStatus: deinstall ok config-files\nVersion: 157.0.1-1\n"}, "/usr/lib/chromium", ""},
		"dpkg, another":       {map[string]string{"/var/lib/dpkg/status": "Package: chromium-common\nStatus: install ok installed\nVersion: 157.0.1-1\n"}, "/usr/lib/chromium", ""},
		"apk":                 {map[string]string{"/lib/apk/db/installed": "C:Q1\nP:chromium\nV:157.0.1-r0\n\nP:x\nV:1\n"}, "apk: chromium", "157.0.1-r0"},
		"pacman":              {map[string]string{"/var/lib/pacman/local/chromium-157.0.1-1/desc": "x", "/var/lib/pacman/local/chromium-docs-1-1/desc": "x"}, "pacman: chromium", "157.0.1-1"},
		"pacman, ungoogled":   {map[string]string{"/var/lib/pacman/local/ungoogled-chromium-1:157.0.1-1/desc": "x"}, "pacman: ungoogled-chromium", "157.0.1-1"},
		"RPM":                 {map[string]string{"/usr/lib/sysimage/rpm/rpmdb.sqlite": "SQLite"}, "/usr/lib/chromium", ""},
		"a list that is none": {map[string]string{"/var/lib/dpkg/status": "\x00\x01"}, "/usr/lib/chromium", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row.tree["/usr/lib/chromium/chromium"] = "x"
			found, known := Find(t.Context(), machine(t, row.tree))
			require.True(t, known)
			require.Len(t, found, 1)
			require.Equal(t, row.source, found[0].Source)
			require.Equal(t, row.version, found[0].Version)
		})
	}
}

func TestFind_InFlatpaksAndSnaps(t *testing.T) {
	t.Parallel()
	const flatpak = "/home/u/.local/share/flatpak/app/"
	metadata := "[Application]\nruntime=org.gnome.Platform/x86_64/49\n"
	found, _ := Find(t.Context(), machine(t, map[string]string{
		flatpak + "org.gnome.Epiphany/current/active/metadata":                                                          metadata,
		flatpak + "org.gnome.Epiphany/current/active/files/x":                                                           "",
		"/var/lib/flatpak/runtime/org.gnome.Platform/x86_64/49/active/metadata":                                         "[Runtime]\n",
		"/var/lib/flatpak/runtime/org.gnome.Platform/x86_64/49/active/files/lib/x86_64-linux-gnu/libwebkitgtk-6.0.so.4": "x",
		flatpak + "com.example.App/current/active/metadata":                                                             metadata,
		flatpak + "com.example.App/current/active/files/app/chrome_100_percent.pak":                                     "",
		flatpak + "com.example.App/current/active/files/app/resources/app.asar":                                         "",
		flatpak + "com.example.Other/current/active/metadata":                                                           metadata,
		flatpak + "org.mozilla.firefox/current/active/metadata":                                                         "broken",
		"/snap/chromium/current/usr/lib/chromium-browser/chrome":                                                        "x",
		"/snap/chromium/current/meta/snap.yaml":                                                                         "name: chromium\nconfinement: classic\n",
	}))
	names := map[string]Browser{}
	for _, b := range found {
		names[b.Source] = b
	}
	require.Len(t, found, 4, "%v", names)
	require.Equal(t, "/usr/lib/x86_64-linux-gnu/libwebkitgtk-6.0.so.4", names["flatpak: org.gnome.Epiphany"].Binary)
	require.Equal(t, "flatpak:org.gnome.Epiphany", names["flatpak: org.gnome.Epiphany"].Host.Place)
	require.Equal(t, "Electron (com.example.App)", names["flatpak: com.example.App"].Name)
	require.NotEmpty(t, names["flatpak: org.mozilla.firefox"].Unseen)
	require.NotEmpty(t, names["flatpak: org.mozilla.firefox"].NoBinary)
	require.True(t, strings.HasSuffix(names["snap: chromium"].Binary, "/usr/lib/chromium-browser/chrome"), names["snap: chromium"].Binary)
}

func TestFind_OfOtherSystemsIsNotKnown(t *testing.T) {
	t.Parallel()
	_, known := Find(t.Context(), loader.Host{GOOS: "openbsd", Root: t.TempDir()})
	require.False(t, known)
}

// Every row is whole.
func TestTable(t *testing.T) {
	t.Parallel()
	require.Len(t, table(), strings.Count(placesTSV, "\n")-1)
	for _, r := range table() {
		require.Contains(t, []string{"linux", "flatpak", "snap", "windows", "darwin"}, r.system)
		require.NotEmpty(t, r.name)
		require.Contains(t, []report.BrowserEngine{report.EngineChromium, report.EngineGecko, report.EngineWebKit, report.EngineServo}, r.engine)
		require.Equal(t, r.system == "linux", len(r.packages) > 0, r.name)
		require.Equal(t, r.system != "darwin", len(r.files) > 0, r.name)
		require.Equal(t, r.system != "linux", r.id != "-", r.name)
	}
}

func TestProgramOf(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		`"C:\Program Files\a.exe" -- "%1"`: `C:\Program Files\a.exe`, `C:\Program Files\a.exe -x`: `C:\Program Files\a.exe`, `C:\A.EXE`: `C:\A.EXE`, `rundll32`: `rundll32`, `"`: "", "": "",
	} {
		require.Equal(t, want, programOf(command))
	}
}

func TestNewer(t *testing.T) {
	t.Parallel()
	require.True(t, newer("157.0.1.1", "99.0.9.9"))
	require.True(t, newer("1", ""))
	require.False(t, newer("99.0", "157.0"))
	require.False(t, newer("Dictionaries", ""))
	require.False(t, newer("", ""))
	major, is := Major("160.0.1-1")
	require.Equal(t, 160, major)
	require.True(t, is)
	_, is = Major("devel")
	require.False(t, is)
}

func FuzzLists(f *testing.F) {
	f.Add("Package: chromium\nStatus: install ok installed\nVersion: 1:1\n\nP:chromium\nV:2\n")
	f.Add("Version: \x00\nPackage:")
	f.Fuzz(func(t *testing.T, text string) {
		versions := map[string]string{}
		readStatus(strings.NewReader(text), map[string]bool{"chromium": true}, versions)
		require.LessOrEqual(t, len(versions), 1)
		for name := range versions {
			require.Equal(t, "chromium", name)
		}
		programOf(text)
		newer(text, "1.2")
	})
}

func FuzzInfoPlist(f *testing.F) {
	f.Add([]byte(`<plist><dict><key>CFBundleIdentifier</key><string>a</string></dict></plist>`))
	f.Add([]byte(`<plist><dict><key>a</key><array><string>b</string></array><string>c</string>`))
	f.Add([]byte("bplist00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for key, text := range infoPlist(data) {
			require.NotEmpty(t, key)
			require.LessOrEqual(t, len(key)+len(text), 2*len(data)+8)
		}
	})
}
