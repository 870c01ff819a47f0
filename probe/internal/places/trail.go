// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"cmp"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Trail returns the paths of this machine on which it depends which runtimes are installed, and patterns of such paths: a "*" in
// the last element of a path stands for any text. A program that watches them sees when a runtime is installed or removed, in the
// directories of the Khronos loader and of XDG as well as in every place of [Elsewhere]. A directory that appears later may need
// paths of its own, so ask again after each change.
func Trail(h loader.Host) []string {
	var list []string
	for _, dir := range append(h.ActiveDirs(), dataDirs(h)...) {
		list = append(list, trailOf(h, dir, "*.json")...)
	}
	for _, p := range placesOf(h) {
		list = append(list, trailOf(h, p.below, p.manifests)...)
	}
	switch cmp.Or(h.GOOS, runtime.GOOS) {
	case "linux":
		for _, steam := range steamRoots(h) {
			for _, name := range steamLists {
				list = append(list, h.Trail(path.Join(steam, name))...)
			}
		}
	case "windows":
		for _, file := range windowsPlaces {
			list = append(list, h.Trail(file)...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// dataDirs are the directories in which packages install manifests although the loader never looks there (rule L3).
func dataDirs(h loader.Host) []string {
	if cmp.Or(h.GOOS, runtime.GOOS) != "linux" {
		return nil
	}
	dirs := strings.Split(cmp.Or(variable(h, "XDG_DATA_DIRS"), "/usr/local/share:/usr/share"), ":")
	if home := variable(h, "HOME"); home != "" {
		dirs = append(dirs, path.Join(home, ".local/share"))
	}
	var list []string
	for _, dir := range append(dirs, variable(h, "XDG_DATA_HOME")) {
		if path.IsAbs(dir) {
			list = append(list, path.Join(dir, "openxr/1"))
		}
	}
	return list
}

// trailOf returns the trail of every path that a pattern below a directory stands for, and a pattern for those that do not exist
// yet.
func trailOf(h loader.Host, below, pattern string) []string {
	list, dirs := []string{}, []string{below}
	for name := range strings.SplitSeq(strings.Trim(pattern, "/"), "/") {
		var next []string
		for _, dir := range dirs {
			list = append(list, named(h, dir, name)...)
			next = append(next, matching(h, dir, name)...)
		}
		dirs = next[:min(len(next), maxMatches)]
	}
	for _, file := range dirs {
		list = append(list, h.Trail(file)...)
	}
	return list
}

// named returns the trail of a directory, and the pattern of names in it. Without a pattern, or a directory, there is none.
func named(h loader.Host, dir, pattern string) []string {
	trail := h.Trail(dir)
	if len(trail) == 0 || !strings.Contains(pattern, "*") || h.FileAt(dir).State != loader.StateFound {
		return trail
	}
	return append(trail, filepath.Join(trail[len(trail)-1], pattern))
}
