// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/findings"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor"
)

// diagnosis is what the flags of doctor ask for.
type diagnosis struct {
	only             []string
	list             bool
	explain, pretend string
}

func (a *app) doctorCommand() *cobra.Command {
	var d diagnosis
	command := a.command("doctor", "What is wrong, and how to fix it; loads nothing by default", noArguments,
		func(ctx context.Context, _ []string) error { return a.doctor(ctx, d) })
	command.Long = `Looks at every runtime that is installed, and at what programs get, and says
what is wrong: for each finding its id, how much it matters, what it is about,
what was seen, and one fix. It executes nothing; --level properties also asks
the runtimes, and finds what only they can tell. The exit code is 1 if a finding
is an error, and else 0.`
	set := command.Flags()
	set.StringSliceVar(&d.only, "only", nil, "`ID` of the findings to tell, and no others; may be\ngiven again, or be a list with commas")
	set.BoolVar(&d.list, "list", false, "list every id with what it means, and look at nothing")
	set.StringVar(&d.explain, "explain", "", "explain an `ID`, with an example, and look at nothing")
	set.StringVar(&d.pretend, "pretend", "", "look at a made-up machine that has the problem `ID`,\nand not at this one")
	for _, name := range []string{"only", "explain", "pretend"} {
		completeFlag(command, name, doctor.IDs)
	}
	command.PreRunE = func(command *cobra.Command, _ []string) error { return d.validate(command) }
	return command
}

// validate checks the flags of doctor.
func (d diagnosis) validate(command *cobra.Command) error {
	given := 0
	for _, name := range []string{"list", "explain", "pretend"} {
		if command.Flags().Changed(name) {
			given++
		}
	}
	if given > 1 {
		return usageError{fmt.Errorf("--list, --explain and --pretend contradict each other: leave all but one out")}
	}
	for _, name := range append([]string{"from"}, asking...) {
		if given > 0 && command.Flags().Changed(name) {
			return usageError{fmt.Errorf("--%s has no meaning here: --list, --explain and --pretend look at no machine", name)}
		}
	}
	if command.Flags().Changed("only") && (d.list || command.Flags().Changed("explain")) {
		return usageError{fmt.Errorf("--only has no meaning here: --list and --explain tell no findings")}
	}
	if command.Flags().Changed("only") && len(d.only) == 0 {
		return usageError{fmt.Errorf("--only: the value is empty: write an id, or leave the flag out")}
	}
	for name, ids := range map[string][]string{"--only": d.only, "--explain": {d.explain}, "--pretend": {d.pretend}} {
		for _, id := range ids {
			if !command.Flags().Changed(name[2:]) {
				continue
			}
			if ids := doctor.IDs(); !slices.Contains(ids, id) {
				return usageError{fmt.Errorf("%s %q: %ssee every id with xrprobe doctor --list", name, id, suggest.Sentence(id, ids))}
			}
		}
	}
	return nil
}

func (a *app) doctor(ctx context.Context, d diagnosis) error {
	switch {
	case d.list:
		list := findings.Catalogue()
		return a.printWords(list, func(p *prose.Writer) { findings.List(p, list) })
	case d.explain != "":
		words := findings.Explanation(ctx, exampleProber(), d.explain)
		return a.printWords(words, func(p *prose.Writer) { findings.Explain(p, words) })
	case d.pretend != "":
		return a.pretended(ctx, d)
	}
	request, err := a.flags.request(defaults{runtime: probe.RuntimeAll, level: report.LevelBinary})
	if err != nil {
		return err
	}
	found, machine, err := a.examined(ctx, request, manner{thorough: true})
	if found == nil {
		return err
	}
	facts := func(p report.Problem) []string { return doctor.Evidence(machine, found, p) }
	if a.flags.from != "" {
		doctor.Weigh(found)
		facts = func(p report.Problem) []string { return doctor.EvidenceOf(found, p) }
	}
	if printed := a.printFindings(findings.Of(found, facts).Only(d.only), nil); err == nil {
		err = printed
	}
	return err
}

// printFindings prints an examination, after a first line if there is one. The error is the exit code.
func (a *app) printFindings(e findings.Examination, first func(*prose.Writer)) error {
	print := func() error {
		if a.flags.format() != outputHuman {
			return a.printJSON(e)
		}
		return a.printProse(func(p *prose.Writer) {
			if first != nil {
				first(p)
			}
			findings.Print(p, e)
		})
	}
	if err := print(); err != nil {
		return err
	}
	if e.HasError() {
		return exitOnly(exitNo)
	}
	return nil
}

// pretended examines an example machine.
func (a *app) pretended(ctx context.Context, d diagnosis) error {
	e, about, err := findings.Pretend(ctx, exampleProber(), d.pretend)
	if err != nil {
		return asUsage("--pretend", err)
	}
	return a.printFindings(e.Only(d.only), func(p *prose.Writer) { findings.Example(p, d.pretend, about) })
}

// exampleProber examines example machines. It executes nothing.
func exampleProber() probe.Prober { return probe.Prober{UserAgent: userAgent(nil), Tool: tool()} }

// printWords prints what ids mean, for people or as JSON.
func (a *app) printWords(words any, human func(*prose.Writer)) error {
	if a.flags.format() != outputHuman {
		return a.printJSON(words)
	}
	return a.printProse(human)
}
