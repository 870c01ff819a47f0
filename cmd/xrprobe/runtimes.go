// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

func (a *app) runtimesCommand() *cobra.Command {
	return a.command("runtimes", "Every runtime found, which is active and why; loads nothing", noArguments,
		func(ctx context.Context, _ []string) error {
			everyFile := defaults{runtime: probe.RuntimeAll, level: report.LevelBinary}
			found, err := a.answered(ctx, everyFile, func(p *prose.Writer, r *report.Report) {
				switch {
				case p.Aligned && r.Runtimes == nil:
					p.Entry("Runtimes", "none seen: the search for the active runtime failed")
				case p.Aligned && len(r.Runtimes) == 0:
					p.Entry("Runtimes", "none found")
				}
				p.Table(runtimeTable(r))
				p.Table(stepTable(r.Resolution))
				problems(p, r, a.flags.verbose)
			})
			if err != nil {
				return err
			}
			return activeUsable(found)
		})
}

// activeUsable returns an exit code if the active runtime cannot be used, or is not known.
// A stale manifest of another runtime is a problem to print, and not a failure.
func activeUsable(r *report.Report) error {
	failed := func(p report.Problem) bool { return p.ID == "discovery_failed" || p.ID == "discovery_unsupported" }
	active := r.Active()
	if r.Runtimes == nil || active == nil && slices.ContainsFunc(r.Problems, failed) || active != nil && active.Cause != nil {
		return exitOnly(exitInconclusive)
	}
	return nil
}

func runtimeTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "runtime", Header: []string{"RUNTIME", "ACTIVE", "STATE", "ARCH", "FROM", "MANIFEST"}}
	for _, runtime := range r.Runtimes {
		t.Rows = append(t.Rows, []string{
			runtime.ID, yesNo(runtime.Active), usable(runtime), prose.Known(runtime.Arch), runtime.Source, runtime.Manifest,
		})
	}
	return t
}

// usable returns "usable" for a runtime whose library was loaded, and the code of the cause
// why it cannot be used. Of one that was not loaded, no more is known than its files say.
func usable(runtime report.Runtime) string {
	switch {
	case runtime.Cause != nil:
		return runtime.Cause.Code
	case runtime.Reached != nil && runtime.Reached.AtLeast(report.LevelLibrary):
		return "usable"
	default:
		return "not loaded"
	}
}

// stepTable lists every place that was searched, in order.
func stepTable(resolution *report.Resolution) prose.Table {
	t := prose.Table{Kind: "step", Header: []string{"RULE", "STATE", "LOOKED AT"}}
	if resolution == nil {
		return t
	}
	for _, step := range resolution.Steps {
		t.Rows = append(t.Rows, []string{step.Rule, step.State, describeStep(step)})
	}
	return t
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
