// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"errors"
	"path"
	"strconv"
	"time"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate/internal/swap"
)

// Status is what is active, and what can be undone.
type Status struct {
	// Programs are the host's programs, and those of the other architecture that runs on the same machines.
	Programs []Program
	// Past are the changes that can be undone, the oldest first. It is nil if PastUnknown says why they are not known.
	Past        []Past
	PastUnknown *RefusedError
	// Interrupted reports whether a change was interrupted by the end of its process. Programs get what they got before it or after
	// it, and the next change or undo finishes it.
	Interrupted bool
}

// Program is what programs of an architecture get.
type Program struct {
	// Arch is the architecture, or "" if the loader has no word for it.
	Arch string
	// Manifest is the active runtime's manifest, without links if it leads somewhere, or "" if no runtime is active.
	Manifest string
	// By is the path that decides, and Via its source.
	By  string
	Via loader.Via
	// Name is the name in the manifest, or "".
	Name string
	// Problem says why the runtime would not load, as far as its files tell, or is "".
	Problem string
}

// Past is a change that can be undone.
type Past struct {
	// At is when it was made.
	At time.Time
	// Name is the runtime that it made active.
	Name string
	// Changes are what undoing it changes.
	Changes []Change
}

// StatusOf says what is active, and what can be undone. It changes nothing.
func StatusOf(ctx context.Context, m Machine) (Status, error) {
	var s Status
	for _, arch := range m.programs() {
		program, err := m.For(arch).program(ctx)
		if err != nil {
			return s, err
		}
		s.Programs = append(s.Programs, program)
	}
	past, interrupted, err := m.past(ctx)
	if errors.As(err, &s.PastUnknown) {
		return s, nil // what programs get is known all the same
	}
	s.Past, s.Interrupted = past, interrupted
	return s, err
}

// programs are the architectures whose programs run here. Programs of the other one count only where something is active for them.
func (m Machine) programs() []string {
	own := m.Host.ArchWord()
	list := []string{own}
	if other := companions[own]; other != "" && m.Host.System() != "darwin" {
		list = append(list, other)
	}
	return list
}

// program is what programs of the host's architecture get.
func (m Machine) program(ctx context.Context) (Program, error) {
	p := Program{Arch: m.Host.ArchWord()}
	resolved, err := m.Host.Resolve(ctx)
	if err != nil || resolved.Chosen == "" {
		return p, err
	}
	p.Manifest, p.By, p.Via = resolved.Chosen, resolved.Chosen, resolved.Via
	if resolved.Via == loader.ViaRegistry {
		p.By = resolved.Steps[len(resolved.Steps)-1].What
	}
	manifest, err := m.Host.ReadManifest(resolved.Chosen)
	if err != nil {
		p.Problem = problemOf(err)
		return p, nil
	}
	p.Manifest, p.Name = manifest.Canonical, manifest.Name
	if problem := m.Host.InspectLibrary(manifest).Problem; problem != nil {
		p.Problem = trimmed(problem.Text)
	}
	return p, nil
}

// problemOf says what is wrong with a manifest.
func problemOf(err error) string {
	var refused *loader.ManifestError
	if errors.As(err, &refused) {
		return trimmed(refused.Text)
	}
	return err.Error()
}

// past is what can be undone, the oldest first, and whether a change was interrupted.
func (m Machine) past(ctx context.Context) (past []Past, interrupted bool, err error) {
	switch m.Host.System() {
	case "linux":
		dir, err := m.userDir()
		if err != nil {
			return nil, false, err
		}
		records, interrupted, err := m.rememberedFiles(dir)
		for _, record := range records {
			past = append(past, pastOf(record, dir))
		}
		return past, interrupted, err
	case "windows":
		return m.rememberedValues(ctx)
	}
	return nil, false, nil
}

// pastOf is a record in words: what undoing it does.
func pastOf(r swap.Record, dir string) Past {
	p := Past{At: r.At, Name: r.Note}
	for _, name := range sorted(r.After) {
		p.Changes = append(p.Changes, Change{Path: path.Join(dir, name), Before: r.After[name].String(), After: r.Before[name].String(), Programs: readers(name)})
	}
	return p
}

// Undo puts back what the last change replaced, and returns that change. Unless forced, it refuses to if another program has changed
// it since, or while a program uses the active runtime. The error is a [*RefusedError], and then nothing has changed.
func Undo(ctx context.Context, m Machine, forced bool) (Past, error) {
	if !forced {
		if err := m.refuseInUse(ctx, m.programs()); err != nil {
			return Past{}, err
		}
	}
	switch m.Host.System() {
	case "linux":
		return m.undoDir(ctx, forced)
	case "windows":
		return m.undoRegistry(ctx, forced)
	}
	return Past{}, &RefusedError{Code: CodeUnsupported, Text: "xrprobe changes nothing on " + strconv.Quote(m.Host.System()) + ", so there is nothing to undo"}
}

func (m Machine) undoDir(ctx context.Context, forced bool) (Past, error) {
	dir, err := m.userDir()
	if err != nil {
		return Past{}, err
	}
	if err := m.refuseSudo(); err != nil && !forced {
		return Past{}, err
	}
	record, err := m.undoFiles(ctx, dir, forced)
	return pastOf(record, dir), err
}
