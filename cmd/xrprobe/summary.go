// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/devices"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/elsewhere"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/screen"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/verdict"
	"github.com/xrprobe/xrprobe/modes/report"
)

// summary is xrprobe without a subcommand. It prints the whole report as JSON, or one
// screen of it: the verdict, what to fix, and then what it follows from.
func (a *app) summary(ctx context.Context) error {
	if a.flags.simulate == simulateList {
		return a.listSheets()
	}
	found, err := a.answered(ctx, defaults{}, func(p *prose.Writer, r *report.Report) {
		r = verdict.Known(r)
		p.Entry("Verdict", "%s", verdict.Of(r))
		faults.Entries(p, r)
		a.sourceEntry(p, r)
		elsewhere.Entry(p, r)
		simulationEntry(p, r.Simulation, a.flags.verbose)
		screen.Headsets(p, r)
		devices.Plugged(p, r)
		screen.Runtimes(p, r)
		identity.Programs(p, r)
		screen.Modes(p, r)
		if a.flags.verbose {
			faults.Causes(p, r)
			screen.Trace(p, r.Resolution)
			faults.Effects(p, r)
			faults.Logs(p, r)
		}
		screen.Classes(p, "on "+screen.HostKind(r.Host.FormFactor), r)
	})
	if err != nil {
		return err
	}
	return askedAll(found)
}
