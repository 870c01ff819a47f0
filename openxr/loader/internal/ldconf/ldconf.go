// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"path"
	"slices"
	"strings"
)

// ConfiguredLibraryDirs returns the directories that /etc/ld.so.conf, and the files that it includes, give to the dynamic
// linker of Linux, in order. It returns none if there is no such file. See ldconfig(8).
func (h Host) ConfiguredLibraryDirs() []string {
	return h.configuredDirs("/etc/ld.so.conf", map[string]bool{})
}

// configuredDirs returns the directories in one file and in those that it includes, each of which is read once.
func (h Host) configuredDirs(file string, seen map[string]bool) []string {
	if seen[file] {
		return nil
	}
	seen[file] = true
	data, err := h.ReadFile(file)
	if err != nil {
		return nil
	}
	var dirs []string
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n:,", r) })
		switch {
		case len(words) == 0 || words[0] == "hwcap":
		case words[0] == "include":
			for _, pattern := range words[1:] {
				for _, included := range h.matching(path.Dir(file), pattern) {
					dirs = append(dirs, h.configuredDirs(included, seen)...)
				}
			}
		default:
			for _, word := range words {
				if dir, _, _ := strings.Cut(word, "="); path.IsAbs(dir) {
					dirs = append(dirs, path.Clean(dir))
				}
			}
		}
	}
	return dirs
}

// matching returns the files whose names match a pattern. The directory is not a pattern.
func (h Host) matching(dir, pattern string) []string {
	if !path.IsAbs(pattern) {
		pattern = path.Join(dir, pattern)
	}
	names, _ := h.ReadDir(path.Dir(pattern))
	slices.Sort(names)
	var files []string
	for _, name := range names {
		if ok, _ := path.Match(path.Base(pattern), name); ok {
			files = append(files, path.Join(path.Dir(pattern), name))
		}
	}
	return files
}
