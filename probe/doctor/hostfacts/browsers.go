// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Browser is an installed build of Chromium.
type Browser struct {
	// Package is the package that has it, and Major the first number of its version.
	Package string
	Major   int
}

// sandboxSince is the first version of Chromium that reads the active manifest itself on Linux, strictly and not from /usr/local/etc,
// before it seals its process for XR, which then reaches the sockets of Monado and SteamVR only.
// https://chromium.googlesource.com/chromium/src/+/main/content/services/isolated_xr_device/xr_sandbox_hook_linux.cc
const sandboxSince = 157

// SandboxedChromium returns an installed build of Chromium with that sandbox.
func SandboxedChromium(h loader.Host) (Browser, bool) {
	for _, browser := range Chromiums(h) {
		if browser.Major >= sandboxSince {
			return browser, true
		}
	}
	return Browser{}, false
}

// chromiums are the names of the packages.
var chromiums = []string{"chromium", "google-chrome-stable", "google-chrome-beta", "google-chrome-unstable", "ungoogled-chromium"}

// Chromiums returns the builds of Chromium that the lists of dpkg, pacman and apk have. Others are not seen.
func Chromiums(h loader.Host) []Browser {
	found := append(inStatus(h, "/var/lib/dpkg/status", "Package: ", "Version: ", "Status: "), inStatus(h, "/lib/apk/db/installed", "P:", "V:", "")...)
	names, _ := h.ReadDir("/var/lib/pacman/local") // without it, no package is known
	slices.Sort(names)
	for _, name := range names {
		for _, browser := range chromiums {
			if rest, is := strings.CutPrefix(name, browser+"-"); is {
				found = appendVersion(found, browser, rest)
			}
		}
	}
	return found
}

// inStatus reads a list of packages, each with a line for its name and one for its version, up to an empty line.
func inStatus(h loader.Host, file, nameKey, versionKey, stateKey string) []Browser {
	opened, err := h.Open(file)
	if err != nil {
		return nil
	}
	defer opened.Close()
	var found []Browser
	name, version, installed := "", "", true
	finish := func() {
		if slices.Contains(chromiums, name) && installed {
			found = appendVersion(found, name, version)
		}
		name, version, installed = "", "", true
	}
	for line := range linesOf(opened) {
		switch {
		case line == "":
			finish()
		case strings.HasPrefix(line, nameKey):
			name = strings.TrimPrefix(line, nameKey)
		case strings.HasPrefix(line, versionKey):
			version = strings.TrimPrefix(line, versionKey)
		case stateKey != "" && strings.HasPrefix(line, stateKey):
			installed = strings.HasSuffix(line, " installed")
		}
	}
	finish()
	return found
}

func appendVersion(list []Browser, name, version string) []Browser {
	if _, rest, epoch := strings.Cut(version, ":"); epoch {
		version = rest
	}
	number, _, _ := strings.Cut(version, ".")
	major, err := strconv.Atoi(number)
	if err != nil {
		return list
	}
	return append(list, Browser{Package: name, Major: major})
}
