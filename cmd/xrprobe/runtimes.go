// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/elsewhere"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/screen"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

func (a *app) runtimesCommand() *cobra.Command {
	return a.command("runtimes", "Runtimes found, which is active and why; loads nothing by default", noArguments,
		func(ctx context.Context, _ []string) error {
			everyFile := defaults{runtime: probe.RuntimeAll, level: report.LevelBinary}
			found, err := a.answered(ctx, everyFile, func(p *prose.Writer, r *report.Report) {
				identity.Tables(p, r)
				p.Table(identity.ProgramTable(r))
				if p.Aligned {
					identity.Programs(p, r)
				}
				p.Table(screen.StepTable(r.Resolution))
				elsewhere.Below(p, r)
				faults.Below(p, r, a.flags.verbose)
			})
			if err != nil {
				return err
			}
			return activeUsable(found)
		})
}

// activeUsable returns an exit code if the active runtime cannot be used, or is not known. A
// stale manifest of another runtime is a problem to print, and not a failure.
func activeUsable(r *report.Report) error {
	if active := r.Active(); !r.ActiveKnown() || active != nil && active.Cause != nil {
		return exitOnly(exitInconclusive)
	}
	return nil
}
