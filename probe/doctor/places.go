// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
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

// ways are the sources of runtimes outside the directories of XDG, in plain words.
const (
	inSteam   = "a Steam library"
	inFlatpak = "a flatpak"
	inPrefix  = "a dir of the user's"
)

// elsewhere returns the runtimes that are installed outside the directories of XDG: in
// Steam's directories, in flatpaks, and in prefixes below the home directory.
func elsewhere(h loader.Host) []loader.Found {
	if system(h) != "linux" {
		return nil
	}
	var list []loader.Found
	for _, library := range steamLibraries(h) {
		list = add(h, list, path.Join(library, "steamapps/common/SteamVR/steamxr_linux64.json"), inSteam)
	}
	for _, dir := range flatpaks(h) {
		list = addAll(h, list, path.Join(dir, "current/active/files/share/openxr/1"), inFlatpak)
	}
	if home := variable(h, "HOME"); home != "" {
		for _, prefix := range prefixes {
			for _, dir := range expand(h, path.Join(home, prefix)) {
				list = addAll(h, list, path.Join(dir, "share/openxr/1"), inPrefix)
			}
		}
	}
	return list
}

func system(h loader.Host) string {
	if h.GOOS != "" {
		return h.GOOS
	}
	return runtime.GOOS
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

// libraryPath is a line of Steam's libraryfolders.vdf that names a library: "path" in new
// files, a number in old ones.
var libraryPath = regexp.MustCompile(`(?m)^\s*"(?:path|[0-9]+)"\s+"(/(?:[^"\\]|\\.)*)"`)

// steamLibraries returns the directories that may hold Steam's programs.
func steamLibraries(h loader.Host) []string {
	var libraries []string
	for _, steam := range steamRoots(h) {
		if !exists(h, steam) {
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

// flatpaks returns the directories of the installed flatpaks, the machine's and the
// user's.
func flatpaks(h loader.Host) []string {
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

// installed returns every runtime that is installed, those first that can be used as far
// as their files tell. Two manifests of one library are one runtime: the first stands for
// both.
func installed(p *Patient) (usable, broken []loader.Found) {
	all := slices.Clone(p.Installed)
	for _, found := range elsewhere(p.Host) {
		if !slices.ContainsFunc(all, func(f loader.Found) bool { return f.Canonical == found.Canonical }) {
			all = append(all, found)
		}
	}
	seen := map[string]bool{}
	for _, found := range all {
		if text, _ := p.whyUnusable(found); text != "" {
			broken = append(broken, found)
			continue
		}
		if library := libraryOf(p.Host, found); !seen[library] {
			seen[library] = true
			usable = append(usable, found)
		}
	}
	return usable, broken
}

func libraryOf(h loader.Host, found loader.Found) string {
	if canonical := h.FileAt(found.Manifest.Library).Canonical; canonical != "" {
		return canonical
	}
	return found.Manifest.Library
}

// whyUnusable says why a runtime cannot be loaded, as far as its files tell, and what to do.
// The text is "" if nothing speaks against it.
func (p *Patient) whyUnusable(found loader.Found) (text, fix string) {
	if found.Err != nil {
		return found.Err.Text, found.Err.Fix
	}
	if problem := p.inspect(found.Manifest).Problem; problem != nil {
		return path.Clean(problem.Path) + ": " + problem.Text, problem.Fix
	}
	return "", ""
}

// vendors are parts of the names of libraries and manifests, and the runtimes' names.
var vendors = []struct{ part, name string }{
	{"wivrn", "WiVRn"}, {"vrclient", "SteamVR"}, {"steamxr", "SteamVR"}, {"monado", "Monado"},
}

// nameOf returns the runtime's name, or what its library or its file tells of it.
func nameOf(m loader.Manifest) string {
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

// whose says in words to whom an installed runtime belongs.
func whose(h loader.Host, found loader.Found) string {
	home := variable(h, "HOME")
	switch {
	case found.Source == inSteam || found.Source == inFlatpak:
		return "in " + found.Source
	case home != "" && strings.HasPrefix(found.Path, home+"/"):
		return "the user's"
	}
	return "the machine's"
}
