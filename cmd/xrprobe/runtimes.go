// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/report"
)

func (a *app) runtimesCommand() *cobra.Command {
	return a.command("runtimes", "Every runtime found, which is active and why; loads nothing", cobra.NoArgs,
		func(ctx context.Context, _ []string) error {
			if a.level == "" {
				a.level = string(report.LevelBinary)
			}
			if a.runtime == "" {
				a.runtime = probe.RuntimeAll
			}
			found, err := a.answered(ctx, func(p *page, r *report.Report) {
				runtimeRows(p, r)
				traceRows(p, r.Resolution)
				problemEntries(p, r)
			})
			if err != nil {
				return err
			}
			return activeUsable(found)
		})
}

// activeUsable: a stale manifest that is not active is worth a word, not a failure.
func activeUsable(r *report.Report) error {
	if active := r.Active(); r.Runtimes == nil || active != nil && active.Cause != nil {
		return verdict(exitInconclusive)
	}
	return nil
}

func runtimeRows(p *page, r *report.Report) {
	if len(r.Runtimes) == 0 {
		p.entry("Runtimes", "none found")
	}
	for _, runtime := range r.Runtimes {
		label := ""
		if runtime.Active {
			label = "Active"
		}
		p.entry(label, "%s: %s", runtime.ID, describeUsable(runtime))
		p.entry("", "%s, from %s", runtime.Manifest, runtime.Source)
	}
}

func describeUsable(runtime report.Runtime) string {
	if runtime.Cause != nil {
		return fmt.Sprintf("cannot be used (%s)", runtime.Cause.Code)
	}
	return fmt.Sprintf("%s, %s", known(runtime.Library), known(runtime.Arch))
}

// traceRows shows every place that was looked at, in order.
func traceRows(p *page, resolution *report.Resolution) {
	label := "Looked at"
	for _, step := range resolution.Steps {
		p.row(label, step.State, describeStep(step))
		label = ""
	}
}

func describeStep(step report.Step) string {
	text := step.What
	if step.Path != nil {
		text += " " + *step.Path
	}
	if step.Note != nil {
		text += " (" + *step.Note + ")"
	}
	return text
}
