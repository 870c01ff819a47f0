// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

func (a *app) runtimesCommand() *cobra.Command {
	return a.command("runtimes", "Every runtime found, which is active and why; loads nothing", noArguments,
		func(ctx context.Context, _ []string) error {
			if a.level == "" {
				a.level = string(report.LevelBinary)
			}
			if a.runtime == "" && a.simulate == "" {
				a.runtime = probe.RuntimeAll
			}
			found, err := a.answered(ctx, func(p *page, r *report.Report) {
				if p.aligned && len(r.Runtimes) == 0 {
					p.entry("Runtimes", "none found")
				}
				p.table(runtimeTable(r))
				p.table(stepTable(r.Resolution))
				problems(p, r, a.verbose)
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

func runtimeTable(r *report.Report) table {
	t := table{kind: "runtime", header: []string{"RUNTIME", "ACTIVE", "STATE", "ARCH", "FROM", "MANIFEST"}}
	for _, runtime := range r.Runtimes {
		t.rows = append(t.rows, []string{
			runtime.ID, yesNo(runtime.Active), usable(runtime), known(runtime.Arch), runtime.Source, runtime.Manifest,
		})
	}
	return t
}

// usable is a word for whether a runtime could be asked, as far as was looked.
func usable(runtime report.Runtime) string {
	if runtime.Cause != nil {
		return runtime.Cause.Code
	}
	return "usable"
}

// stepTable shows every place that was looked at, in order.
func stepTable(resolution *report.Resolution) table {
	t := table{kind: "step", header: []string{"RULE", "STATE", "LOOKED AT"}}
	if resolution == nil {
		return t
	}
	for _, step := range resolution.Steps {
		t.rows = append(t.rows, []string{step.Rule, step.State, describeStep(step)})
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
