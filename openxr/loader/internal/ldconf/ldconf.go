// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ldconf

import (
	"path"
	"slices"
	"strings"
)

// Files reads files and lists directories by absolute paths.
type Files interface {
	ReadFile(path string) ([]byte, error)
	ReadDir(path string) ([]string, error)
}

// Dirs returns the directories that a file of the configuration, and the files that it includes, name, in order. It returns none
// if there is no such file.
func Dirs(files Files, file string) []string { return reader{files, map[string]bool{}}.dirs(file) }

// reader reads each file once.
type reader struct {
	Files
	seen map[string]bool
}

// dirs returns the directories in one file and in those that it includes.
func (r reader) dirs(file string) []string {
	if r.seen[file] {
		return nil
	}
	r.seen[file] = true
	data, err := r.ReadFile(file)
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
				for _, included := range r.matching(path.Dir(file), pattern) {
					dirs = append(dirs, r.dirs(included)...)
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
func (r reader) matching(dir, pattern string) []string {
	if !path.IsAbs(pattern) {
		pattern = path.Join(dir, pattern)
	}
	names, _ := r.ReadDir(path.Dir(pattern))
	slices.Sort(names)
	var files []string
	for _, name := range names {
		if ok, _ := path.Match(path.Base(pattern), name); ok {
			files = append(files, path.Join(path.Dir(pattern), name))
		}
	}
	return files
}
