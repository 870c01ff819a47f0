// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"fmt"
	"time"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate/internal/swap"
)

// patience is how long a change waits for another one.
const patience = 10 * time.Second

// Machine is where a runtime is made active.
type Machine struct {
	// Host is the machine as the programs see it that are to get the runtime: this one, that of another user, or a view of package
	// place.
	Host loader.Host
	// Outside is the machine as this process sees it, if Host is a view of a place; else nil.
	Outside *loader.Host
}

// files is the machine whose files are changed.
func (m Machine) files() loader.Host {
	if m.Outside != nil {
		return *m.Outside
	}
	return m.Host
}

// Choice is a runtime that is to be the active one.
type Choice struct {
	// Name is the runtime's name, for people.
	Name string
	// Manifests are the paths of its manifests, as programs see them, by the architecture of the build, such as "x86_64". The build
	// for the host's architecture is the one that counts for programs whose architecture is not known.
	Manifests map[string]string
}

// Change is one file, or one value of the registry, that a plan changes.
type Change struct {
	// Path is the file, or the key and the value.
	Path string
	// Before and After say what is there, in words such as "absent" and "a link to /usr/share/openxr/1/openxr_monado.json".
	Before, After string
	// Programs are those that read it, in words.
	Programs string
}

// Plan is what makes a runtime the active one.
type Plan struct {
	// Choice is the runtime.
	Choice Choice
	// Changes are what the plan changes, in order. There are none if the runtime is active already.
	Changes []Change
	// Notes are what else the user has to know, in sentences.
	Notes []string

	machine Machine
	// dir is the directory as programs see it, and wanted what its entries become, on Linux.
	dir    string
	wanted map[string]swap.Entry
	// values are what is written into the registry, on Windows.
	values []value
	forced bool
}

// Make plans to make a runtime the active one. The error is the context's, one of package loader for a host whose search is not
// known, or a [*RefusedError]. Unless forced, Make refuses what would not load.
func Make(ctx context.Context, m Machine, c Choice, forced bool) (Plan, error) {
	p := Plan{machine: m, Choice: c, forced: forced}
	if err := p.checkBuilds(ctx); err != nil && !forced {
		return p, err
	}
	switch m.Host.System() {
	case "linux":
		return p, p.planFiles(ctx)
	case "windows":
		return p, p.planRegistry()
	case "darwin":
		return p, p.refuseOnMacOS()
	}
	return p, fmt.Errorf("the active runtime of %s: %w", m.Host.System(), loader.ErrUnsupportedOS)
}

// architectures are those of the choice, the host's first.
func (p *Plan) architectures() []string {
	own := p.machine.Host.ArchWord()
	var list []string
	if _, has := p.Choice.Manifests[own]; has {
		list = append(list, own)
	}
	for _, arch := range sorted(p.Choice.Manifests) {
		if arch != own {
			list = append(list, arch)
		}
	}
	return list
}

// For returns the machine as programs of another architecture see it.
func (m Machine) For(arch string) Machine {
	m.Host.Arch = arch
	if m.Outside != nil {
		outside := *m.Outside
		outside.Arch = arch
		m.Outside = &outside
	}
	return m
}

// Apply makes the changes, all at one moment. If another process has made changes since the plan was made, it plans again, so that
// Changes and Notes may differ. Unless the plan was forced, it refuses to while a program uses the active runtime. The error is a
// [*RefusedError], and then nothing has changed.
func (p *Plan) Apply(ctx context.Context) error {
	if len(p.Changes) == 0 {
		return nil
	}
	if !p.forced {
		if err := p.machine.refuseInUse(ctx, p.architectures()); err != nil {
			return err
		}
	}
	if p.machine.Host.System() == "windows" {
		return p.applyRegistry(ctx)
	}
	return p.applyFiles(ctx)
}
