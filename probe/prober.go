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
)

// Prober asks runtimes. Its zero value reads this machine and executes nothing.
type Prober struct {
	// Helper says where foreign code runs.
	Helper Helper
	// Host is where manifests and libraries are looked for.
	Host loader.Host
	// Machine is where the host's own facts are read from.
	Machine hardware.Machine
	// UserAgent is whose list of supported modes reports have.
	UserAgent modes.UserAgent
	// Tool is the program that asks, as reports name it.
	Tool report.Tool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Announce is called for each runtime before its code runs, with what is known of it by
	// then. It may be nil.
	Announce func(report.Runtime)
	// Spare keeps a child ready for the next probe. Nil starts one for each.
	Spare *Spare
	// LockFile is the file by which probers of one user ask a runtime one after another.
	// Empty means xrprobe.lock in $XDG_RUNTIME_DIR, or a file in the directory for temporary
	// files.
	LockFile string
}

// Probe finds the runtimes that the request means, asks them, and returns the whole
// report, with modes and classes. Runtimes of different libraries are asked at the same
// time. If a runtime fails, the report says so. The error is a [*RequestError], a
// [*HelperError] or the context's; with the context's comes a report of what was known by
// then, if anything was asked.
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
	out := p.emptyReport()
	candidates, err := p.find(ctx, r, out)
	if err != nil {
		return nil, err
	}
	attempts := p.openAll(r, out, candidates)
	err = p.runAll(ctx, r, attempts, children)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	for _, a := range attempts {
		a.addTo(out)
	}
	if r.Simulate != nil {
		out.Simulation.Assumed = assumed.Paths(r.Simulate.Sheet, out)
	}
	p.judge(out)
	return out, err
}

func (p Prober) emptyReport() *report.Report {
	return &report.Report{
		Schema: report.SchemaName, Generated: p.now().UTC().Truncate(time.Second),
		Tool: p.Tool, Host: p.Machine.Host(), Problems: []report.Problem{},
	}
}

func (p Prober) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}
