// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/place"
)

func TestInside(t *testing.T) {
	t.Parallel()
	snap := map[string]string{"SNAP": "/snap/x/1", "SNAP_NAME": "x", "SNAP_USER_DATA": "/home/ann/snap/x/1", "HOME": "/home/ann/snap/x/1"}
	for name, row := range map[string]struct {
		tree, env map[string]string
		want      place.Place
	}{
		"here":                                  {nil, annVariables, place.Place{}},
		"Steam's container":                     {map[string]string{"/run/pressure-vessel/": "", "/.flatpak-info": ""}, nil, place.Place{Kind: place.Steam}},
		"a flatpak that a variable names":       {map[string]string{"/.flatpak-info": ""}, map[string]string{"FLATPAK_ID": "org.x"}, place.Place{Kind: place.Flatpak, Name: "org.x"}},
		"a flatpak that its file names":         {map[string]string{"/.flatpak-info": "[Instance]\nname=no\n[Application]\nname=org.y\n"}, nil, place.Place{Kind: place.Flatpak, Name: "org.y"}},
		"a flatpak without a name":              {map[string]string{"/.flatpak-info": "[Application]\n"}, nil, place.Place{Kind: place.Flatpak, Name: "APP"}},
		"a variable of a flatpak, and no file":  {nil, map[string]string{"FLATPAK_ID": "org.x"}, place.Place{}},
		"Podman":                                {map[string]string{"/run/.containerenv": ""}, nil, place.Place{Kind: place.Container, Name: "/run/.containerenv"}},
		"a snap":                                {nil, snap, place.Place{Kind: place.Snap, Name: "x"}},
		"a program that a classic snap started": {nil, map[string]string{"SNAP": "/snap/x/1", "SNAP_USER_DATA": "/home/ann/snap/x/1", "HOME": "/home/ann"}, place.Place{}},
		"sudo":                                  {nil, map[string]string{"SUDO_USER": "ann", "HOME": "/root"}, place.Place{Kind: place.Sudo}},
		"sudo to another user":                  {nil, map[string]string{"SUDO_USER": "ann", "HOME": "/home/bob"}, place.Place{}},
		"root, by sudo of root":                 {nil, map[string]string{"SUDO_USER": "root", "HOME": "/root"}, place.Place{}},
	} {
		require.Equal(t, row.want, place.Inside(host(t, row.tree, row.env)), name)
	}
}
