// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"context"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

const (
	content = `{"file_format_version": "1.0.0", "runtime": {"library_path": "/usr/lib/libx.so"}}`
	home    = "/srv/ann"
	steam   = home + "/.local/share/Steam"
	steamVR = "/steamapps/common/SteamVR/steamxr_linux64.json"
	passwd  = "root:x:0:0:root:/root:/bin/sh\nann:x:1:1::/srv/ann:/bin/sh\nbob:x:2:2::/home/bob:/bin/sh\neve:x:3:3::/home/eve:/bin/sh\nbad line\n"
)

func hostOf(t *testing.T, goos string, tree, variables map[string]string) loader.Host {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, tree)
	return loader.Host{GOOS: goos, Arch: "x86_64", Root: root, Secure: func() bool { return false }, LookupEnv: func(name string) (string, bool) {
		if value, set := variables[name]; set {
			return value, true
		}
		return home, name == "HOME"
	}}
}

// sources returns each runtime as its source, a colon and its path.
func sources(found []loader.Found) []string {
	var texts []string
	for _, f := range found {
		texts = append(texts, f.Source+": "+f.Path)
	}
	return texts
}

// One machine for each place.
func TestElsewhere_KnowsEachPlace(t *testing.T) {
	t.Parallel()
	const app = "/var/lib/flatpak/app/io.github.wivrn.wivrn/"
	for name, row := range map[string]struct {
		goos   string
		file   string
		tree   map[string]string
		env    map[string]string
		source string
	}{
		"Steam":                    {file: steam + steamVR, source: InSteam},
		"Steam, a link":            {file: home + "/.steam/steam" + steamVR, source: InSteam},
		"Steam, Debian":            {file: home + "/.steam/debian-installation" + steamVR, source: InSteam},
		"Steam, flatpak":           {file: home + "/.var/app/com.valvesoftware.Steam/.local/share/Steam" + steamVR, source: InSteam},
		"Steam, flatpak's data":    {file: home + "/.var/app/com.valvesoftware.Steam/data/Steam" + steamVR, source: InSteam},
		"Steam, snap":              {file: home + "/snap/steam/common/.local/share/Steam" + steamVR, source: InSteam},
		"Steam, XDG_DATA_HOME":     {file: "/data/Steam" + steamVR, env: map[string]string{"XDG_DATA_HOME": "/data"}, source: InSteam},
		"Steam, 32 bits":           {file: steam + "/steamapps/common/SteamVR/steamxr_linux32.json", source: InSteam},
		"Steam, a library":         {file: "/mnt/games" + steamVR, tree: map[string]string{steam + "/steamapps/libraryfolders.vdf": "\t\"path\"\t\t\"/mnt/games\"\n"}, source: InSteam},
		"Steam, a second list":     {file: "/mnt/games" + steamVR, tree: map[string]string{steam + "/config/libraryfolders.vdf": "\"1\" \"/mnt/games/\"\n"}, source: InSteam},
		"flatpak":                  {file: app + "x86_64/stable/0a1b/files/share/openxr/1/m.json", tree: map[string]string{app + "current": "-> x86_64/stable", app + "x86_64/stable/active": "-> 0a1b"}, source: InFlatpak},
		"flatpak of the user":      {file: home + "/.local/share/flatpak/app/a.b/current/active/files/share/openxr/1/m.json", source: InFlatpak},
		"flatpak, XDG_DATA_HOME":   {file: "/data/flatpak/app/a.b/current/active/files/share/openxr/1/m.json", env: map[string]string{"XDG_DATA_HOME": "/data"}, source: InFlatpak},
		"Envision":                 {file: home + "/.local/share/envision/prefixes/p1/share/openxr/1/m.json", source: InEnvision},
		"CloudXR":                  {file: home + "/.cloudxr/openxr_cloudxr.json", source: InCloudXR},
		"CloudXR, a prefix":        {file: home + "/.cloudxr/share/openxr/1/openxr_cloudxr.json", source: InCloudXR},
		"/usr/local":               {file: "/usr/local/share/openxr/1/m.json", source: InShare},
		"/usr":                     {file: "/usr/share/openxr/1/m.json", source: InShare},
		"the user's data":          {file: home + "/.local/share/openxr/1/m.json", source: InUsers},
		"/opt":                     {file: "/opt/monado/share/openxr/1/m.json", source: InOpt},
		"NixOS":                    {file: "/run/current-system/sw/share/openxr/1/m.json", source: InNix},
		"NixOS, a user":            {file: "/etc/profiles/per-user/ann/share/openxr/1/m.json", source: InNix},
		"Nix":                      {file: home + "/.nix-profile/share/openxr/1/m.json", source: InNix},
		"Nix, XDG":                 {file: home + "/.local/state/nix/profile/share/openxr/1/m.json", source: InNix},
		"Nix, all users":           {file: "/nix/var/nix/profiles/default/share/openxr/1/m.json", source: InNix},
		"macOS":                    {goos: "darwin", file: "/usr/local/share/openxr/1/m.json", source: InShare},
		"macOS, Homebrew":          {goos: "darwin", file: "/opt/homebrew/share/openxr/1/m.json", source: InHomebrew},
		"macOS, Meta XR Simulator": {goos: "darwin", file: "/opt/homebrew/Cellar/meta-xr-simulator/67.0.0/meta_openxr_simulator.json", source: InHomebrew},
		"macOS, Nix":               {goos: "darwin", file: home + "/.nix-profile/share/openxr/1/m.json", source: InNix},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := map[string]string{row.file: content, path.Dir(row.file) + "/active_runtime.json": content}
			for file, text := range row.tree {
				tree[file] = text
			}
			if row.goos == "" {
				row.goos = "linux"
			}
			h := hostOf(t, row.goos, tree, row.env)
			found := Elsewhere(h)
			require.Len(t, found, 1)
			require.Equal(t, row.source, found[0].Source)
			require.Equal(t, h.FileAt(row.file).Canonical, found[0].Canonical)
			require.Nil(t, found[0].Err)
			require.Equal(t, "/usr/lib/libx.so", found[0].Manifest.Library)
			h.GOOS = "windows"
			require.Empty(t, Elsewhere(h))
		})
	}
}

// A file is a runtime once, by the place that comes first, and one that cannot be read is listed too.
func TestElsewhere_ListsEachFileOnce(t *testing.T) {
	t.Parallel()
	h := hostOf(t, "linux", map[string]string{
		steam + steamVR: content, home + "/.steam/steam": "-> " + steam, home + "/.steam/root": "-> steam",
		"/usr/share/openxr/1/a.json": "{", "/usr/share/openxr/1/b.json": "-> nothing", "/usr/share/openxr/1/c.json/": "",
		"/usr/local/share/openxr/1/a.json": "-> /usr/share/openxr/1/a.json", "/opt/x": "no directory",
	}, nil)
	require.Equal(t, []string{InSteam + ": " + steam + steamVR, InShare + ": /usr/local/share/openxr/1/a.json"}, sources(Elsewhere(h)))
	require.NotNil(t, Elsewhere(h)[1].Err)
}

func TestElsewhere_NeedsNoHome(t *testing.T) {
	t.Parallel()
	h := hostOf(t, "linux", map[string]string{"/usr/share/openxr/1/a.json": content, "/.cloudxr/openxr_cloudxr.json": content}, map[string]string{"HOME": ""})
	require.Equal(t, []string{InShare + ": /usr/share/openxr/1/a.json"}, sources(Elsewhere(h)))
}

func TestLibrariesIn_TakesWhatItCan(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`"libraryfolders" { "0" { "path" "/x" } }`:                          nil, // Steam writes a line for each
		"\"0\"\n{\n\t\"path\"\t\t\"/a b\"\n\t\"label\"\t\t\"\"\n}\n":        {"/a b"},
		"\"1\"\t\t\"/old\"\n\"2\" \"/second/\"\n":                           {"/old", "/second"},
		"\"path\" \"/q\\\"uote\\\\s\"\n":                                    {`/q"uote\s`},
		"\"path\" \"D:\\\\Games\"\n\"path\" \"rel\"\n\"path\" \"/unended\n": nil,
		strings.Repeat("\"path\" \"/x\"\n", 2*maxLibraries):                 slicesRepeat("/x", maxLibraries),
	} {
		require.Equal(t, want, librariesIn([]byte(text)), text)
	}
}

func slicesRepeat(text string, n int) []string {
	return strings.Split(strings.Repeat(text+"\n", n-1)+text, "\n")
}

func TestNotInstalledBySteam(t *testing.T) {
	t.Parallel()
	const list = steam + "/steamapps/appmanifest_250820.acf"
	state := func(flags string) map[string]string {
		return map[string]string{list: "\"AppState\"\n{\n\t\"StateFlags\"\t\t\"" + flags + "\"\n}\n"}
	}
	for name, row := range map[string]struct {
		tree map[string]string
		want string
	}{
		"installed":                {state("4"), ""},
		"installed, to be updated": {state("6"), ""},
		"to be installed":          {state("1026"), "Steam has not installed SteamVR wholly: " + list + " has the StateFlags 1026"},
		"removed":                  {nil, "Steam does not count SteamVR as installed: " + list + " does not exist"},
		"no number":                {state("four"), ""},
		"too great a number":       {state(strings.Repeat("9", 40)), ""},
		"another text":             {map[string]string{list: "\x00"}, ""},
		"a directory":              {map[string]string{list + "/": ""}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := hostOf(t, "linux", row.tree, nil)
			require.Equal(t, row.want, NotInstalledBySteam(h, steam+steamVR))
			require.Empty(t, NotInstalledBySteam(h, "/usr/share/openxr/1/a.json"))
		})
	}
}

func FuzzSteamsLists(f *testing.F) {
	f.Add([]byte("\"libraryfolders\"\n{\n\t\"0\"\n\t{\n\t\t\"path\"\t\t\"/x\"\n"))
	f.Add([]byte("\"1\" \"/\\\\\\\"\n"))
	f.Add([]byte("\t\"StateFlags\"\t\t\"4\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		libraries := librariesIn(data)
		require.LessOrEqual(t, len(libraries), maxLibraries)
		for _, library := range libraries {
			require.True(t, path.IsAbs(library))
			require.Equal(t, path.Clean(library), library)
		}
		stateFlags.Get().FindSubmatch(data)
	})
}

const (
	users  = home + "/.config/openxr/1/active_runtime"
	xdg    = "/etc/xdg/openxr/1/active_runtime"
	bobs   = "/home/bob/.config/openxr/1/active_runtime"
	monado = "/usr/share/openxr/1/openxr_monado.json"
)

func TestChosen_SaysForWhomAndWhatComesFirst(t *testing.T) {
	t.Parallel()
	h := hostOf(t, "linux", map[string]string{
		"/etc/passwd": passwd, monado: content,
		users + ".x86_64.json": content, users + ".json": "-> " + monado, users + ".x86_64.json.wivrn-backup": content,
		xdg + ".json": "-> /etc/alternatives/openxr1-active-runtime", xdg + ".i686.json": content, xdg + ".foo.json": content, "/etc/openxr/1/active_runtime.json": "-> gone",
		bobs + ".json": "-> " + monado, "/home/eve/.config/openxr/": "",
	}, nil)
	c, err := Chosen(t.Context(), h)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{
		InConfiguration + ": " + users + ".json", InConfiguration + ": " + users + ".x86_64.json",
		InConfiguration + ": " + xdg + ".foo.json", InConfiguration + ": " + xdg + ".i686.json", InConfiguration + ": " + xdg + ".json",
		InConfiguration + ": /etc/openxr/1/active_runtime.json",
	}, sources(c.Found))
	require.Equal(t, []string{InOthers + ": " + bobs + ".json"}, sources(c.OfOthers))
	for file, want := range map[string][]string{
		users + ".x86_64.json": {"programs for x86_64"},
		users + ".json":        {"programs for every architecture but x86_64"},
		xdg + ".json":          {}, xdg + ".i686.json": {}, monado: {},
		bobs + ".json": {"programs of another user"},
	} {
		require.Equal(t, want, c.For(file), file)
	}
	for file, want := range map[string]string{
		users + ".json": "", users + ".x86_64.json": "", monado: "", bobs + ".json": "",
		xdg + ".json":                       "", // it leads nowhere
		xdg + ".i686.json":                  users + ".json",
		xdg + ".foo.json":                   "", // no such architecture
		"/etc/openxr/1/active_runtime.json": "",
	} {
		require.Equal(t, want, c.ShadowedBy(h, file), file)
	}
}

// A plain file is hidden only if no architecture's search comes to it.
func TestChosen_APlainFileBelowAnother(t *testing.T) {
	t.Parallel()
	h := hostOf(t, "linux", map[string]string{users + ".json": content, xdg + ".json": content}, map[string]string{"XR_RUNTIME_JSON": "/tmp/x.json"})
	c, err := Chosen(t.Context(), h)
	require.NoError(t, err)
	require.Equal(t, []string{"programs for every architecture without XR_RUNTIME_JSON"}, c.For(users+".json"))
	require.Equal(t, users+".json", c.ShadowedBy(h, xdg+".json"))
}

func TestChosen_OnMacOSAndWindows(t *testing.T) {
	t.Parallel()
	const file = "/usr/local/share/openxr/1/active_runtime.json"
	h := hostOf(t, "darwin", map[string]string{file: content, "/etc/passwd": passwd, bobs + ".json": content}, nil)
	c, err := Chosen(t.Context(), h)
	require.NoError(t, err)
	require.Equal(t, []string{InConfiguration + ": " + file}, sources(c.Found))
	require.Equal(t, []string{"programs for every architecture"}, c.For(file))
	h.GOOS = "windows"
	c, err = Chosen(t.Context(), h)
	require.NoError(t, err)
	require.Empty(t, c.Found)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h.GOOS = "linux"
	_, err = Chosen(ctx, h)
	require.ErrorIs(t, err, context.Canceled)
}

func TestChosen_ReadsAFewUsersOnly(t *testing.T) {
	t.Parallel()
	tree, list := map[string]string{}, ""
	for n := range 2 * maxUsers {
		name := strings.Repeat("u", n+1)
		tree["/home/"+name+"/.config/openxr/1/active_runtime.json"] = content
		list += name + ":x:1:1::/home/" + name + ":/bin/sh\n"
	}
	tree["/etc/passwd"] = list
	c, err := Chosen(t.Context(), hostOf(t, "linux", tree, nil))
	require.NoError(t, err)
	require.Len(t, c.OfOthers, maxUsers-1)
}

func TestNames_TellRuntimesAndVendors(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ file, library, name, vendor string }{
		{"/x/steamxr_linux64.json", "/x/bin/vrclient.so", "SteamVR", "Valve"},
		{"/x/active_runtime.json", "/x/libopenxr_wivrn.so", "WiVRn", "the WiVRn project"},
		{"/x/openxr_monado.json", "/x/libx.so", "Monado", "the Monado project"},
		{"/monado/own.json", "/wivrn/libx.so", "own", ""},
	} {
		m := loader.Manifest{Path: row.file, Library: row.library}
		require.Equal(t, row.name, NameOf(m))
		require.Equal(t, row.vendor, VendorOf(m))
	}
	require.Equal(t, "Its own", NameOf(loader.Manifest{Name: "Its own", Library: "vrclient.so"}))
}

func TestWhose(t *testing.T) {
	t.Parallel()
	h := hostOf(t, "linux", nil, nil)
	require.Equal(t, "in a Steam library", Whose(h, loader.Found{Source: InSteam}))
	require.Equal(t, "the user's", Whose(h, loader.Found{Path: home + "/x.json"}))
	require.Equal(t, "the machine's", Whose(h, loader.Found{Path: "/opt/x.json"}))
}

func TestUnread(t *testing.T) {
	t.Parallel()
	choice, end := report.ManifestFile{Source: InConfiguration}, report.ManifestFile{Source: AtLink}
	require.True(t, Unread(report.Runtime{ManifestFiles: []report.ManifestFile{choice, end}, Cause: &report.Cause{Level: report.LevelBinary}}))
	for name, runtime := range map[string]report.Runtime{
		"installed":  {ManifestFiles: []report.ManifestFile{choice, {Source: InSteam}}},
		"read":       {ManifestFiles: []report.ManifestFile{{Source: InConfiguration, ActiveFor: []string{"programs for i686"}}}},
		"active":     {ManifestFiles: []report.ManifestFile{choice}, Active: true},
		"executed":   {ManifestFiles: []report.ManifestFile{choice}, Cause: &report.Cause{Level: report.LevelLibrary}},
		"not looked": {},
	} {
		require.False(t, Unread(runtime), name)
	}
}

func TestReaders(t *testing.T) {
	t.Parallel()
	const dir = "/etc/xdg/openxr/1/active_runtime"
	c := Choices{arch: "x86_64", byArch: map[string]string{"x86_64": dir + ".x86_64.json", "i686": dir + ".i686.json"}}
	for name, row := range map[string]struct {
		files []report.ManifestFile
		want  []string
	}{
		"of another architecture":   {[]report.ManifestFile{{Path: dir + ".i686.json", Source: InConfiguration}}, []string{"i686"}},
		"of the host's":             {[]report.ManifestFile{{Path: dir + ".i686.json"}, {Path: dir + ".x86_64.json"}}, nil},
		"of the host's, not chosen": {[]report.ManifestFile{{Path: "/etc/openxr/1/active_runtime.x86_64.json", Source: InConfiguration}}, nil},
		"plain, and not chosen":     {[]report.ManifestFile{{Path: dir + ".json", Source: InConfiguration}}, []string{AnyArch}},
		"installed":                 {[]report.ManifestFile{{Path: "/usr/share/openxr/1/x.json", Source: InSteam}}, nil},
		"of no known word":          {[]report.ManifestFile{{Path: dir + ".json.old.json"}}, nil},
		"in the key for 32 bits":    {[]report.ManifestFile{{Path: `C:\x.json`, Source: `HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1\AvailableRuntimes`}}, []string{"i686"}},
	} {
		require.Equal(t, row.want, c.Readers(row.files), name)
	}
}

// TestElsewhere_OnWindows holds each place of a vendor, whatever its case on the disk.
func TestElsewhere_OnWindows(t *testing.T) {
	t.Parallel()
	require.Len(t, windowsPlaces, 7)
	for _, file := range windowsPlaces {
		tree := map[string]string{"/drive_c" + strings.ToLower(strings.ReplaceAll(file[2:], `\`, "/")): `{"file_format_version": "1.0.0", "runtime": {"library_path": ".\\x.dll"}}`}
		found := Elsewhere(hostOf(t, "windows", tree, nil))
		require.Len(t, found, 1, file)
		require.Equal(t, file, found[0].Path)
		require.Nil(t, found[0].Err)
		require.True(t, strings.EqualFold(file[:strings.LastIndex(file, `\`)]+`\.\x.dll`, found[0].Manifest.Library), found[0].Manifest.Library)
		require.NotEqual(t, strings.TrimSuffix(file[strings.LastIndex(file, `\`)+1:], ".json"), NameOf(found[0].Manifest), "the name of the file tells the runtime's")
		require.Equal(t, strings.Contains(file, "Steam"), found[0].Source == InSteam)
	}
	require.Empty(t, Elsewhere(hostOf(t, "windows", nil, nil)))
}

func TestChosen_OnWindows(t *testing.T) {
	t.Parallel()
	const key = `Khronos\OpenXR\1]` + "\n" + `"ActiveRuntime"="C:\\`
	both := `[HKLM\SOFTWARE\` + key + `64.json"` + "\n" + `[HKLM\SOFTWARE\WOW6432Node\` + key
	for name, row := range map[string]struct {
		lines string
		want  map[string][]string
	}{
		"each its own":     {both + `32.json"`, map[string][]string{`C:\64.json`: {"programs for x86_64"}, `C:\32.json`: {"programs for i686"}, `C:\x.json`: {}}},
		"the same":         {both + `64.json"`, map[string][]string{`C:\64.json`: {"programs for every architecture"}}},
		"only for 64 bits": {`[HKLM\SOFTWARE\` + key + `64.json"`, map[string][]string{`C:\64.json`: {"programs for x86_64"}, `C:\32.json`: {}}},
	} {
		h := hostOf(t, "windows", map[string]string{"/C/64.json": content, "/C/32.json": content}, nil)
		r := new(registry.Registry)
		require.NoError(t, r.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+row.lines)))
		h.Registry = r
		c, err := Chosen(t.Context(), h)
		require.NoError(t, err, name)
		for file, want := range row.want {
			require.Equal(t, want, c.For(file), name)
			require.Empty(t, c.ShadowedBy(h, file))
		}
		h.LookupEnv = func(variable string) (string, bool) { return `C:\x.json`, variable == "XR_RUNTIME_JSON" }
		h.Secure = func() bool { return true }
		elevated, err := Chosen(t.Context(), h)
		require.NoError(t, err)
		require.Equal(t, row.want[`C:\64.json`], elevated.For(`C:\64.json`), "elevated programs ignore the variable")
		h.Secure = nil
		c, err = Chosen(t.Context(), h)
		require.NoError(t, err)
		require.Equal(t, row.want[`C:\64.json`][0]+" without XR_RUNTIME_JSON", c.For(`C:\64.json`)[0])
	}
}

// Steam's own links to one directory make one.
func TestSteamVRs(t *testing.T) {
	t.Parallel()
	const list, elsewhere = steam + "/steamapps/libraryfolders.vdf", "/mnt/games"
	h := hostOf(t, "linux", map[string]string{
		steam + steamVR: content, elsewhere + steamVR: content, list: "\"libraryfolders\"\n{\n\"0\"\n{\n\t\"path\"\t\t\"/mnt/games\"\n}\n\"1\"\n{\n\"path\" \"/mnt/gone\"\n}\n}\n",
	}, map[string]string{"XDG_DATA_HOME": home + "/.local/share"})
	require.Equal(t, []string{steam + "/steamapps/common/SteamVR", elsewhere + "/steamapps/common/SteamVR"}, SteamVRs(h))
	require.Empty(t, SteamVRs(hostOf(t, "linux", map[string]string{home + "/x": ""}, nil)))
}
