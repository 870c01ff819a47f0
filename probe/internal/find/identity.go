// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// identified fills in what a runtime of one manifest is known by.
func (m Machine) identified(r Runtime) Runtime {
	file := r.Manifest.Canonical
	if file == "" {
		file = m.host.FileAt(r.Path).Canonical
	}
	if file == "" {
		file = r.Path
	}
	r.Manifests = []string{r.Path}
	r.names = []string{strings.TrimSuffix(base(file), ".json")}
	r.key = "manifest " + m.folded(file)
	if library := m.library(r.Manifest); library != "" {
		// Printing a map sorts its keys.
		r.key = fmt.Sprintf("library %s %q", m.folded(library), r.Manifest.Functions)
	}
	return r
}

// folded returns a path in the form that is the same for all that lead to one file on Windows, where case does not count.
func (m Machine) folded(path string) string {
	if m.host.System() != "windows" {
		return path
	}
	return strings.ToLower(strings.ReplaceAll(path, "/", `\`))
}

// library returns the manifest's library after symbolic links, or "" if the manifest names
// none.
func (m Machine) library(manifest loader.Manifest) string {
	path := m.host.LocateLibrary(manifest)
	if path == "" {
		return manifest.Library
	}
	if info := m.host.FileAt(path); info.Canonical != "" {
		return info.Canonical
	}
	return path
}

// name is what the runtime's ID is made of: the name of a manifest's file. A file called
// active_runtime.json names no runtime, so that of another manifest counts, or else that of
// the library.
func (r Runtime) name() string {
	for _, name := range r.names {
		if !strings.HasPrefix(name, "active_runtime") {
			return name
		}
	}
	if name := libraryName(r.Manifest.Library); name != "" {
		return name
	}
	return r.names[0]
}

// libraryName returns openxr_wivrn for libopenxr_wivrn.so.1.
func libraryName(library string) string {
	name := base(library)
	for _, ending := range []string{".so", ".dll", ".dylib"} {
		if at := strings.Index(strings.ToLower(name), ending); at > 0 {
			name = name[:at]
		}
	}
	if short := strings.TrimPrefix(name, "lib"); short != "" {
		return short
	}
	return name
}

// giveIDs gives each runtime that has none an ID. If two have one name, a number tells them apart; a
// runtime whose manifest cannot be used gets a number before one that can.
func (m *Machine) giveIDs() {
	used := map[string]bool{}
	for _, r := range m.all {
		used[r.ID] = r.ID != ""
	}
	for _, broken := range []bool{false, true} {
		for i := range m.all {
			r := &m.all[i]
			if r.ID != "" || (r.Err != nil) != broken {
				continue
			}
			r.ID = r.name()
			for n := 2; used[r.ID]; n++ {
				r.ID = fmt.Sprintf("%s-%d", r.name(), n)
			}
			used[r.ID] = true
		}
	}
}

// The owners of a library, as reports name them.
const (
	ownerUser    = "user"
	ownerMachine = "machine"
	ownerSteam   = "steam"
	ownerFlatpak = "flatpak"
	ownerSnap    = "snap"
	ownerPackage = "package"
)

// owners are what paths tell, the most telling first. A pattern that begins with "^" is a
// path's beginning; any other may be anywhere in it.
var owners = []struct{ pattern, owner string }{
	{"/steamapps/", ownerSteam},
	{"/.steam/", ownerSteam},
	{"/share/steam/", ownerSteam},
	{"/program files (x86)/steam/", ownerSteam},
	{"/flatpak/app/", ownerFlatpak},
	{"/.var/app/", ownerFlatpak},
	{"^/snap/", ownerSnap},
	{"^/var/lib/snapd/", ownerSnap},
	{"^/nix/store/", ownerPackage},
	{"^/gnu/store/", ownerPackage},
	{"^/home/", ownerUser},
	{"^/root/", ownerUser},
	{"^/users/", ownerUser},
	{"^c:/users/", ownerUser},
	{"^/usr/local/", ownerMachine},
	{"^/opt/", ownerMachine},
	{"^c:/program files/", ownerMachine},
	{"^c:/program files (x86)/", ownerMachine},
	{"^c:/windows/", ownerMachine},
	{"^/usr/", ownerPackage},
	{"^/lib/", ownerPackage},
	{"^/lib32/", ownerPackage},
	{"^/lib64/", ownerPackage},
}

// Owner says whose a library is, as far as its path tells, after symbolic links. It
// returns "" if the path does not tell.
func Owner(host loader.Host, library string) string {
	if info := host.FileAt(library); info.Canonical != "" {
		library = info.Canonical
	}
	path := strings.ToLower(strings.ReplaceAll(library, `\`, "/"))
	at := slices.IndexFunc(owners, func(row struct{ pattern, owner string }) bool {
		start, anchored := strings.CutPrefix(row.pattern, "^")
		return anchored && strings.HasPrefix(path, start) || !anchored && strings.Contains(path, row.pattern)
	})
	if at >= 0 {
		return owners[at].owner
	}
	if home, set := host.Getenv("HOME"); set && len(home) > 1 && strings.HasPrefix(library, strings.TrimRight(home, "/")+"/") {
		return ownerUser
	}
	return ""
}

// base returns the last name of a path of any system.
func base(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }
