// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// inContainers are files that containers of other kinds make: Podman's, Docker's, and those that systemd knows.
var inContainers = []string{"/run/.containerenv", "/.dockerenv", "/run/systemd/container"}

// Inside recognises the place in which a host's own programs run. A container makes files that tell, and its variables do not count,
// because programs that it starts outside inherit them. A snap and sudo make no such files: their variables count if the home
// directory fits them. The zero place means that nothing is seen of one.
func Inside(h loader.Host) Place {
	switch {
	case exists(h, "/run/pressure-vessel"): // also inside of a flatpak
		return Place{Steam, ""}
	case exists(h, "/.flatpak-info"):
		return Place{Flatpak, flatpakName(h)}
	}
	for _, file := range inContainers {
		if exists(h, file) {
			return Place{Container, file}
		}
	}
	home, data := variable(h, "HOME"), variable(h, "SNAP_USER_DATA")
	switch {
	case variable(h, "SNAP") != "" && data != "" && home == data:
		return Place{Snap, variable(h, "SNAP_NAME")}
	case variable(h, "SUDO_USER") != "" && variable(h, "SUDO_USER") != "root" && home == "/root":
		return Place{Sudo, ""}
	}
	return Place{}
}

// flatpakName returns the application's name, or "APP" if it is not known.
func flatpakName(h loader.Host) string {
	if name := variable(h, "FLATPAK_ID"); name != "" {
		return name
	}
	data, _ := h.ReadFile("/.flatpak-info") // what cannot be read tells nothing
	if name := parseKeyFile(string(data)).value("Application", "name"); name != "" {
		return name
	}
	return "APP"
}

func exists(h loader.Host, file string) bool { return h.FileAt(file).State == loader.StateFound }

// canonical returns a path without links, or "" if it leads nowhere.
func canonical(h loader.Host, file string) string { return h.FileAt(file).Canonical }

// variable returns a variable of the environment, or "" if it is not set.
func variable(h loader.Host, name string) string {
	value, _ := h.Getenv(name)
	return value
}
