// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"io/fs"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// Linters returns the linters of the package.
func Linters() []lint.Linter {
	return []lint.Linter{writableManifest, writableLibrary, writableDirectory, foreignOwner, groupWritable, closedConfiguration}
}

// kind is what a file on the way to a runtime is.
type kind int

const (
	aManifest kind = iota
	aLibrary
	aDirectory
)

// place is a file or directory on the way to a runtime, without links.
type place struct {
	kind kind
	path string
	mode fs.FileMode
	// runtime is the ID of the first runtime that it leads to.
	runtime string
}

// way returns what lies on the ways to the runtimes of the report, each once: their manifests, their libraries, and the directories
// that have them. What does not exist is left out.
func way(p *lint.Patient) []place {
	if !p.HasModes() {
		return nil
	}
	var list []place
	add := func(k kind, file, runtime string) string {
		info := p.Host.FileAt(file)
		if info.State != loader.StateFound {
			return ""
		}
		if !slices.ContainsFunc(list, func(known place) bool { return known.path == info.Canonical }) {
			list = append(list, place{k, info.Canonical, info.Mode, runtime})
		}
		return info.Canonical
	}
	for _, r := range p.Report.Runtimes {
		files := map[string]kind{r.Manifest: aManifest}
		if r.Library != nil && path.IsAbs(*r.Library) {
			files[*r.Library] = aLibrary
		}
		for _, file := range []string{r.Manifest, libraryOf(r)} {
			for dir := path.Dir(add(files[file], file, r.ID)); dir != "." && dir != "/"; dir = path.Dir(dir) {
				add(aDirectory, dir, r.ID)
			}
			for dir := path.Dir(file); path.IsAbs(dir) && dir != "/"; dir = path.Dir(dir) { // those of the links on the way
				add(aDirectory, dir, r.ID)
			}
		}
	}
	return list
}

func libraryOf(r report.Runtime) string {
	if r.Library == nil {
		return ""
	}
	return *r.Library
}

// words names a kind.
func (k kind) words() string {
	switch k {
	case aManifest:
		return "the manifest"
	case aLibrary:
		return "the library"
	}
	return "the directory"
}
