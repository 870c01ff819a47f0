// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts

import (
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Deployment is a flatpak's directory of files that is gone.
type Deployment struct {
	// App is the application's directory, ID its name, and Hash the name of what is gone.
	App, ID, Hash string
	// Current is where the file should be now, or "" if the application has no directory.
	Current string
}

// GoneDeployment reports whether a path is in .../flatpak/app/ID/ARCH/BRANCH/HASH, and HASH does not exist. The application
// may be installed for the user now, or for the machine.
func GoneDeployment(h loader.Host, file string) (Deployment, bool) {
	const apps = "/flatpak/app/"
	at := strings.Index(file, apps)
	if at < 0 {
		return Deployment{}, false
	}
	at += len(apps)
	parts := strings.SplitN(file[at:], "/", 5)
	if len(parts) < 5 {
		return Deployment{}, false
	}
	home, _ := h.Getenv("HOME")
	d := Deployment{App: file[:at] + parts[0], ID: parts[0], Hash: parts[3]}
	for _, app := range []string{d.App, "/var/lib/flatpak/app/" + d.ID, home + "/.local/share/flatpak/app/" + d.ID} {
		if d.Current == "" && h.FileAt(app).State != loader.StateMissing {
			d.Current = app + "/current/active/" + parts[4]
		}
	}
	return d, h.FileAt(path.Join(d.App, parts[1], parts[2], parts[3])).State == loader.StateMissing
}
