// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/elsewhere"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/reasons"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

func (a *app) modesCommand() *cobra.Command {
	command := a.command("modes", "WebXR's list of supported modes and features, with reasons", noArguments,
		func(ctx context.Context, _ []string) error {
			found, err := a.answered(ctx, defaults{}, func(p *prose.Writer, r *report.Report) {
				p.Table(modeTable(r))
				p.Table(featureTable(r, p.Aligned))
				elsewhere.Below(p, r)
				faults.Below(p, r, a.flags.verbose)
			})
			if err != nil {
				return err
			}
			return askedAll(found)
		})
	command.Flags().Func("user-agent-composes", "pass-through `LAYERS` that the user\nagent composes, with commas, such as\nXR_FB_passthrough", a.flags.composed.AddComposed)
	return command
}

func modeTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "mode", Header: []string{"MODE", "SUPPORT", "BECAUSE"}}
	for _, mode := range r.Modes {
		t.Rows = append(t.Rows, []string{string(mode.Mode), string(mode.Support), reasons.Of(mode)})
	}
	return t
}

// featureTable lists the features of every mode. For people, a feature that is the same in
// both immersive modes has one row.
func featureTable(r *report.Report, forPeople bool) prose.Table {
	t := prose.Table{Kind: "feature", Header: []string{"MODE", "FEATURE", "SUPPORT", "BECAUSE"}}
	for _, mode := range r.Modes {
		for _, feature := range mode.Features {
			row := []string{string(mode.Mode), string(feature.Name), string(feature.Support), feature.Because}
			if !forPeople || !mode.Mode.Immersive() || !merged(t.Rows, row) {
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}

// merged looks for a row of immersive-vr that says the same about the same feature. If
// there is one, merged makes it a row for both immersive modes and returns true.
func merged(rows [][]string, row []string) bool {
	for _, earlier := range rows {
		if earlier[0] == string(webxr.ImmersiveVR) && slices.Equal(earlier[1:], row[1:]) {
			earlier[0] = "immersive"
			return true
		}
	}
	return false
}
