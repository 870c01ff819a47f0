// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Runtime is a runtime as its files describe it.
type Runtime struct {
	// ID is unique on the machine.
	ID     string
	Active bool
	// Path is the manifest by which the runtime is asked. Manifests has one path for each
	// manifest that names the runtime's library, Path first.
	Path      string
	Manifests []string
	// Source is the place in which Path was found.
	Source string
	// Manifest is the content of Path, or zero if Err is set.
	Manifest loader.Manifest
	Err      *loader.ManifestError
	// Files are the paths at which manifests were found, and nil if not every place was looked at.
	Files []report.ManifestFile
	// Readers are the architectures whose programs read the manifests. It is nil if programs of the host's architecture may read
	// them; see [places.Choices.Readers].
	Readers []string
	// key is equal for manifests of one runtime.
	key string
	// names are the names of the manifests' files, after links and without ".json".
	names []string
}

// Machine is what is installed, active or not.
type Machine struct {
	host loader.Host
	all  []Runtime
	// found are the installed runtimes' manifests in the directories of the search.
	found []loader.Found
	// unlisted says which directories could not be listed.
	unlisted error
}

// Look reads the manifests of the active runtime and of the installed ones. The error is the
// context's. A directory that cannot be listed hides only what is in it.
func Look(ctx context.Context, host loader.Host, resolution loader.Resolution) (Machine, error) {
	found, err := host.Available(ctx)
	if ctx.Err() != nil {
		return Machine{}, ctx.Err()
	}
	m := Machine{host: host, found: found}
	if !errors.Is(err, loader.ErrUnsupportedOS) {
		m.unlisted = err
	}
	if resolution.Chosen != "" {
		active := m.read(resolution.Chosen, string(resolution.Via))
		active.Active = true
		m.all = append(m.all, active)
	}
	for _, f := range found {
		m.add(m.identified(Runtime{Path: f.Path, Source: f.Source, Manifest: f.Manifest, Err: f.Err}))
	}
	m.giveIDs()
	return m, nil
}

// add adds a runtime, or another manifest of a runtime that is known already.
func (m *Machine) add(r Runtime) {
	at := slices.IndexFunc(m.all, func(known Runtime) bool { return known.key == r.key })
	if at < 0 {
		m.all = append(m.all, r)
		return
	}
	known := &m.all[at]
	file := m.host.FileAt(r.Path).Canonical
	if !slices.ContainsFunc(known.Manifests, func(path string) bool { return m.host.FileAt(path).Canonical == file }) {
		known.Manifests = append(known.Manifests, r.Path)
		known.names = append(known.names, r.names...)
	}
}

// Active returns the active runtime, if there is one.
func (m Machine) Active() []Runtime {
	if len(m.all) > 0 && m.all[0].Active {
		return m.all[:1]
	}
	return nil
}

// All returns the active runtime, and then the others in the order of their paths.
func (m Machine) All() []Runtime { return m.all }

// Named returns the runtime of an ID, or else of a name, or else of a manifest's file name.
func (m Machine) Named(name string) (Runtime, error) {
	same := func(other string) bool { return strings.EqualFold(other, name) }
	for _, matches := range []func(Runtime) bool{
		func(r Runtime) bool { return same(r.ID) },
		func(r Runtime) bool { return same(r.Manifest.Name) },
		func(r Runtime) bool { return slices.ContainsFunc(r.names, same) },
	} {
		if at := slices.IndexFunc(m.all, matches); at >= 0 {
			named := m.all[at]
			named.Readers = nil // whoever names it asks whether programs here can use it
			return named, nil
		}
	}
	switch {
	case len(m.all) == 0 && m.unlisted != nil:
		return Runtime{}, m.unlisted
	case len(m.all) == 0:
		return Runtime{}, fmt.Errorf("there is no runtime %q: none is installed", name)
	}
	var known []string
	for _, r := range m.all {
		known = append(known, r.ID)
	}
	return Runtime{}, fmt.Errorf("there is no runtime %q: use %s, or a manifest's path", name, strings.Join(known, ", "))
}

// At returns the runtime of the manifest at a path.
func (m Machine) At(path, source string) Runtime {
	r := m.read(path, source)
	at := slices.IndexFunc(m.all, func(known Runtime) bool { return known.key == r.key })
	if at < 0 {
		r.ID = r.name()
		return r
	}
	known, file := m.all[at], m.host.FileAt(path).Canonical
	for _, other := range known.Manifests {
		if other != path && m.host.FileAt(other).Canonical != file {
			r.Manifests = append(r.Manifests, other)
		}
	}
	r.ID, r.Active = known.ID, known.Active
	return r
}

func (m Machine) read(path, source string) Runtime {
	r := Runtime{Path: path, Source: source}
	var err error
	r.Manifest, err = m.host.ReadManifest(path)
	errors.As(err, &r.Err)
	return m.identified(r)
}
