// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Trail returns the paths of this machine that decide what a path of the tree leads to, in order: each prefix of the path and
// of the targets of its symbolic links, up to the file or to the first one that does not exist. A program that watches them
// sees every change of what the path leads to. It returns nil for a relative path.
func (r Root) Trail(path string) []string { return Tree{Root: r}.Trail(path) }

// Trail returns the paths of this machine, as [Root.Trail] does. Directories that only mounts make are left out. It returns nil for a
// path of Windows, except on Windows itself.
func (t Tree) Trail(path string) []string {
	if runtime.GOOS == "windows" && t.Root == "" && t.Mounts == nil {
		return prefixes(filepath.Clean(path))
	}
	if !strings.HasPrefix(path, "/") {
		return nil
	}
	var trail []string
	w := walk{tree: t, rest: path}
	for w.rest != "" {
		name := w.next()
		at := t.native(w.done + "/" + name)
		if at != "" && !slices.Contains([]string{"", ".", ".."}, name) && !slices.Contains(trail, at) {
			trail = append(trail, at)
		}
		if w.step() != nil {
			break
		}
	}
	return trail
}

// prefixes returns the directories above a path and the path itself, the topmost first, up to the first that does not exist.
func prefixes(path string) []string {
	var trail []string
	for parent := filepath.Dir(path); parent != path; path, parent = parent, filepath.Dir(parent) {
		trail = append(trail, path)
	}
	slices.Reverse(trail)
	missing := slices.IndexFunc(trail, func(path string) bool {
		_, err := os.Lstat(path)
		return err != nil
	})
	if missing < 0 {
		return trail
	}
	return trail[:missing+1]
}
