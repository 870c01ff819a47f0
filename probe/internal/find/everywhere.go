// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find

import (
	"context"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/packages"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// LookEverywhere is [Look], and adds the runtimes of every known place, and what files tell of each manifest. The IDs of the
// runtimes that Look finds stay the same. It takes longer.
func LookEverywhere(ctx context.Context, host loader.Host, resolution loader.Resolution) (Machine, error) {
	m, err := Look(ctx, host, resolution)
	if err != nil {
		return m, err
	}
	choices, err := places.Chosen(ctx, host)
	if err != nil {
		return m, err
	}
	found := slices.Concat(choices.Found, m.found, places.Elsewhere(host), choices.OfOthers)
	keys := make([]string, len(found))
	for i, f := range found {
		r := m.identified(Runtime{Path: f.Path, Source: f.Source, Manifest: f.Manifest, Err: f.Err})
		keys[i] = r.key
		if i < len(found)-len(choices.OfOthers) || m.knows(r) {
			m.add(r)
		}
	}
	others := m.all[len(m.Active()):]
	slices.SortStableFunc(others, func(a, b Runtime) int { return strings.Compare(a.Path, b.Path) })
	m.giveIDs()
	for i := range m.all {
		m.all[i].Files = m.files(m.all[i], found, keys)
	}
	m.describe(ctx, resolution, choices)
	return m, nil
}

// knows reports whether another manifest of a runtime was found. What only another user has is not this user's to list.
func (m *Machine) knows(r Runtime) bool {
	return slices.ContainsFunc(m.all, func(known Runtime) bool { return known.key == r.key })
}

// files returns the paths at which a runtime's manifests were found: a link and its end are two, and two ways through linked
// directories are one.
func (m *Machine) files(r Runtime, found []loader.Found, keys []string) []report.ManifestFile {
	var files []report.ManifestFile
	var ends, seen []string
	add := func(path, source string) {
		info := m.host.FileAt(path)
		file := report.ManifestFile{Path: path, Source: source}
		end := info.Canonical
		switch {
		case info.Target != "" && end != "":
			file.LeadsTo = new(end)
			ends = append(ends, end)
			end = path
		case end == "":
			end = path
		}
		if !slices.Contains(seen, end) {
			seen = append(seen, end)
			files = append(files, file)
		}
	}
	source := r.Source
	if at := slices.IndexFunc(found, func(f loader.Found) bool { return f.Path == r.Path }); at >= 0 {
		source = found[at].Source
	}
	add(r.Path, source)
	for i, f := range found {
		if keys[i] == r.key {
			add(f.Path, f.Source)
		}
	}
	for _, end := range ends {
		add(end, places.AtLink)
	}
	return files
}

// describe fills in what files tell of each manifest.
func (m *Machine) describe(ctx context.Context, resolution loader.Resolution, choices places.Choices) {
	var unclear []string
	for i := range m.all {
		r := &m.all[i]
		if !r.Active {
			r.Readers = choices.Readers(r.Files)
		}
		for j := range r.Files {
			file := &r.Files[j]
			file.ActiveFor, file.ShadowedBy = activeFor(m.host, resolution, choices, file.Path), orNil(choices.ShadowedBy(m.host, file.Path))
			file.Stale = orNil(m.stale(m.manifestAt(r, file.Path), file.Path))
			file.WrittenBy = orNil(writtenBy(m.host, file))
			if file.WrittenBy == nil {
				unclear = append(unclear, file.Path)
			}
		}
	}
	owners, unknown := packages.Owners(ctx, m.host, unclear)
	for i := range m.all {
		for j := range m.all[i].Files {
			by(m.host, &m.all[i].Files[j], owners, unknown)
		}
	}
}

// manifestAt returns the manifest at one of a runtime's paths. Each may write the library's path in another way.
func (m *Machine) manifestAt(r *Runtime, path string) loader.Manifest {
	if path == r.Path {
		return r.Manifest
	}
	return m.read(path, "").Manifest
}

// activeFor says whose programs get a runtime by the manifest at a path.
func activeFor(h loader.Host, resolution loader.Resolution, choices places.Choices, path string) []string {
	whose := choices.For(path)
	switch {
	case path != resolution.Chosen:
	case resolution.Via == loader.ViaRuntimeJSON:
		whose = append([]string{"programs with this XR_RUNTIME_JSON"}, whose...)
	case len(whose) == 0: // where the choice is no file of a searched directory
		whose = append(whose, "programs for "+h.ArchWord())
	}
	return whose
}
