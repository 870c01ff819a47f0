// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for text, mistake := range map[string]string{
		"steam": "", "sudo": "", "flatpak:org.example.App": "", "snap:blender": "", "user:ann": "", "program:/usr/bin/gamescope": "", "program:./game": "",
		"": "there is no place", "flatpack:x": "there is no place", "here": "there is no place", "container:/.dockerenv": "there is no place",
		"steam:x": "has no name", "sudo:": "has no name", "flatpak": "names nothing", "flatpak:": "names nothing", "flatpak:../x": "cannot be the name", "snap:..": "cannot be the name",
	} {
		p, err := place.Parse(text)
		if mistake != "" {
			require.ErrorContains(t, err, mistake, text)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, text, p.String())
	}
}

const (
	passwd   = "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n"
	manifest = `{"file_format_version": "1.0.0", "runtime": {"name": "X", "library_path": "/opt/x/libx.so"}}`
	flatpaks = "/home/ann/.local/share/flatpak"
	platform = flatpaks + "/runtime/org.example.Platform/x86_64/1"
	own      = "/home/ann/.var/app/org.example.App"
)

// An API layer of the machine.
const (
	layerJSON     = "/usr/share/openxr/1/api_layers/implicit.d/l.json"
	layerManifest = `{"file_format_version": "1.0.0", "api_layer": {"name": "L", "library_path": "/usr/lib/libl.so", "api_version": "1.0", "implementation_version": "1", "disable_environment": "NO_L"}}`
)

// annMachine is a machine on which the user ann has a flatpak, a snap and Steam.
func annMachine(more map[string]string) map[string]string {
	tree := map[string]string{
		"/etc/passwd": passwd, "/etc/xdg/openxr/1/active_runtime.json": manifest, "/usr/share/openxr/1/x.json": manifest, "/usr/lib/libhost.so": "", "/lib": "-> usr/lib",
		"/opt/x/libx.so": "", "/home/ann/.config/openxr/1/active_runtime.json": manifest, "/home/ann/games/libx.so": "", "/home/bob/secret": "",
		"/run/user/1000/monado_comp_ipc": "", "/run/user/1000/wivrn/comp_ipc": "",

		flatpaks + "/app/org.example.App/current":                           "-> x86_64/stable",
		flatpaks + "/app/org.example.App/x86_64/stable/active":              "-> aaaa",
		flatpaks + "/app/org.example.App/x86_64/stable/aaaa/metadata":       "[Application]\nname=org.example.App\nruntime=org.example.Platform/x86_64/1\n",
		flatpaks + "/app/org.example.App/x86_64/stable/aaaa/files/lib/l.so": "",
		platform + "/active":                       "-> bbbb",
		platform + "/bbbb/metadata":                "[Runtime]\nname=org.example.Platform\n\n[Environment]\nXDG_DATA_DIRS=/app/share:/usr/share:/run/host/share\n",
		platform + "/bbbb/files/lib/libruntime.so": "", platform + "/bbbb/files/etc/xdg/x": "", platform + "/bbbb/files/etc/mtab": "-> /proc/mounts",
		"/home/ann/.var/app/org.example.Other/config/openxr/1/active_runtime.json": manifest,
		flatpaks + "/app/io.github.wivrn.wivrn/current/files/libw.so":              "",

		"/snap/blender/current": "-> 42", "/snap/blender/42/meta/snap.yaml": "name: blender\nbase: core22 # the base\nconfinement: strict\n",
		"/snap/core22/current": "-> 7", "/snap/core22/7/usr/lib/libbase.so": "", "/home/ann/snap/blender/42/.config/x": "",
		"/snap/code/current": "-> 9", "/snap/code/9/meta/snap.yaml": "name: code\nconfinement: classic\n",
		"/snap/lonely/current": "-> 1", "/snap/lonely/1/meta/snap.yaml": "name: lonely\nbase: core99\n",

		"/home/ann/.local/share/Steam/steamapps/common/SteamLinuxRuntime_sniper/sniper_platform_3.0/files/lib/libsteam.so": "",
	}
	maps.Copy(tree, more)
	return tree
}

// ann's variables outside.
var annVariables = map[string]string{"HOME": "/home/ann", "XDG_RUNTIME_DIR": "/run/user/1000"}

func host(t *testing.T, tree, variables map[string]string) loader.Host {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, tree)
	return loader.Host{Root: root, GOOS: "linux", Arch: "x86_64", LookupEnv: func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}}
}

const (
	userOverrides = flatpaks + "/overrides/org.example.App"
	context       = "[Context]\nfilesystems="
)

// views are what programs of a place see, and what they do not.
var views = []struct {
	name, place string
	tree, env   map[string]string
	sees, not   []string
	variables   map[string]string
}{
	{
		name: "a flatpak without permissions", place: "flatpak:org.example.App",
		sees: []string{"/usr/lib/libruntime.so", "/lib/libruntime.so", "/app/lib/l.so", "/etc/xdg/x", "/home/ann", "/run/user/1000", "/run/host", "/tmp", "/etc"},
		not: []string{"/usr/lib/libhost.so", "/etc/xdg/openxr/1/active_runtime.json", "/home/ann/.config", "/home/ann/games", "/home/bob", "/opt/x/libx.so", "/etc/passwd",
			"/run/user/1000/monado_comp_ipc", "/run/host/usr", flatpaks + "/app", own, "/snap"},
		variables: map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": own + "/config", "XDG_DATA_HOME": own + "/data", "XDG_CONFIG_DIRS": "/app/etc/xdg:/etc/xdg",
			"XDG_DATA_DIRS": "/app/share:/usr/share:/run/host/share", "FLATPAK_ID": "org.example.App", "XDG_RUNTIME_DIR": "/run/user/1000"},
	},
	{
		name: "a flatpak that may see a folder of the configuration", place: "flatpak:org.example.App", tree: map[string]string{userOverrides: context + "xdg-config/openxr:ro;\n"},
		sees: []string{"/home/ann/.config/openxr/1/active_runtime.json", own + "/config/openxr/1/active_runtime.json"}, not: []string{"/home/ann/games", "/opt/x/libx.so"},
	},
	{
		name: "a flatpak that may see the home directory", place: "flatpak:org.example.App", tree: map[string]string{userOverrides: context + "home;\n", own + "/config/x": ""},
		sees: []string{"/home/ann/.config/openxr/1/active_runtime.json", "/home/ann/games/libx.so", own + "/config/x", "/home/ann/.var/app", flatpaks},
		not: []string{own + "/config/openxr/1/active_runtime.json", "/home/bob", "/opt/x/libx.so", flatpaks + "/app", "/home/ann/.var/app/org.example.Other",
			"/usr/lib/libhost.so", "/run/host/usr"},
	},
	{
		name: "a flatpak that may see the host", place: "flatpak:org.example.App", tree: map[string]string{userOverrides: context + "host;\n"},
		sees: []string{"/home/ann/games/libx.so", "/home/bob/secret", "/opt/x/libx.so", "/run/host/usr/lib/libhost.so", "/run/host/lib/libhost.so",
			"/run/host/etc/xdg/openxr/1/active_runtime.json", "/usr/lib/libruntime.so"},
		not: []string{"/usr/lib/libhost.so", "/etc/xdg/openxr/1/active_runtime.json", "/run/user/1000/monado_comp_ipc", flatpaks + "/app"},
	},
	{
		name: "a flatpak that may see the host's system, and no more of its configuration", place: "flatpak:org.example.App", tree: map[string]string{userOverrides: context + "host-os;\n"},
		sees: []string{"/run/host/usr/share/openxr/1/x.json"}, not: []string{"/run/host/etc/xdg", "/home/ann/games"},
	},
	{
		name: "folders that a flatpak has itself are never shared", place: "flatpak:org.example.App", tree: map[string]string{userOverrides: context + "/usr/share;/etc;/lib;/run;\n"},
		not: []string{"/usr/share", "/etc/xdg/openxr", "/usr/lib/libhost.so", "/run/user/1000/monado_comp_ipc"},
	},
	{
		name: "sockets and another flatpak's files", place: "flatpak:org.example.App",
		tree: map[string]string{userOverrides: context + "xdg-run/wivrn;xdg-data/flatpak/app/io.github.wivrn.wivrn:ro;~/games;\n"},
		sees: []string{"/run/user/1000/wivrn/comp_ipc", flatpaks + "/app/io.github.wivrn.wivrn/current/files/libw.so", "/home/ann/games/libx.so"},
		not:  []string{"/run/user/1000/monado_comp_ipc", flatpaks + "/app/org.example.App"},
	},
	{
		name: "a later override takes back, and the overrides of all users are not for a user's flatpak", place: "flatpak:org.example.App",
		tree: map[string]string{flatpaks + "/overrides/global": context + "~/games;/opt/x;\n", userOverrides: context + "!/opt/x;!home;\n[Environment]\nXR_RUNTIME_JSON=/app/x.json\n",
			"/var/lib/flatpak/overrides/global": context + "home;\n"},
		sees: []string{"/home/ann/games/libx.so"}, not: []string{"/opt/x/libx.so", "/home/ann/.config"}, variables: map[string]string{"XR_RUNTIME_JSON": "/app/x.json"},
	},
	{
		name: "a link inside of a shared folder that leads out of it is dangling", place: "flatpak:org.example.App",
		tree: map[string]string{userOverrides: context + "xdg-config/openxr;\n", "/home/ann/.config/openxr/1/far.json": "-> /usr/share/openxr/1/x.json", "/home/ann/.config/openxr/1/near.json": "-> active_runtime.json"},
		sees: []string{own + "/config/openxr/1/near.json"}, not: []string{own + "/config/openxr/1/far.json"},
	},
	{
		name: "a shared folder that is a link is shared with what it leads to", place: "flatpak:org.example.App",
		tree: map[string]string{userOverrides: context + "~/xr;\n", "/home/ann/xr": "-> /opt/x"}, sees: []string{"/home/ann/xr/libx.so", "/opt/x/libx.so"},
	},
	{
		name: "a variable that is set outside is set inside too, unless it is unset", place: "flatpak:org.example.App", env: map[string]string{"XR_RUNTIME_JSON": "/x.json", "XR_LOADER_DEBUG": "all", "XDG_CONFIG_HOME": "/home/ann/cfg"},
		tree:      map[string]string{userOverrides: "[Context]\nunset-environment=XR_LOADER_DEBUG;\n"},
		variables: map[string]string{"XR_RUNTIME_JSON": "/x.json", "XR_LOADER_DEBUG": "", "XDG_CONFIG_HOME": own + "/config", "HOST_XDG_CONFIG_HOME": "/home/ann/cfg"},
	},
	{
		name: "Steam's container", place: "steam",
		sees: []string{"/home/ann/.config/openxr/1/active_runtime.json", "/home/ann/games/libx.so", "/usr/lib/libsteam.so", "/lib/libsteam.so", "/run/host/usr/share/openxr/1/x.json",
			"/run/host/etc/xdg/openxr/1/active_runtime.json", "/run/pressure-vessel"},
		not:       []string{"/usr/share/openxr/1/x.json", "/etc/xdg/openxr/1/active_runtime.json", "/opt/x/libx.so", "/run/user/1000/monado_comp_ipc", "/home/bob"},
		variables: map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": ""},
	},
	{
		name: "Steam's container with folders that a variable shares", place: "steam", env: map[string]string{"PRESSURE_VESSEL_FILESYSTEMS_RW": "/run/user/1000/monado_comp_ipc:/opt/x"},
		sees: []string{"/run/user/1000/monado_comp_ipc", "/opt/x/libx.so"}, not: []string{"/run/user/1000/wivrn"},
	},
	{
		name: "Steam's container that imports runtimes", place: "steam", env: map[string]string{"PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES": "1"},
		tree: map[string]string{"/home/ann/.config/openxr/1/active_runtime.json": "-> /usr/share/openxr/1/y.json", "/usr/share/openxr/1/y.json": `{"file_format_version": "1.0.0", "runtime": {"library_path": "../../../lib/liby.so"}}`,
			"/usr/lib/liby.so": "-> liby.so.1", "/usr/lib/liby.so.1": "", layerJSON: layerManifest, "/usr/lib/libl.so": ""},
		sees:      []string{"/home/ann/.config/openxr/1/active_runtime.json", "/usr/share/openxr/1/y.json", "/usr/lib/liby.so", "/usr/lib/liby.so.1", "/usr/lib/libsteam.so", "/lib/libsteam.so", "/run/user/1000/monado_comp_ipc", "/run/user/1000/wivrn/comp_ipc"},
		not:       []string{"/usr/share/openxr/1/x.json", "/usr/lib/libhost.so", "/opt/x/libx.so", layerJSON, "/usr/lib/libl.so"},
		variables: map[string]string{"LD_LIBRARY_PATH": ""},
	},
	{
		name: "Steam's container that imports a runtime with a bare library", place: "steam", env: map[string]string{"PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES": "1"},
		tree: map[string]string{"/home/ann/.config/openxr/1/active_runtime.json": `{"file_format_version": "1.0.0", "runtime": {"library_path": "libhost.so"}}`},
		sees: []string{"/usr/lib/libhost.so"}, variables: map[string]string{"LD_LIBRARY_PATH": "/usr/lib"},
	},
	{
		name: "Steam's container that imports layers", place: "steam", env: map[string]string{"PRESSURE_VESSEL_IMPORT_OPENXR_1_LAYERS": "1", "PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES": "0"},
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": manifest, layerJSON: layerManifest, "/usr/lib/libl.so": ""},
		sees: []string{layerJSON, "/usr/lib/libl.so"}, not: []string{"/etc/xdg/openxr/1/active_runtime.json", "/run/user/1000/monado_comp_ipc"},
	},
	{
		name: "a strict snap", place: "snap:blender",
		sees:      []string{"/usr/lib/libbase.so", "/home/ann/snap/blender/42/.config/x", "/snap/blender/42/meta/snap.yaml", "/run/user/1000/monado_comp_ipc"},
		not:       []string{"/usr/lib/libhost.so", "/usr/share/openxr/1/x.json", "/opt/x/libx.so"},
		variables: map[string]string{"HOME": "/home/ann/snap/blender/42", "SNAP_NAME": "blender", "XDG_RUNTIME_DIR": "/run/user/1000/snap.blender", "SNAP_REAL_HOME": "/home/ann"},
	},
	{
		name: "a classic snap", place: "snap:code", sees: []string{"/usr/lib/libhost.so", "/opt/x/libx.so"}, variables: map[string]string{"HOME": "/home/ann", "SNAP": "/snap/code/9"},
	},
	{
		name: "sudo", place: "sudo", env: map[string]string{"XR_RUNTIME_JSON": "/x.json", "XDG_CONFIG_HOME": "/c"}, sees: []string{"/usr/lib/libhost.so"},
		variables: map[string]string{"HOME": "/root", "XR_RUNTIME_JSON": "", "XDG_CONFIG_HOME": "", "XDG_RUNTIME_DIR": ""},
	},
	{name: "another user", place: "user:bob", env: map[string]string{"XR_RUNTIME_JSON": "/x.json"}, variables: map[string]string{"HOME": "/home/bob", "XR_RUNTIME_JSON": ""}},
}

func TestOf_ShowsFilesAndVariables(t *testing.T) {
	t.Parallel()
	for _, row := range views {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			env := maps.Clone(annVariables)
			maps.Copy(env, row.env)
			p, err := place.Parse(row.place)
			require.NoError(t, err)
			v, err := place.Of(host(t, annMachine(row.tree), env), p)
			require.NoError(t, err)
			require.Equal(t, row.place, v.Place)
			for _, file := range row.sees {
				require.Equal(t, loader.StateFound, v.FileAt(file).State, file)
			}
			for _, file := range row.not {
				require.NotEqual(t, loader.StateFound, v.FileAt(file).State, file)
			}
			for name, want := range row.variables {
				value, set := v.Getenv(name)
				require.Equal(t, want, value, name)
				require.Equal(t, want != "", set, name)
			}
		})
	}
}

// What a directory lists is what can be reached in it.
func TestOf_ListsWhatItShows(t *testing.T) {
	t.Parallel()
	for _, row := range views {
		p, err := place.Parse(row.place)
		require.NoError(t, err)
		v, err := place.Of(host(t, annMachine(row.tree), annVariables), p)
		require.NoError(t, err)
		for _, dir := range []string{"/", "/home", "/home/ann", "/run", "/run/user/1000", "/etc", "/usr"} {
			names, _ := v.ReadDir(dir)
			for _, name := range names {
				require.NotEqual(t, loader.StateMissing, v.FileAt(dir+"/"+name).State, "%s: %s in %s", row.name, name, dir)
			}
		}
	}
}

// Below another root, which may hold only a part of a machine, what is missing is said in a note, and the answer is that of what is there.
func TestOf_AnswersForAPartOfAMachine(t *testing.T) {
	t.Parallel()
	const config = "/home/ann/.config/openxr/1/active_runtime.json"
	for _, row := range []struct {
		place, note string
		tree        map[string]string
		sees, not   string
		variables   map[string]string
	}{
		{place: "flatpak:org.example.Nothing", note: "The flatpak org.example.Nothing is not installed in " + flatpaks + " or /var/lib/flatpak. Its programs are taken to have no permissions but those of overrides", not: config,
			variables: map[string]string{"XDG_CONFIG_HOME": "/home/ann/.var/app/org.example.Nothing/config", "FLATPAK_ID": "org.example.Nothing"}},
		{place: "flatpak:org.example.Nothing", tree: map[string]string{flatpaks + "/overrides/org.example.Nothing": "[Context]\nfilesystems=home;\n"}, note: "but those of overrides", sees: config, not: "/usr/share/openxr/1/x.json"},
		{place: "flatpak:org.example.App", tree: map[string]string{platform + "/active": "-> /nowhere"}, note: "The flatpak's runtime org.example.Platform/x86_64/1 is not installed, without which its programs do not start", not: "/usr/lib/libx.so"},
		{place: "snap:nothing", note: "The snap nothing is not mounted in /snap or /var/lib/snapd/snap, so it is taken to be a strict one.", not: "/usr/share/openxr/1/x.json",
			variables: map[string]string{"HOME": "/home/ann/snap/nothing/current", "SNAP_NAME": "nothing"}},
		{place: "snap:nothing", tree: map[string]string{"/home/ann/snap/nothing/7/x": "", "/home/ann/snap/nothing/current": "-> 7"}, note: "taken to be a strict one", sees: "/home/ann/snap/nothing/7/x",
			variables: map[string]string{"HOME": "/home/ann/snap/nothing/7"}},
		{place: "snap:lonely", note: `The snap's base "core99" is not mounted`, not: "/usr/share/openxr/1/x.json"},
	} {
		p, err := place.Parse(row.place)
		require.NoError(t, err)
		v, err := place.Of(host(t, annMachine(row.tree), annVariables), p)
		require.NoError(t, err, row.place)
		require.Contains(t, strings.Join(v.Notes, " "), row.note)
		if row.sees != "" {
			require.Equal(t, loader.StateFound, v.FileAt(row.sees).State, row.place)
		}
		require.NotEqual(t, loader.StateFound, v.FileAt(row.not).State, row.place)
		for name, want := range row.variables {
			value, _ := v.Getenv(name)
			require.Equal(t, want, value, row.place)
		}
	}
}

func TestOf_SaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		place, text string
		tree, env   map[string]string
		goos        string
		here        bool // on this machine, not below a root
	}{
		{place: "flatpak:org.example.Nothing", here: true, text: "the flatpak org.example.Nothing is not installed in " + flatpaks + " or /var/lib/flatpak: see which are, with: flatpak list"},
		{place: "flatpak:org.example.App", tree: map[string]string{flatpaks + "/app/org.example.App/x86_64/stable/aaaa/metadata": "rubbish"}, text: "name no runtime"},
		{place: "flatpak:org.example.App", env: map[string]string{"HOME": ""}, text: "HOME names no directory"},
		{place: "steam", env: map[string]string{"HOME": "relative"}, text: "HOME names no directory"},
		{place: "snap:nothing", here: true, text: "the snap nothing is not mounted in /snap or /var/lib/snapd/snap: see which are installed, with: snap list"},
		{place: "user:eve", text: "has no user of this name"},
		{place: "program:/nothing", text: "there is no program /nothing"},
		{place: "program:/usr", text: "there is no program /usr"},
		{place: "program:/usr/share/openxr/1/x.json", text: "add --user NAME"},
		{place: "sudo", goos: "darwin", text: "on Linux only, and this is darwin"},
	} {
		env := maps.Clone(annVariables)
		maps.Copy(env, row.env)
		h := host(t, annMachine(row.tree), env)
		if row.here {
			h.Root = ""
		}
		if row.goos != "" {
			h.GOOS = row.goos
		}
		p, err := place.Parse(row.place)
		require.NoError(t, err)
		_, err = place.Of(h, p)
		require.ErrorContains(t, err, row.text, row.place)
	}
}
