// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"time"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/internal/assumed"
	"github.com/xrprobe/xrprobe/probe/internal/find"
	"github.com/xrprobe/xrprobe/probe/internal/program"
)

// Prober asks runtimes. Its zero value is ready for use: it reads this machine and executes
// nothing.
type Prober struct {
	// Helper says in which process foreign code runs.
	Helper Helper
	// Host is the machine and user whose manifests and libraries are searched.
	Host loader.Host
	// Machine is the machine that the report's host describes.
	Machine hardware.Machine
	// UserAgent says what the user agent implements; the modes in reports depend on it.
	UserAgent modes.UserAgent
	// Tool names the program that asks, in reports.
	Tool report.Tool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Announce is called for each runtime before its code runs, with what is known so far. It
	// may be nil.
	Announce func(report.Runtime)
	// Spare keeps a child ready for the next probe. If it is nil, each probe starts its own.
	Spare *Spare
	// LockFile is the file that makes the probers of one user run a runtime one after another.
	// Empty means xrprobe.lock in $XDG_RUNTIME_DIR, or a file in the directory for temporary
	// files.
	LockFile string
}

// Probe finds the runtimes that the request selects, asks them, and returns the report, with
// modes and classes. Runtimes with different libraries run in parallel, up to eight at once. If a
// runtime fails, the report says so, and the error is nil. The error is a [*RequestError], a
// [*HelperError], the context's, or simulated.New's for a data sheet in this process. If the context
// ends after runtimes were found, Probe returns what is known so far together with the error; in all
// other cases of an error the report is nil. A child that answered everything may still be exiting when
// Probe returns.
func (p Prober) Probe(ctx context.Context, r Request) (*report.Report, error) {
	r, err := r.withDefaults()
	if err != nil {
		return nil, err
	}
	children, err := p.startAhead(r)
	if err != nil {
		return nil, err
	}
	defer children.release()
	p.Host = p.Host.Remembering() // the answers belong to one moment
	out := p.emptyReport(r)
	candidates, err := p.find(ctx, r, out)
	if err != nil {
		return nil, err
	}
	layers, err := p.lookAtLayers(ctx, r)
	if err != nil {
		return nil, err
	}
	attempts := p.openAll(r, out, candidates)
	others, machine := p.lookAtOthers(ctx, r), p.lookAtMachine(ctx, r)
	err = p.runAll(ctx, r, between(layers, attempts), children)
	if err == nil && layers != nil {
		err = p.askLayers(ctx, r, layers, attempts, children)
	}
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	for _, a := range attempts {
		a.addTo(out)
	}
	if r.Simulate != nil {
		out.Simulation.Assumed = assumed.Paths(r.Simulate.Sheet, out)
	}
	if layers != nil {
		out.Layers, out.Program = layers.Report(), layers.Program(out)
		addVariables(out, layers)
		out.Problems = append(out.Problems, layers.Problems()...)
	}
	if programs, failed := others(); err == nil {
		out.Programs, err = programs, failed
	}
	machine().addTo(out)
	p.judge(out)
	return out, err
}

// lookAtOthers begins to look for what other programs get, while runtimes are asked, and returns what waits for the answer: nil for a
// data sheet.
func (p Prober) lookAtOthers(ctx context.Context, r Request) func() ([]report.OtherProgram, error) {
	if r.Simulate != nil {
		return func() ([]report.OtherProgram, error) { return nil, nil }
	}
	var programs []report.OtherProgram
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		programs, err = program.Others(ctx, p.Host, r.Level == report.LevelManifest)
	}()
	return func() ([]report.OtherProgram, error) {
		<-done
		return programs, err
	}
}

// addVariables adds the variables that turn layers on and off, unless this process's environment is not that of the programs.
func addVariables(out *report.Report, layers *program.Layers) {
	if out.Environment == nil {
		return
	}
	for _, v := range layers.Variables() {
		out.Environment = append(out.Environment, find.Variable(v))
	}
}

// lookAtLayers reads the API layers' files. It returns nil for a data sheet, and where the search is not known.
func (p Prober) lookAtLayers(ctx context.Context, r Request) (*program.Layers, error) {
	if r.Simulate != nil {
		return nil, nil
	}
	return program.Look(ctx, p.Host, r.Level == report.LevelManifest)
}

func (p Prober) emptyReport(r Request) *report.Report {
	out := &report.Report{
		Schema: report.SchemaName, Generated: p.now().UTC().Truncate(time.Second), Tool: p.Tool, Problems: []report.Problem{},
	}
	if r.Simulate == nil { // a data sheet has its own host
		machine := p.Machine
		machine.Registry = p.Host.Registry
		out.Host = machine.Host()
	}
	return out
}

func (p Prober) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}
