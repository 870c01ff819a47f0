// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/parts"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

func (a *app) showCommand() *cobra.Command {
	var all bool
	command := a.command("show WHAT", "One part of the answer as a table", exactlyOne("part", parts.Names()),
		func(ctx context.Context, args []string) error {
			for _, p := range parts.All() {
				if p.Name == args[0] {
					return a.show(ctx, p, all)
				}
			}
			return nil // exactlyOne has checked the argument
		})
	command.Flags().BoolVar(&all, "all", false, "with properties or views: everything that can be\nasked, and what became of it")
	command.Long = "The parts are:\n"
	for _, p := range parts.All() {
		command.Long += fmt.Sprintf("\n  %-12s %s", p.Name, p.Short)
	}
	command.ValidArgs, command.ValidArgsFunction = parts.Names(), nil
	return command
}

func (a *app) show(ctx context.Context, shown parts.Part, all bool) error {
	if err := a.validateShow(shown, all); err != nil {
		return err
	}
	var d defaults
	if shown.Name == parts.Env {
		d.level = report.LevelManifest
	}
	found, err := a.answered(ctx, d, func(p *prose.Writer, r *report.Report) { p.Table(shown.Table(r, all)) })
	if err != nil {
		return err
	}
	if shown.Name == parts.Env {
		a.warn(shown.Gaps(found))
		return nil
	}
	a.warnOfProblems(found)
	a.warn(shown.Gaps(found))
	return askedAll(found)
}

// validateShow refuses a level at which the part is not known, and --all for a part that has
// no longer table.
func (a *app) validateShow(shown parts.Part, all bool) error {
	switch {
	case shown.NeedsSession() && a.flags.level != string(report.LevelSession) && a.flags.from == "":
		return usageError{fmt.Errorf("show %s: only a session knows the %s, and it may light the headset up: add --level %s", shown.Name, shown.Name, report.LevelSession)}
	case all && !shown.HasMore():
		return usageError{fmt.Errorf("show %s: the table is complete without --all, which is for properties and views", shown.Name)}
	default:
		return nil
	}
}

// warn says on standard error why a table is empty.
func (a *app) warn(gaps []string) {
	if a.flags.format() != outputHuman || a.flags.quiet {
		return
	}
	for _, gap := range gaps {
		fmt.Fprintf(a.stderr, "xrprobe: %s\n", prose.Printable(gap))
	}
}

// warnOfProblems prints problems to standard error, for commands whose answer is a table.
func (a *app) warnOfProblems(found *report.Report) {
	for _, problem := range found.Problems {
		fmt.Fprintf(a.stderr, "xrprobe: %s\n", prose.Printable(problem.Text))
	}
}
