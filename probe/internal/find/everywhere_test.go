// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// everywhere lays out a machine as machine does, and looks at every place.
func everywhere(t *testing.T, files map[string]string) (loader.Host, find.Machine) {
	t.Helper()
	host, _ := machine(t, files)
	resolution, err := host.Resolve(t.Context())
	require.NoError(t, err)
	m, err := find.LookEverywhere(t.Context(), host, resolution)
	require.NoError(t, err)
	return host, m
}

const (
	flatpak = "/var/lib/flatpak/app/io.github.wivrn.wivrn/"
	wivrn   = "/files/share/openxr/1/openxr_wivrn.json"
	steamVR = "/srv/ann/.local/share/Steam/steamapps/common/SteamVR/"
)

// fileOf returns what is known of a path, and the ID of its runtime.
func fileOf(t *testing.T, m find.Machine, path string) (string, report.ManifestFile) {
	t.Helper()
	for _, r := range m.All() {
		for _, file := range r.Files {
			if file.Path == path {
				return r.ID, file
			}
		}
	}
	require.Fail(t, "no runtime has the path", path)
	return "", report.ManifestFile{}
}

func TestLookEverywhere_SaysWhoWroteAFile(t *testing.T) {
	t.Parallel()
	for path, row := range map[string]struct {
		files map[string]string
		want  string
	}{
		usr + "a.json":                     {map[string]string{"/var/lib/dpkg/status": "Package: a\nArchitecture: all\n", "/var/lib/dpkg/info/a.list": usr + "a.json\n"}, "a package (dpkg: a)"},
		local + "a.json":                   {nil, ""},
		users:                              {nil, "the user or the user's programs"},
		steamVR + "steamxr_linux64.json":   {nil, "Steam"},
		flatpak + "current/active" + wivrn: {nil, "a flatpak (io.github.wivrn.wivrn)"},
		"/srv/ann/.local/share/envision/prefixes/p/share/openxr/1/a.json": {nil, "Envision"},
		"/srv/ann/.cloudxr/openxr_cloudxr.json":                           {nil, "CloudXR"},
		"/srv/ann/.nix-profile/share/openxr/1/a.json":                     {map[string]string{"/srv/ann/.nix-profile": "-> /nix/store/0-p", "/nix/store/0-p/share/openxr/1/a.json": "/a.so"}, "Nix"},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{path: "/usr/lib/libx.so"}
			for file, text := range row.files {
				files[file] = text
			}
			if _, nix := row.files["/srv/ann/.nix-profile"]; nix {
				delete(files, path) // it is there through a link
			}
			_, m := everywhere(t, files)
			_, file := fileOf(t, m, path)
			if row.want == "" {
				require.Nil(t, file.WrittenBy)
				require.Equal(t, "no package manager whose lists xrprobe reads was found", *file.WrittenByUnknown)
				return
			}
			require.NotNil(t, file.WrittenBy)
			require.Equal(t, row.want, *file.WrittenBy)
			require.Nil(t, file.WrittenByUnknown)
		})
	}
}

// A link and its end are two paths with two writers, and one runtime.
func TestLookEverywhere_ALinkIsOneThingAndItsEndAnother(t *testing.T) {
	t.Parallel()
	_, m := everywhere(t, map[string]string{
		users: "-> " + flatpak + "current/active" + wivrn, users + ".wivrn-backup": "x",
		flatpak + "current": "-> x86_64/stable", flatpak + "x86_64/stable/active": "-> 00ff00ff", flatpak + "x86_64/stable/00ff00ff" + wivrn: "/a.so",
		"/etc/xdg/openxr/1/active_runtime.json": "-> /etc/alternatives/x", "/etc/alternatives/x": "-> /opt/deep/x.json", "/opt/deep/x.json": "/b.so",
	})
	id, link := fileOf(t, m, users)
	require.Equal(t, "WiVRn", *link.WrittenBy)
	require.Equal(t, flatpak+"x86_64/stable/00ff00ff"+wivrn, *link.LeadsTo)
	other, end := fileOf(t, m, flatpak+"current/active"+wivrn)
	require.Equal(t, id, other)
	require.Nil(t, end.LeadsTo)
	require.Empty(t, end.ActiveFor)
	_, alternative := fileOf(t, m, "/etc/xdg/openxr/1/active_runtime.json")
	require.Equal(t, "update-alternatives", *alternative.WrittenBy)
	require.Equal(t, users, *alternative.ShadowedBy)
	_, deep := fileOf(t, m, "/opt/deep/x.json")
	require.Equal(t, "a link", deep.Source)
	require.Len(t, m.All(), 2)
}

func TestLookEverywhere_LinksOfNix(t *testing.T) {
	t.Parallel()
	const store, files, machine = "/nix/store/0-monado/share/openxr/1/a.json", "/nix/store/1-home-manager-files/.config/openxr/1/active_runtime.json", "/etc/xdg/openxr/1/active_runtime.json"
	for name, row := range map[string]struct {
		files map[string]string
		path  string
		want  *string
	}{
		"home-manager's": {map[string]string{users: "-> " + files, files: "-> " + store}, users, new("Nix")},
		"NixOS'":         {map[string]string{machine: "-> /etc/static/xdg/a.json", "/etc/static/xdg/a.json": "-> " + store}, machine, new("Nix")},
		"by hand":        {map[string]string{users: "-> " + store}, users, new("the user or the user's programs")},
	} {
		row.files[store] = "/a.so"
		_, m := everywhere(t, row.files)
		_, file := fileOf(t, m, row.path)
		require.Equal(t, row.want, file.WrittenBy, name)
	}
}

func TestLookEverywhere_SaysWhatIsStale(t *testing.T) {
	t.Parallel()
	const deployed = flatpak + "x86_64/stable/"
	_, m := everywhere(t, map[string]string{
		"/etc/xdg/openxr/1/active_runtime.json": "-> " + deployed + "0000aaaa" + wivrn, deployed + "0000aaaa" + wivrn: "/a.so",
		deployed + "active": "-> 1111bbbb", deployed + "1111bbbb" + wivrn: "/a.so", "/a.so": "x",
		usr + "gone.json": "/gone.so", usr + "bare.json": "libbare.so", usr + "here.json": "/a.so", usr + "bad.json": "!",
		usr + "copy.json":                   deployed + "0000aaaa/files/lib/x.so",
		"/etc/openxr/1/active_runtime.json": "-> gone.json", "/usr/local/etc/openxr/1/active_runtime.x32.json": "-> active_runtime.x32.json",
		steamVR + "steamxr_linux64.json": "/a.so", "/srv/ann/.local/share/Steam/steamapps/appmanifest_250820.acf": "\"StateFlags\" \"2\"\n",
	})
	const old = "it names the deployment 0000aaaa of the flatpak io.github.wivrn.wivrn, and 1111bbbb is the active one"
	for path, want := range map[string]string{
		"/etc/xdg/openxr/1/active_runtime.json": old, usr + "copy.json": old,
		usr + "gone.json": "its library /gone.so does not exist", usr + "bare.json": "", usr + "here.json": "", usr + "bad.json": "",
		"/etc/openxr/1/active_runtime.json":               "it is a link to /etc/openxr/1/gone.json, which does not exist",
		"/usr/local/etc/openxr/1/active_runtime.x32.json": "it is a link that leads back to itself",
		steamVR + "steamxr_linux64.json":                  "Steam has not installed SteamVR wholly: /srv/ann/.local/share/Steam/steamapps/appmanifest_250820.acf has the StateFlags 2",
	} {
		_, file := fileOf(t, m, path)
		if want == "" {
			require.Nil(t, file.Stale, path)
			continue
		}
		require.NotNil(t, file.Stale, path)
		require.Equal(t, want, *file.Stale)
	}
}

// Looking everywhere adds runtimes, and renames none: an ID from one answer is good for the next.
func TestLookEverywhere_KeepsIDs(t *testing.T) {
	t.Parallel()
	host, m := everywhere(t, map[string]string{
		users: steamVR + "bin/vrclient.so", steamVR + "bin/vrclient.so": "x", steamVR + "steamxr_linux64.json": "./bin/vrclient.so",
		usr + "m.json": "/m.so", "/opt/a/share/openxr/1/m.json": "/other.so",
	})
	require.Equal(t, []string{
		"vrclient* /srv/ann/.config:active_runtime.json " + steamVR + "steamxr_linux64.json", "m-2 /opt/a/share:m.json", "m /usr/share:m.json",
	}, described(m.All()...))
	one, err := m.Named("steamxr_linux64")
	require.NoError(t, err)
	require.Equal(t, "vrclient", one.ID)
	_, base := machine(t, nil)
	require.Empty(t, base.All())
	resolution, err := host.Resolve(t.Context())
	require.NoError(t, err)
	short, err := find.Look(t.Context(), host, resolution)
	require.NoError(t, err)
	require.Equal(t, "vrclient", short.Active()[0].ID)
	require.Nil(t, short.Active()[0].Files)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = find.LookEverywhere(ctx, host, resolution)
	require.ErrorIs(t, err, context.Canceled)
}

// Another user's choice is told where it is a runtime that was found anyway, and lists nothing else.
func TestLookEverywhere_OtherUsersChoices(t *testing.T) {
	t.Parallel()
	_, m := everywhere(t, map[string]string{
		"/etc/passwd":  "ann:x:1:1::/srv/ann:/bin/sh\nbob:x:2:2::/home/bob:/bin/sh\neve:x:3:3::/home/eve:/bin/sh\n",
		usr + "x.json": "/x.so", "/home/bob/.config/openxr/1/active_runtime.json": "/x.so", "/home/eve/.config/openxr/1/active_runtime.json": "/hers.so",
	})
	require.Equal(t, []string{"x /usr/share:x.json /home/bob/.config:active_runtime.json"}, described(m.All()...))
	_, file := fileOf(t, m, "/home/bob/.config/openxr/1/active_runtime.json")
	require.Equal(t, []string{"programs of another user"}, file.ActiveFor)
	require.Equal(t, "another user's configuration", file.Source)
}

// Where the choice is no file of a searched directory, it is active all the same.
func TestLookEverywhere_ChoicesOutsideTheDirectories(t *testing.T) {
	t.Parallel()
	host, _ := machine(t, map[string]string{"/tmp/x.json": "/x.so", users: "/y.so"})
	resolution := loader.Resolution{Chosen: "/tmp/x.json", Via: loader.ViaRuntimeJSON}
	for via, want := range map[loader.Via]string{loader.ViaRuntimeJSON: "programs with this XR_RUNTIME_JSON", loader.ViaRegistry: "programs for x86_64"} {
		resolution.Via = via
		m, err := find.LookEverywhere(t.Context(), host, resolution)
		require.NoError(t, err)
		_, file := fileOf(t, m, "/tmp/x.json")
		require.Equal(t, []string{want}, file.ActiveFor)
	}
}
