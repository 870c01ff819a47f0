// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/rules"
)

// fallbackConfigDirs and fallbackDataDirs replace XDG_CONFIG_DIRS and XDG_DATA_DIRS if these are not set.
const (
	fallbackConfigDirs = "/etc/xdg"
	fallbackDataDirs   = "/usr/local/share:/usr/share"
)

// usrLocalShare is the only directory that the loader searches on macOS (rule M1).
const usrLocalShare = "/usr/local/share"

// searchDir is a directory of a search. If skipped is set, a variable names no directory and skipped says why.
type searchDir struct {
	rule string
	via  Via
	what string
	path string
	note string
	// skipsFailures is set if the search goes on after a path that cannot be looked at.
	skipsFailures bool
	skipped       *Step
}

// configDirs returns the directories of rule L2, in order.
func (h Host) configDirs() []searchDir {
	dirs := h.userDirs()
	dirs = append(dirs, h.sharedDirs()...)
	return append(dirs, h.compiledDirs()...)
}

// ActiveDirs returns the directories in which the loader looks for the active runtime's manifest on Linux and macOS, in order.
func (h Host) ActiveDirs() []string {
	dirs := h.configDirs
	switch h.goos() {
	case "linux":
	case "darwin":
		dirs = h.macOSDirs
	default:
		return nil
	}
	var list []string
	for _, dir := range dirs() {
		if dir.skipped == nil {
			list = append(list, paths.Join(h.goos(), dir.path, "openxr/1"))
		}
	}
	return list
}

func (h Host) userDirs() []searchDir {
	xdg, home := h.env("XDG_CONFIG_HOME"), h.env("HOME")
	if xdg.state == variableSet {
		unread := Step{Rule: rules.ConfigDirectories, What: "$HOME/.config", State: StateSkipped, Note: "XDG_CONFIG_HOME is set, so the loader does not read HOME"}
		return []searchDir{h.searchDir(ViaXDGConfigHome, "$XDG_CONFIG_HOME", xdg.value), {skipped: &unread}}
	}
	dirs := []searchDir{h.skippedDir(xdg)}
	if home.state == variableSet {
		return append(dirs, h.searchDir(ViaHome, "$HOME/.config", paths.Join(h.goos(), home.value, ".config")))
	}
	return append(dirs, h.skippedDir(home))
}

func (h Host) sharedDirs() []searchDir {
	v := h.env("XDG_CONFIG_DIRS")
	if v.state != variableSet {
		return []searchDir{h.skippedDir(v), h.searchDir(ViaFallback, "the default XDG directory", fallbackConfigDirs)}
	}
	var dirs []searchDir
	for _, path := range strings.Split(v.value, ":") {
		if path != "" {
			dirs = append(dirs, h.searchDir(ViaXDGConfigDirs, "an entry of $XDG_CONFIG_DIRS", path))
		}
	}
	if len(dirs) == 0 {
		none := Step{Rule: rules.ConfigDirectories, What: "$XDG_CONFIG_DIRS", State: StateSkipped,
			Note: "it is set but names no directory, so the loader does not use the default directory either"}
		return []searchDir{{skipped: &none}}
	}
	return dirs
}

func (h Host) compiledDirs() []searchDir {
	list, note := h.SysConfDirs, ""
	if list == nil {
		list = []string{"/usr/local/etc", "/etc"}
		note = "Khronos' own build of the loader searches it; the loader of a distribution usually searches only /etc"
	}
	dirs := make([]searchDir, 0, len(list))
	for i, path := range list {
		via := ViaSysConfDir
		if i > 0 {
			via = ViaExtraSysConfDir
		}
		dir := h.searchDir(via, "the loader's "+string(via), path)
		if path != "/etc" {
			dir.note = note
		}
		dirs = append(dirs, dir)
	}
	return dirs
}

// macOSDirs returns the one directory of rule M1. The loader asks stat whether a file exists there, and stat fails on
// loops of links without ending the search.
func (h Host) macOSDirs() []searchDir {
	return []searchDir{{rule: rules.UsrLocalShare, via: ViaUsrLocalShare, what: "the machine's directory", path: usrLocalShare, skipsFailures: true}}
}

// dataDirs returns the data directories of the XDG base directory specification.
func (h Host) dataDirs() []searchDir {
	var dirs []searchDir
	if v := h.env("XDG_DATA_HOME"); v.state == variableSet {
		dirs = append(dirs, h.searchDir("", "$XDG_DATA_HOME", v.value))
	} else if v := h.env("HOME"); v.state == variableSet {
		dirs = append(dirs, h.searchDir("", "$HOME/.local/share", paths.Join(h.goos(), v.value, ".local/share")))
	}
	list, what := fallbackDataDirs, "the default data directory"
	if v := h.env("XDG_DATA_DIRS"); v.state == variableSet {
		list, what = v.value, "an entry of $XDG_DATA_DIRS"
	}
	for _, path := range strings.Split(list, ":") {
		if path != "" {
			dirs = append(dirs, h.searchDir("", what, path))
		}
	}
	return dirs
}

func (h Host) searchDir(via Via, what, path string) searchDir {
	dir := searchDir{rule: rules.ArchitectureThenPlain, via: via, what: what, path: h.absolute(path)}
	if dir.path != path {
		dir.note = "the path is relative, so it depends on the working directory of each program"
	}
	return dir
}

func (h Host) skippedDir(v variable) searchDir {
	step := h.skip(rules.ConfigDirectories, v)
	return searchDir{skipped: &step}
}
