// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

func onLinux(ctx context.Context, h loader.Host) []Browser {
	lists := readLists(h)
	var found []Browser
	for _, r := range rowsOf("linux") {
		if file := firstFile(h, r.files); file != "" {
			found = append(found, ofPackage(h, lists, r, file))
		} else if name := lists.first(r.packages); name != "" {
			b := ofPackage(h, lists, r, "")
			b.NoBinary = fmt.Sprintf("the package %s is installed, and its program is in none of the places that xrprobe knows", name)
			found = append(found, b)
		}
	}
	for _, dir := range electronDirs(h) {
		found = append(found, electron(h, dir))
	}
	for _, find := range []func(context.Context, loader.Host) []Browser{flatpaks, snaps} {
		if ctx.Err() == nil {
			found = append(found, find(ctx, h)...)
		}
	}
	return found
}

// ofPackage makes a browser of a row and its program. The version is that of the package, if a list has one.
func ofPackage(h loader.Host, lists packageLists, r row, file string) Browser {
	b := Browser{Name: r.name, Engine: r.engine, Host: h, Binary: file, Source: path.Dir(file)}
	if name := lists.first(r.packages); name != "" {
		b.Source = lists.manager + ": " + name
		b.Version, b.VersionFrom = lists.versions[name], "the list of "+lists.manager
	}
	if r.engine == report.EngineGecko && file != "" {
		b.ini()
	}
	return b
}

// ini reads the version of a Firefox from the file beside its library.
func (b *Browser) ini() {
	file := dirOf(b.Host, b.Binary, "application.ini")
	data, err := b.Host.ReadFile(file)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(data)) {
		if version, is := strings.CutPrefix(line, "Version="); is && strings.TrimSpace(version) != "" {
			b.Version, b.VersionFrom = strings.TrimSpace(version), file
			return
		}
	}
}

// dirOf returns a path beside a file.
func dirOf(h loader.Host, file, name string) string {
	if h.System() == "windows" {
		return file[:strings.LastIndexByte(file, '\\')+1] + name
	}
	return path.Join(path.Dir(file), name)
}

// firstFile returns the first file of patterns that is there, or "". A "*" in the last name stands for the rest of it, and {lib} for each
// directory of libraries.
func firstFile(h loader.Host, patterns []string) string {
	for _, pattern := range patterns {
		for _, file := range expand(h, pattern) {
			if prefix, is := strings.CutSuffix(path.Base(file), "*"); is {
				file = longest(h, path.Dir(file), prefix)
			}
			if file != "" && isFile(h, file) {
				return file
			}
		}
	}
	return ""
}

// multiarch are the names that Debian gives to the directories of libraries for architectures, of those that have browsers.
var multiarch = map[string]string{"x86_64": "x86_64-linux-gnu", "aarch64": "aarch64-linux-gnu", "i686": "i386-linux-gnu", "armv7a-vfp": "arm-linux-gnueabihf", "riscv64": "riscv64-linux-gnu", "ppc64el": "powerpc64le-linux-gnu", "loongarch64": "loongarch64-linux-gnu"}

func expand(h loader.Host, pattern string) []string {
	below, isLibrary := strings.CutPrefix(pattern, "{lib}")
	if !isLibrary {
		return []string{pattern}
	}
	dirs := []string{"/app/lib", "/usr/lib64", "/usr/lib"}
	if name, known := multiarch[h.ArchWord()]; known {
		dirs = append([]string{"/usr/lib/" + name}, dirs...)
	}
	for i, dir := range dirs {
		dirs[i] = dir + below
	}
	return dirs
}

// longest returns the file with the longest name that begins so: the library itself, and not a link to it. It returns "" if there is none.
func longest(h loader.Host, dir, prefix string) string {
	best := ""
	for _, name := range namesIn(h, dir) {
		if strings.HasPrefix(name, prefix) && len(name) > len(best) {
			best = name
		}
	}
	if best == "" {
		return ""
	}
	return path.Join(dir, best)
}

// flatpaks returns the browsers among the installed flatpaks.
func flatpaks(ctx context.Context, h loader.Host) []Browser {
	var found []Browser
	seen := map[string]bool{}
	for _, dir := range places.Flatpaks(h) {
		id := path.Base(dir)
		if seen[id] || ctx.Err() != nil {
			continue
		}
		seen[id] = true
		at := slices.IndexFunc(table(), func(r row) bool { return r.system == "flatpak" && r.id == id })
		files := path.Join(dir, "current/active/files")
		switch {
		case at >= 0:
			found = append(found, inPlace(h, place.Place{Kind: place.Flatpak, Name: id}, table()[at], ""))
		default:
			for _, name := range namesIn(h, files)[:min(len(namesIn(h, files)), 64)] {
				if isElectron(h, path.Join(files, name)) {
					found = append(found, inPlace(h, place.Place{Kind: place.Flatpak, Name: id}, row{name: "Electron (" + id + ")", engine: report.EngineChromium}, "/app/"+name))
					break
				}
			}
		}
	}
	return found
}

// snaps returns the browsers among the installed snaps.
func snaps(_ context.Context, h loader.Host) []Browser {
	var found []Browser
	for _, r := range rowsOf("snap") {
		switch {
		case isDir(h, "/snap/"+r.id+"/current"), isDir(h, "/var/lib/snapd/snap/"+r.id+"/current"):
			found = append(found, inPlace(h, place.Place{Kind: place.Snap, Name: r.id}, r, ""))
		case slices.ContainsFunc(namesIn(h, "/var/lib/snapd/snaps"), func(name string) bool { return strings.HasPrefix(name, r.id+"_") }):
			b := inPlace(h, place.Place{Kind: place.Snap, Name: r.id}, r, "")
			b.Binary, b.NoBinary = "", "the snap is an image that is not mounted"
			found = append(found, b)
		}
	}
	return found
}

// inPlace makes a browser of what the programs of a place see. Electron is the directory of an application of Electron there, or "".
func inPlace(h loader.Host, at place.Place, r row, electronDir string) Browser {
	b := Browser{Name: r.name, Engine: r.engine, Host: h, Source: string(at.Kind) + ": " + at.Name}
	view, err := place.Of(h, at)
	if err != nil {
		b.Unseen = err.Error()
		b.NoBinary = "what the " + string(at.Kind) + " sees is not known"
		return b
	}
	b.Host = view.Host
	b.Host.Place = at.String()
	files := slices.Clone(r.files)
	if at.Kind == place.Snap {
		dir, _ := view.Getenv("SNAP")
		for i, file := range files {
			files[i] = path.Join(dir, file)
		}
	}
	if electronDir != "" {
		e := electron(b.Host, electronDir)
		e.Name, e.Source = b.Name, b.Source
		return e
	}
	if b.Binary = firstFile(b.Host, files); b.Binary == "" {
		b.NoBinary = "its program is in none of the places that xrprobe knows"
	} else if r.engine == report.EngineGecko {
		b.ini()
	}
	return b
}
