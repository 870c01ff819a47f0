// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/use"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate"
	"github.com/xrprobe/xrprobe/probe"
)

func (a *app) useCommand() *cobra.Command {
	var u use.Flags
	command := a.command("use RUNTIME [-- COMMAND...]", "Make a runtime the active one, or give it to one command", nil, nil)
	command.Long = strings.TrimSpace(`
Makes an installed runtime the active one: by its name, a part of it, its
manifest or its library. On Linux it writes into the user's own configuration,
on Windows into both views of the registry; all that changes does so at one
moment, and --undo puts back what was there. It refuses a runtime that would not
load, and a change while a program uses the active runtime.

With -- COMMAND nothing is written: that command alone gets the runtime, by
XR_RUNTIME_JSON. Programs that are not started from here get what --status says.`)
	command.Example = strings.Trim(`
  xrprobe use monado               from now on
  xrprobe use --undo               as it was before
  xrprobe use steamvr -- godot     for one program
  xrprobe use wivrn --dry-run      what it would do, as commands`, "\n")
	command.Args = func(command *cobra.Command, given []string) error {
		return asUsage("use", u.Check(given, command.ArgsLenAtDash(), a.flags.simulate != ""))
	}
	command.RunE = func(command *cobra.Command, given []string) error {
		return a.use(command.Context(), u, given, command.ArgsLenAtDash())
	}
	flags := command.Flags()
	flags.BoolVar(&u.Undo, "undo", false, "put back what the last change replaced")
	flags.BoolVar(&u.Status, "status", false, "what programs get, and what can be undone")
	flags.BoolVar(&u.DryRun, "dry-run", false, "print the change as commands, and change nothing")
	flags.BoolVar(&u.Force, "force", false, "change it although it would not load, is in use,\nor was changed by another program")
	flags.BoolVar(&u.Elevate, "elevate", false, "on Windows: ask for an administrator's consent")
	return command
}

func (a *app) use(ctx context.Context, u use.Flags, given []string, dash int) error {
	machine, err := a.machineToChange()
	if err != nil {
		return err
	}
	switch {
	case u.Status:
		return a.useStatus(ctx, machine)
	case u.Undo:
		return a.elevated(u, a.undo(ctx, machine, u))
	}
	if dash >= 0 && !a.startsHere(machine) {
		return usageError{errors.New("-- COMMAND starts a program here, as you and with your variables: leave out --root, --as, --user and --env")}
	}
	if dash < 0 && !u.DryRun {
		if err := activate.Finish(ctx, machine); err != nil {
			return err
		}
	}
	chosen, found, err := a.choose(ctx, machine, given[0])
	if err != nil {
		return err
	}
	if dash >= 0 {
		return a.start(ctx, machine, chosen, given[dash:], u.Force)
	}
	return a.elevated(u, a.activate(ctx, machine, chosen, found, u))
}

// machineToChange is this machine, or the one of --root, as the programs see it that --as and --user say.
func (a *app) machineToChange() (activate.Machine, error) {
	host, err := a.outside().flags.host(loader.Host{})
	if err != nil {
		return activate.Machine{}, err
	}
	view, err := a.flags.elsewhere().View(host)
	if err != nil {
		return activate.Machine{}, usageError{err}
	}
	if view == nil {
		return activate.Machine{Host: host}, nil
	}
	return activate.Machine{Host: view.Host, Outside: &view.Outside}, nil
}

// outside is the run without the flags that say for which programs the change is: the runtimes are those of the machine.
func (a *app) outside() *app {
	return &app{stdin: a.stdin, stdout: a.stdout, stderr: a.stderr, flags: a.flags.ofMachine()}
}

// ofMachine are the flags without those about programs, and about how a runtime is asked.
func (f flags) ofMachine() flags {
	if !strings.HasPrefix(f.as, "user:") {
		f.as = ""
	}
	f.arch, f.level, f.runtime = "", "", ""
	return f
}

// choose finds the runtime that a word means among those that are installed.
func (a *app) choose(ctx context.Context, machine activate.Machine, word string) (use.Chosen, *report.Report, error) {
	r, err := a.outside().flags.request(defaults{runtime: probe.RuntimeAll, level: report.LevelBinary})
	if err != nil {
		return use.Chosen{}, nil, err
	}
	found, err := a.outside().probe(ctx, r)
	if err != nil {
		return use.Chosen{}, nil, err
	}
	host := machine.Host
	if machine.Outside != nil {
		host = *machine.Outside
	}
	chosen, err := use.Choose(host, found, word, a.flags.machine().ArchWord())
	if err != nil {
		return chosen, found, usageError{err}
	}
	return chosen, found, nil
}

// activate makes a runtime the active one, or says how.
func (a *app) activate(ctx context.Context, machine activate.Machine, chosen use.Chosen, found *report.Report, u use.Flags) error {
	plan, err := activate.Make(ctx, machine, chosen.Choice, u.Force)
	if err != nil {
		return chosen.Explain(found, err)
	}
	if !u.DryRun {
		if err := plan.Apply(ctx); err != nil {
			return err
		}
	}
	status, err := activate.StatusOf(ctx, machine)
	if err != nil {
		return err
	}
	answer := use.New(chosen.Name, plan.Changes, status)
	answer.Changed = len(plan.Changes) > 0 && !u.DryRun
	answer.Notes = append(answer.Notes, plan.Notes...)
	switch {
	case u.DryRun:
		answer.Commands = append([]string{}, plan.Commands()...)
	case !answer.Changed:
		answer.Notes = append(answer.Notes, chosen.AlreadyActive(machine.Host))
	}
	if len(plan.Changes) > 0 {
		answer.Notes = append(answer.Notes, chosen.PassingAway()...)
		answer.Notes = append(answer.Notes, use.WhoWritesNext(found, chosen)...)
	}
	return a.printUse(answer, func(p *prose.Writer) {
		answer.Tell(p)
		if answer.Changed && p.Aligned {
			p.Command("Undo", "", "xrprobe use --undo")
		}
	})
}

func (a *app) undo(ctx context.Context, machine activate.Machine, u use.Flags) error {
	if u.DryRun {
		return a.useStatus(ctx, machine)
	}
	past, err := activate.Undo(ctx, machine, u.Force)
	if err != nil {
		return err
	}
	status, err := activate.StatusOf(ctx, machine)
	if err != nil {
		return err
	}
	answer := use.New("", past.Changes, status)
	answer.Changed = true
	return a.printUse(answer, answer.Tell)
}

func (a *app) useStatus(ctx context.Context, machine activate.Machine) error {
	status, err := activate.StatusOf(ctx, machine)
	if err != nil {
		return err
	}
	answer := use.New("", nil, status)
	return a.printUse(answer, func(p *prose.Writer) {
		answer.Tell(p)
		answer.TellPast(p)
	})
}

// startsHere reports whether the flags are about the programs that are started from here.
func (a *app) startsHere(machine activate.Machine) bool {
	return a.flags.root == "" && a.flags.user == "" && len(a.flags.env) == 0 && machine.Outside == nil
}

// start gives one command a runtime of its own.
func (a *app) start(ctx context.Context, machine activate.Machine, chosen use.Chosen, command []string, force bool) error {
	start, arch, err := use.NewStart(machine.Host, chosen, command)
	if err != nil {
		return usageError{err}
	}
	if err := activate.Check(ctx, machine, arch, chosen.Manifests[arch]); err != nil && !force {
		return err
	}
	code, err := start.Run()
	if err != nil {
		return usageError{err}
	}
	if code != 0 {
		return exitOnly(code)
	}
	return nil
}

// elevated repeats a change with an administrator's consent, if only that is missing and the user wants it.
func (a *app) elevated(u use.Flags, err error) error {
	var refused *activate.RefusedError
	if !u.Elevate || !errors.As(err, &refused) || refused.Code != activate.CodeDenied {
		return err
	}
	return use.Elevate(slices.DeleteFunc(slices.Clone(os.Args[1:]), func(arg string) bool { return arg == "--elevate" }))
}

func (a *app) printUse(answer use.Answer, tell func(*prose.Writer)) error {
	if a.flags.format() != outputHuman {
		return a.printJSON(answer)
	}
	return a.printProse(tell)
}
