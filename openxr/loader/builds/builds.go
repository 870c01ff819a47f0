// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package builds

import (
	"path"
	"slices"
	"strings"
)

// directories are the names that directories have for libraries of one architecture, and none for any other.
var directories = map[string][]string{
	"x86_64":     {"linux64", "win64", "x86_64-linux-gnu", "lib64", "x86_64", "x64", "amd64"},
	"i686":       {"linux32", "win32", "i386-linux-gnu", "lib32", "i686", "i386", "x86"},
	"aarch64":    {"linuxarm64", "winarm64", "aarch64-linux-gnu", "lib64", "aarch64", "arm64"},
	"armv7a-vfp": {"arm-linux-gnueabihf", "armhf", "armv7a-vfp", "armv7"},
}

// anyBuild are directories that hold libraries of whatever architecture is the machine's first, or SteamVR's oldest.
var anyBuild = []string{"lib", "bin"}

// words are all these names.
func words() []string {
	var list []string
	for _, arch := range []string{"x86_64", "i686", "aarch64", "armv7a-vfp"} {
		list = append(list, directories[arch]...)
	}
	return append(list, anyBuild...)
}

// widths are the ends of file names, before the extension, that tell the width of a library's addresses, and the ends that the
// builds of the other width have.
var widths = []struct {
	end    string
	others []string
}{
	{"_x64", []string{"_x86", "_x32", ""}}, {"_x86", []string{"_x64", ""}}, {"_x32", []string{"_x64"}},
	{"_64", []string{"_32", ""}}, {"_32", []string{"_64", ""}},
	{"64", []string{"32", ""}}, {"32", []string{"64", ""}},
	{"", []string{"_x64", "_x86", "_64", "_32", "64", "32"}},
}

// Beside returns where a library with an absolute path may lie for other architectures. Whether it lies there, and which of
// them fits, is still to be seen.
func Beside(library string) []string {
	if len(library) > 2 && library[1:3] == `:\` {
		list := Beside(strings.ReplaceAll(library, `\`, "/"))
		for i := range list {
			list[i] = strings.ReplaceAll(list[i], "/", `\`)
		}
		return list
	}
	root := "/"
	switch {
	case len(library) > 2 && library[1:3] == ":/":
		root = ""
	case !path.IsAbs(library):
		return nil
	}
	names := words()
	dir, file := path.Split(library)
	parts := strings.Split(strings.Trim(dir, "/"), "/")
	var list []string
	for i, part := range slices.Backward(parts) {
		before, after := root+strings.Join(parts[:i], "/"), strings.Join(parts[i+1:], "/")
		if slices.Contains(names, part) {
			for _, name := range names {
				list = append(list, path.Join(before, name, after, file), path.Join(before, part, name, after, file))
			}
			list = append(list, path.Join(before, after, file))
		}
	}
	for _, name := range names {
		list = append(list, path.Join(dir, name, file))
	}
	return append(list, renamed(dir, file)...)
}

// renamed returns the names that a file would have with the other width in its name.
func renamed(dir, file string) []string {
	stem, extension := file, ""
	if at := strings.Index(file, "."); at > 0 {
		stem, extension = file[:at], file[at:]
	}
	for _, width := range widths {
		bare, ok := strings.CutSuffix(stem, width.end)
		if !ok || bare == "" {
			continue
		}
		var list []string
		for _, other := range width.others {
			list = append(list, dir+bare+other+extension)
		}
		return list
	}
	return nil
}
