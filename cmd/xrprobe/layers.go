// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/elsewhere"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/screen"
	"github.com/xrprobe/xrprobe/modes/report"
)

func (a *app) layersCommand() *cobra.Command {
	return a.command("layers", "API layers: which are loaded and why; loads nothing by default", noArguments,
		func(ctx context.Context, _ []string) error {
			found, err := a.answered(ctx, defaults{level: report.LevelBinary}, func(p *prose.Writer, r *report.Report) {
				p.Table(screen.LayerTable(r))
				screen.Program(p, r)
				elsewhere.Below(p, r)
				faults.Below(p, r, a.flags.verbose)
			})
			switch {
			case err != nil:
				return err
			case found.Layers == nil, found.Program.StoppedByLayers():
				return exitOnly(exitInconclusive)
			}
			return nil
		})
}
