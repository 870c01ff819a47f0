// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"cmp"
	"context"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// Linters returns the linters of the package.
func Linters() []lint.Linter {
	return []lint.Linter{
		olderLoader, otherArchitectureFails, splitConfiguration, usrLocalChoice, otherForRoot, sessionVariable, versionedPath, temporaryPath,
		staleChoice, browserSocket, browserLibrary, browserOff,
	}
}

// machineChoice is where a choice is for all users.
const machineChoice = "/etc/xdg/openxr/1/active_runtime.json"

// working returns the active runtime if nothing is known that keeps programs from loading it, or nil.
func working(p *lint.Patient) *report.Runtime {
	active := p.Report.Active()
	if active == nil || active.Cause != nil && !active.Cause.Level.AtLeast(report.LevelLibrary) {
		return nil // that has problems of its own
	}
	return active
}

// isChosenBy reports whether the active runtime is chosen by a variable or place.
func isChosenBy(r *report.Runtime, vias ...loader.Via) bool {
	for _, via := range vias {
		if r.Source == string(via) {
			return true
		}
	}
	return false
}

// inside reports whether the host's programs run in a flatpak, a snap or a container, which set variables of their own.
func inside(p *lint.Patient) bool {
	kind := place.Inside(p.Host).Kind
	return kind != "" && kind != place.Sudo
}

// nameAt names the runtime of a manifest in words.
func nameAt(h loader.Host, file string) string {
	m, err := h.ReadManifest(file)
	if err != nil {
		return file
	}
	return places.NameOf(m) + " (" + file + ")"
}

// sameLibrary reports whether two manifests name one library.
func sameLibrary(h loader.Host, a, b string) bool {
	one, errOne := h.ReadManifest(a)
	two, errTwo := h.ReadManifest(b)
	if errOne != nil || errTwo != nil {
		return a == b
	}
	library := func(m loader.Manifest) string { return cmp.Or(h.LocateLibrary(m), m.Library) }
	return library(one) == library(two) || h.SameFile(library(one), library(two))
}

// without returns the host as programs without a variable see it.
func without(h loader.Host, hidden string) loader.Host {
	before := h
	h.LookupEnv = func(name string) (string, bool) {
		if name == hidden {
			return "", false
		}
		return before.Getenv(name)
	}
	return h
}

// chosen returns the manifest that programs of a host get, or "".
func chosen(ctx context.Context, h loader.Host) string {
	resolution, err := h.Resolve(ctx)
	if err != nil {
		return ""
	}
	return resolution.Chosen
}

// link is the command that makes a link to a manifest in a directory that may not be there yet.
func link(p *lint.Patient, manifest, file string) string {
	by := p.By(file)
	command := by + "ln -s " + shell.Word(manifest) + " " + shell.Word(file)
	if dir := path.Dir(file); p.Host.FileAt(dir).State != loader.StateFound {
		command = by + "mkdir -p " + shell.Word(dir) + " && " + command
	}
	return command
}

// trim ends a text without a full stop.
func trim(text string) string { return strings.TrimSuffix(text, ".") }
