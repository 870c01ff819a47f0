// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"cmp"
	"errors"
	"path"
	"runtime"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// maxMatches bounds how many manifests one pattern stands for.
const maxMatches = 256

// Elsewhere returns the runtimes that are installed outside the directories of XDG, each file once.
func Elsewhere(h loader.Host) []loader.Found {
	var list []loader.Found
	for _, p := range placesOf(h) {
		for _, file := range expand(h, p.below, p.manifests) {
			list = add(h, list, file, p.source)
		}
	}
	if cmp.Or(h.GOOS, runtime.GOOS) != "windows" {
		return list
	}
	for _, file := range windowsPlaces {
		source := InVendors
		if strings.Contains(file, `\steamapps\`) {
			source = InSteam
		}
		list = add(h, list, file, source)
	}
	return list
}

// placesOf returns the places of a host's operating system. Those below a directory that is not known are left out.
func placesOf(h loader.Host) []place {
	var list []place
	switch cmp.Or(h.GOOS, runtime.GOOS) {
	case "linux":
		for _, library := range steamLibraries(h) {
			list = append(list, place{below: library, source: InSteam, manifests: steamManifests})
		}
		list = append(list, rooted(h, linuxPlaces)...)
		return append(list, rooted(h, nixPlaces)...)
	case "darwin":
		return append(rooted(h, macOSPlaces), rooted(h, nixPlaces)...)
	}
	return nil
}

// rooted puts the directories of this host in the place of "~".
func rooted(h loader.Host, table []place) []place {
	home, data := variable(h, "HOME"), variable(h, "XDG_DATA_HOME")
	var list []place
	for _, p := range table {
		rest, users := strings.CutPrefix(p.manifests, "~/")
		if !users {
			list = append(list, place{below: "/", source: p.source, manifests: p.manifests})
			continue
		}
		if path.IsAbs(home) {
			list = append(list, place{below: home, source: p.source, manifests: rest})
		}
		if rest, shared := strings.CutPrefix(rest, ".local/share/"); shared && path.IsAbs(data) {
			list = append(list, place{below: data, source: p.source, manifests: rest})
		}
	}
	return list
}

// expand returns the manifests that a pattern below a directory stands for, in order. A file called active_runtime*.json is a
// choice, and no installed runtime.
func expand(h loader.Host, below, pattern string) []string {
	paths := []string{below}
	for name := range strings.SplitSeq(strings.Trim(pattern, "/"), "/") {
		var next []string
		for _, dir := range paths {
			next = append(next, matching(h, dir, name)...)
		}
		paths = next[:min(len(next), maxMatches)]
	}
	return slices.DeleteFunc(paths, func(file string) bool { return isChoice(path.Base(file)) })
}

// matching returns the paths in a directory whose names match a pattern.
func matching(h loader.Host, dir, pattern string) []string {
	if !strings.Contains(pattern, "*") {
		return []string{path.Join(dir, pattern)}
	}
	names, _ := h.ReadDir(dir) // what cannot be listed names nothing
	var paths []string
	for _, name := range names {
		if ok, _ := path.Match(pattern, name); ok {
			paths = append(paths, path.Join(dir, name))
		}
	}
	return paths
}

func add(h loader.Host, list []loader.Found, file, source string) []loader.Found {
	canonical := h.FileAt(file).Canonical
	if !isFile(h, file) || slices.ContainsFunc(list, func(f loader.Found) bool { return f.Canonical == canonical }) {
		return list
	}
	return append(list, read(h, file, canonical, source))
}

func read(h loader.Host, file, canonical, source string) loader.Found {
	found := loader.Found{Path: file, Canonical: cmp.Or(canonical, file), Source: source}
	manifest, err := h.ReadManifest(file)
	if !errors.As(err, &found.Err) {
		found.Manifest = manifest
	}
	return found
}

func isFile(h loader.Host, file string) bool {
	info := h.FileAt(file)
	return info.State == loader.StateFound && info.Mode.IsRegular()
}

// variable returns a variable of the host's environment, or "".
func variable(h loader.Host, name string) string {
	value, set := h.Getenv(name)
	if !set {
		return ""
	}
	return value
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
