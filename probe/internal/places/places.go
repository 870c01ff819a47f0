// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"cmp"
	"errors"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// steamDirs are where Steam may be, below the home directory: its own package, the
// links that it makes, Debian's package, its flatpak and its snap.
var steamDirs = []string{
	".local/share/Steam", ".steam/steam", ".steam/root", ".steam/debian-installation",
	".var/app/com.valvesoftware.Steam/.local/share/Steam", ".var/app/com.valvesoftware.Steam/data/Steam", "snap/steam/common/.local/share/Steam",
}

// prefixes are directories below the home directory that hold runtimes built or unpacked
// there; "*" stands for each name.
var prefixes = []string{".local/share/envision/prefixes/*", ".cloudxr"}

// The sources of runtimes outside the directories of XDG, in plain words.
const (
	InSteam   = "a Steam library"
	InFlatpak = "a flatpak"
	InPrefix  = "a dir of the user's"
)

// Elsewhere returns the runtimes that are installed outside the directories of XDG: in
// Steam's directories, in flatpaks, and in prefixes below the home directory.
func Elsewhere(h loader.Host) []loader.Found {
	if cmp.Or(h.GOOS, runtime.GOOS) != "linux" {
		return nil
	}
	var list []loader.Found
	for _, library := range steamLibraries(h) {
		list = add(h, list, path.Join(library, "steamapps/common/SteamVR/steamxr_linux64.json"), InSteam)
	}
	for _, dir := range Flatpaks(h) {
		list = addAll(h, list, path.Join(dir, "current/active/files/share/openxr/1"), InFlatpak)
	}
	if home := variable(h, "HOME"); home != "" {
		for _, prefix := range prefixes {
			for _, dir := range expand(h, path.Join(home, prefix)) {
				list = addAll(h, list, path.Join(dir, "share/openxr/1"), InPrefix)
			}
		}
	}
	return list
}

// expand returns the directories that a path with "*" as its last name stands for.
func expand(h loader.Host, pattern string) []string {
	parent, all := strings.CutSuffix(pattern, "/*")
	if !all {
		return []string{pattern}
	}
	names, _ := h.ReadDir(parent)
	for i, name := range names {
		names[i] = path.Join(parent, name)
	}
	return names
}

func addAll(h loader.Host, list []loader.Found, dir, source string) []loader.Found {
	names, _ := h.ReadDir(dir)
	for _, name := range names {
		if strings.HasSuffix(name, ".json") {
			list = add(h, list, path.Join(dir, name), source)
		}
	}
	return list
}

func add(h loader.Host, list []loader.Found, file, source string) []loader.Found {
	canonical := h.FileAt(file).Canonical
	if !isFile(h, file) || slices.ContainsFunc(list, func(f loader.Found) bool { return f.Canonical == canonical }) {
		return list
	}
	found := loader.Found{Path: file, Canonical: canonical, Source: source}
	manifest, err := h.ReadManifest(file)
	if !errors.As(err, &found.Err) {
		found.Manifest = manifest
	}
	return append(list, found)
}

func isFile(h loader.Host, file string) bool {
	info := h.FileAt(file)
	return info.State == loader.StateFound && info.Mode.IsRegular()
}

// variable returns a variable of the host's environment, or "".
func variable(h loader.Host, name string) string {
	value, _ := h.Getenv(name)
	return value
}

// libraryPath is a line of Steam's libraryfolders.vdf that names a library: "path" in new
// files, a number in old ones.
var libraryPath = regexp.MustCompile(`(?m)^\s*"(?:path|[0-9]+)"\s+"(/(?:[^"\\]|\\.)*)"`)

// steamLibraries returns the directories that may hold Steam's programs.
func steamLibraries(h loader.Host) []string {
	var libraries []string
	for _, steam := range steamRoots(h) {
		if h.FileAt(steam).State != loader.StateFound {
			continue
		}
		libraries = append(libraries, steam)
		for _, name := range []string{"steamapps/libraryfolders.vdf", "config/libraryfolders.vdf"} {
			data, _ := h.ReadFile(path.Join(steam, name)) // what cannot be read names no library
			for _, match := range libraryPath.FindAllSubmatch(data, -1) {
				libraries = append(libraries, path.Clean(strings.ReplaceAll(string(match[1]), `\\`, `\`)))
			}
		}
	}
	return libraries
}

func steamRoots(h loader.Host) []string {
	var roots []string
	if home := variable(h, "HOME"); home != "" {
		for _, dir := range steamDirs {
			roots = append(roots, path.Join(home, dir))
		}
	}
	if data := variable(h, "XDG_DATA_HOME"); data != "" {
		roots = append(roots, path.Join(data, "Steam"))
	}
	return roots
}

// Flatpaks returns the directories of the installed flatpaks, the machine's and the
// user's.
func Flatpaks(h loader.Host) []string {
	dirs := []string{"/var/lib/flatpak/app"}
	if home := variable(h, "HOME"); home != "" {
		dirs = append(dirs, path.Join(home, ".local/share/flatpak/app"))
	}
	if data := variable(h, "XDG_DATA_HOME"); data != "" {
		dirs = append(dirs, path.Join(data, "flatpak/app"))
	}
	var apps []string
	for _, dir := range dirs {
		names, _ := h.ReadDir(dir)
		for _, name := range names {
			apps = append(apps, path.Join(dir, name))
		}
	}
	return apps
}

// vendors are parts of the names of libraries and manifests, and the runtimes' names.
var vendors = []struct{ part, name string }{
	{"wivrn", "WiVRn"}, {"vrclient", "SteamVR"}, {"steamxr", "SteamVR"}, {"monado", "Monado"},
}

// NameOf returns the runtime's name, or what its library or its file tells of it.
func NameOf(m loader.Manifest) string {
	if m.Name != "" {
		return m.Name
	}
	for _, text := range []string{path.Base(m.Library), path.Base(m.Path)} {
		for _, vendor := range vendors {
			if strings.Contains(strings.ToLower(text), vendor.part) {
				return vendor.name
			}
		}
	}
	return strings.TrimSuffix(path.Base(m.Path), ".json")
}

// Whose says in words to whom an installed runtime belongs.
func Whose(h loader.Host, found loader.Found) string {
	home := variable(h, "HOME")
	switch {
	case found.Source == InSteam || found.Source == InFlatpak:
		return "in " + found.Source
	case home != "" && strings.HasPrefix(found.Path, home+"/"):
		return "the user's"
	}
	return "the machine's"
}

// maxLinks bounds how many links of a chain are followed.
const maxLinks = 40

// EndOf follows a link, and the links that it leads to, to the path that does not exist.
func EndOf(h loader.Host, link string) string {
	end := link
	for range maxLinks {
		target := h.FileAt(end).Target
		if target == "" {
			break
		}
		if !strings.HasPrefix(target, "/") {
			dir := path.Dir(end)
			if canonical := h.FileAt(dir).Canonical; canonical != "" {
				dir = canonical
			}
			target = path.Join(dir, target)
		}
		end = path.Clean(target)
	}
	return end
}
