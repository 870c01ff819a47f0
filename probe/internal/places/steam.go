// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

// steamDirs are where Steam may be, below the home directory: its own package, the
// links that it makes, Debian's package, its flatpak and its snap.
var steamDirs = []string{
	".local/share/Steam", ".steam/steam", ".steam/root", ".steam/debian-installation",
	".var/app/com.valvesoftware.Steam/.local/share/Steam", ".var/app/com.valvesoftware.Steam/data/Steam", "snap/steam/common/.local/share/Steam",
}

// steamManifests are SteamVR's manifests below a library: steamxr_linux64.json, and any of another architecture beside it.
const steamManifests = "steamapps/common/SteamVR/steamxr_linux*.json"

// maxLibraries bounds how many of Steam's libraries are looked into.
const maxLibraries = 64

// libraryPath is a line of Steam's libraryfolders.vdf that names a library: "path" in new files, a number in old ones. A
// parser of the whole format would give nothing for a file with one bad line, and Steam writes each path on a line of its own.
var libraryPath = lazyregexp.Regexp{Source: `(?m)^\s*"(?:path|[0-9]{1,9})"\s+"(/(?:[^"\\\n]|\\.)*)"`}

// librariesIn returns the libraries that a libraryfolders.vdf names.
func librariesIn(vdf []byte) []string {
	var libraries []string
	for _, match := range libraryPath.Get().FindAllSubmatch(vdf, maxLibraries) {
		libraries = append(libraries, path.Clean(strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(string(match[1]))))
	}
	return libraries
}

// steamLists are the files below Steam's directory that name its libraries.
var steamLists = []string{"steamapps/libraryfolders.vdf", "config/libraryfolders.vdf"}

// steamLibraries returns the directories that may hold Steam's programs, a disk that is not there included.
func steamLibraries(h loader.Host) []string {
	var libraries []string
	for _, steam := range steamRoots(h) {
		if h.FileAt(steam).State != loader.StateFound {
			continue
		}
		libraries = append(libraries, steam)
		for _, name := range steamLists {
			data, _ := h.ReadFile(path.Join(steam, name)) // what cannot be read names no library
			libraries = append(libraries, librariesIn(data)...)
		}
	}
	return libraries[:min(len(libraries), maxLibraries)]
}

// SteamVRs returns the directories in which SteamVR is installed, without symbolic links in their paths.
func SteamVRs(h loader.Host) []string {
	var dirs []string
	for _, library := range steamLibraries(h) {
		at := h.FileAt(path.Join(library, "steamapps/common/SteamVR"))
		if at.State == loader.StateFound && !slices.Contains(dirs, at.Canonical) {
			dirs = append(dirs, at.Canonical)
		}
	}
	return dirs
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

// stateFlags is the state of an application in Steam's own list, and fullyInstalled its bit for one that is complete.
var stateFlags = lazyregexp.Regexp{Source: `(?m)^\s*"StateFlags"\s+"([0-9]{1,9})"`}

const fullyInstalled = 4

// NotInstalledBySteam says why Steam does not count the SteamVR of a manifest as installed. It returns "" if Steam counts it,
// if the manifest is not in a Steam library, and if Steam's list cannot be read.
func NotInstalledBySteam(h loader.Host, manifest string) string {
	library, _, inSteam := strings.Cut(manifest, "/steamapps/common/SteamVR/")
	if !inSteam {
		return ""
	}
	list := library + "/steamapps/appmanifest_250820.acf" // SteamVR's number in Steam's shop
	if h.FileAt(list).State == loader.StateMissing {
		return "Steam does not count SteamVR as installed: " + list + " does not exist"
	}
	data, _ := h.ReadFile(list)
	match := stateFlags.Get().FindSubmatch(data)
	if match == nil {
		return ""
	}
	flags, _ := strconv.Atoi(string(match[1])) // the expression lets no other text through
	if flags&fullyInstalled == 0 {
		return fmt.Sprintf("Steam has not installed SteamVR wholly: %s has the StateFlags %d", list, flags)
	}
	return ""
}
