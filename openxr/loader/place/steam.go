// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// steamRoots are the places of Steam's own files in a home directory.
var steamRoots = []string{".steam/root", ".local/share/Steam", ".steam/debian-installation", ".steam/steam"}

// steamRuntimes are the runtimes of Steam's container, the newest first.
var steamRuntimes = []string{"SteamLinuxRuntime_4", "SteamLinuxRuntime_sniper", "SteamLinuxRuntime_soldier"}

// steam makes the view of a program that Steam starts in its container (pressure-vessel): the home directory and the programs' environment are the user's, /usr and /etc are those of Steam's runtime, the host's are below
// /run/host, and no socket of the session is there but those of desktops.
func (v *View) steam(more Grant) error {
	home, err := v.home()
	if err != nil {
		return err
	}
	v.Mounts = []loader.Mount{{At: "/run/pressure-vessel"}, {At: "/run/host"}}
	files := v.steamRuntime(home)
	v.usr(files)
	if files == "" {
		v.Notes = append(v.Notes, fmt.Sprintf("None of Steam's runtimes was found in %s, so /usr and /etc of its container are taken to be empty.", home))
	}
	v.hostOS()
	v.show("/run/host/etc", "/etc")
	v.share("/tmp")
	v.share(home)
	for _, name := range []string{"PRESSURE_VESSEL_FILESYSTEMS_RO", "PRESSURE_VESSEL_FILESYSTEMS_RW"} {
		for _, file := range strings.Split(variable(v.Outside, name), ":") {
			if path.IsAbs(file) {
				v.share(file)
			}
		}
	}
	if dir := v.runtimeDir(); dir != "" {
		v.ensure(dir)
	}
	v.setenv(map[string]string{"LD_LIBRARY_PATH": ""})
	v.imports(more)
	v.Notes = append(v.Notes, "Which of Steam's runtimes a program runs in depends on the program.")
	return nil
}

// steamRuntime returns the files of the newest runtime of Steam's that is installed, or "".
func (v *View) steamRuntime(home string) string {
	for _, runtime := range steamRuntimes {
		for _, root := range steamRoots {
			dir := path.Join(home, root, "steamapps/common", runtime)
			names, _ := v.Outside.ReadDir(dir) // most are not there
			for _, name := range names {
				if files := path.Join(dir, name, "files"); strings.Contains(name, "_platform_") && exists(v.Outside, files) {
					return files
				}
			}
		}
	}
	return ""
}
