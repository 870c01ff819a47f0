// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// covered reports whether a path of the host is in a trail, as itself or by a pattern.
func covered(h loader.Host, trail []string, file string) bool {
	native := filepath.Join(h.Root, file)
	for _, entry := range trail {
		if fits, _ := filepath.Match(entry, native); fits && filepath.Dir(entry) == filepath.Dir(native) {
			return true
		}
	}
	return false
}

// What must change first so that a runtime is installed there: the first directory that is missing, or the manifest itself.
func TestTrail_CoversEveryPlace(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		tree map[string]string
		file string
		want string
	}{
		"a data directory":            {map[string]string{"/usr/share/openxr/1/": ""}, "/usr/share/openxr/1/new.json", "/usr/share/openxr/1/new.json"},
		"a data directory to be made": {map[string]string{"/usr/share/": ""}, "/usr/share/openxr/1/new.json", "/usr/share/openxr"},
		"a configuration directory":   {map[string]string{home + "/.config/openxr/1/": ""}, home + "/.config/openxr/1/new.json", home + "/.config/openxr/1/new.json"},
		"a new flatpak":               {map[string]string{"/var/lib/flatpak/app/": ""}, "/var/lib/flatpak/app/a.b/current/active/files/share/openxr/1/m.json", "/var/lib/flatpak/app/a.b"},
		"a flatpak without a runtime": {map[string]string{"/var/lib/flatpak/app/a.b/current/active/files/share/": ""}, "/var/lib/flatpak/app/a.b/current/active/files/share/openxr/1/m.json", "/var/lib/flatpak/app/a.b/current/active/files/share/openxr"},
		"a new prefix of Envision":    {map[string]string{home + "/.local/share/envision/prefixes/": ""}, home + "/.local/share/envision/prefixes/p/share/openxr/1/m.json", home + "/.local/share/envision/prefixes/p"},
		"the folder of CloudXR":       {map[string]string{home + "/": ""}, home + "/.cloudxr/openxr_cloudxr.json", home + "/.cloudxr"},
		"Steam's list of libraries":   {map[string]string{steam + "/steamapps/": ""}, "", steam + "/steamapps/libraryfolders.vdf"},
		"SteamVR":                     {map[string]string{steam + "/steamapps/common/": ""}, steam + steamVR, steam + "/steamapps/common/SteamVR"},
		"SteamVR's manifest":          {map[string]string{steam + "/steamapps/common/SteamVR/": ""}, steam + steamVR, steam + steamVR},
		"a profile of Nix":            {map[string]string{"/nix/var/nix/profiles/": ""}, "/nix/var/nix/profiles/default/share/openxr/1/m.json", "/nix/var/nix/profiles/default"},
		"a manifest that is there":    {map[string]string{"/opt/a/share/openxr/1/m.json": content}, "/opt/a/share/openxr/1/m.json", "/opt/a/share/openxr/1/m.json"},
		"the end of a link":           {map[string]string{"/usr/share/openxr/1/m.json": "-> /srv/m.json", "/srv/": ""}, "/usr/share/openxr/1/m.json", "/srv/m.json"},
		"a directory behind a link":   {map[string]string{"/usr/share/openxr": "-> /srv/openxr", "/srv/openxr/1/": ""}, "/usr/share/openxr/1/m.json", "/srv/openxr/1/m.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := hostOf(t, "linux", row.tree, nil)
			require.True(t, covered(h, Trail(h), row.want), "%s\n%s", row.want, strings.Join(Trail(h), "\n"))
		})
	}
}

func TestTrail_HasEachPathOnce(t *testing.T) {
	t.Parallel()
	h := hostOf(t, "linux", map[string]string{"/usr/share/openxr/1/m.json": content}, nil)
	seen := map[string]bool{}
	for _, entry := range Trail(h) {
		require.False(t, seen[entry], entry)
		seen[entry] = true
	}
	h.GOOS = "darwin"
	require.True(t, covered(h, Trail(h), "/opt"))
	h.GOOS = "openbsd"
	require.Empty(t, Trail(h))
}
