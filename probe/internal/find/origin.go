// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find

import (
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// flatpakApp is the part of a path that names a flatpak, and flatpakDeployment one that names a deployment of it: the
// directory of the branch, and the deployment's hash.
var (
	flatpakApp        = lazyregexp.Regexp{Source: `/flatpak/app/([^/]+)/`}
	flatpakDeployment = lazyregexp.Regexp{Source: `^(.*/flatpak/app/([^/]+)/[^/]+/[^/]+)/([0-9a-f]{8,64})(?:/|$)`}
)

// writers are parts of paths after links, and who writes there.
var writers = []struct{ part, writer string }{
	{"/steamapps/", "Steam"},
	{"/nix/store/", "Nix"},
	{"/gnu/store/", "Guix"},
	{"/share/envision/prefixes/", "Envision"},
	{"/.cloudxr/", "CloudXR"},
	{"/opt/homebrew/", "Homebrew"},
}

// writtenBy says who wrote what is at a path, as far as its own path tells, or "".
func writtenBy(h loader.Host, file *report.ManifestFile) string {
	link := h.FileAt(file.Path).Target
	switch {
	case strings.HasPrefix(link, "/etc/alternatives/"):
		return "update-alternatives"
	case strings.HasPrefix(link, "/etc/static/"), strings.HasPrefix(link, "/nix/store/") && strings.Contains(link, "-home-manager-files/"):
		return "Nix" // NixOS links what it puts into /etc through there; a link to any other place in the store may be the user's
	}
	// WiVRn makes a link to its own manifest while a headset is connected, and keeps the former choice beside it:
	// https://github.com/WiVRn/WiVRn/blob/master/server/active_runtime.cpp
	if strings.HasPrefix(path.Base(link), "openxr_wivrn") && h.FileAt(file.Path+".wivrn-backup").State == loader.StateFound {
		return "WiVRn"
	}
	at := file.Path
	if h.System() == "windows" {
		at = strings.ReplaceAll(at, `\`, "/")
	} else if dir := h.FileAt(path.Dir(at)).Canonical; dir != "" {
		at = path.Join(dir, path.Base(at))
	}
	if app := flatpakApp.Get().FindStringSubmatch(at); app != nil {
		return "a flatpak (" + app[1] + ")"
	}
	for _, w := range writers {
		if strings.Contains(at, w.part) {
			return w.writer
		}
	}
	return ""
}

// by fills in the writer from what package managers list.
func by(h loader.Host, file *report.ManifestFile, owners map[string]string, unknown string) {
	home, known := h.Getenv("HOME")
	users := known && len(home) > 1 && strings.HasPrefix(file.Path, strings.TrimRight(home, "/")+"/")
	switch owner := owners[file.Path]; {
	case file.WrittenBy != nil:
	case owner != "":
		file.WrittenBy = new("a package (" + owner + ")")
	case users:
		file.WrittenBy = new("the user or the user's programs")
	default:
		file.WrittenByUnknown = &unknown
	}
}

// stale says why a path is of no use any more, or returns "".
func (m *Machine) stale(manifest loader.Manifest, file string) string {
	info := m.host.FileAt(file)
	end := places.EndOf(m.host, file)
	if old := oldDeployment(m.host, end, manifest.Library); old != "" {
		return old
	}
	if info.State == loader.StateDangling {
		return "it is a link to " + end + ", which does not exist"
	}
	if info.State == loader.StateLoop {
		return "it is a link that leads back to itself"
	}
	if library := manifest.Library; strings.HasPrefix(library, "/") {
		if state := m.host.FileAt(library).State; state == loader.StateMissing || state == loader.StateDangling {
			return "its library " + m.host.Plain(library) + " does not exist"
		}
	}
	return places.NotInstalledBySteam(m.host, file)
}

// oldDeployment says which path names a flatpak's deployment that is no longer the active one, or returns "".
func oldDeployment(h loader.Host, paths ...string) string {
	for _, named := range paths {
		match := flatpakDeployment.Get().FindStringSubmatch(named)
		if match == nil {
			continue
		}
		active := path.Base(h.FileAt(match[1] + "/active").Canonical)
		if active != "" && active != "." && active != match[3] {
			return "it names the deployment " + match[3] + " of the flatpak " + match[2] + ", and " + active + " is the active one"
		}
	}
	return ""
}
