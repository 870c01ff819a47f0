// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/use"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/activate"
	"github.com/xrprobe/xrprobe/probe"
)

// useFlags are the flags of the use command.
type useFlags struct{ undo, status, dryRun, force, elevate bool }

func (a *app) useCommand() *cobra.Command {
	var u useFlags
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
		return a.checkUse(u, given, command.ArgsLenAtDash())
	}
	command.RunE = func(command *cobra.Command, given []string) error {
		return a.use(command.Context(), u, given, command.ArgsLenAtDash())
	}
	flags := command.Flags()
	flags.BoolVar(&u.undo, "undo", false, "put back what the last change replaced")
	flags.BoolVar(&u.status, "status", false, "what programs get, and what can be undone")
	flags.BoolVar(&u.dryRun, "dry-run", false, "print the change as commands, and change nothing")
	flags.BoolVar(&u.force, "force", false, "change it although it would not load, is in use,\nor was changed by another program")
	flags.BoolVar(&u.elevate, "elevate", false, "on Windows: ask for an administrator's consent")
	return command
}

// checkUse says what is wrong with the arguments. Those from the dash on are a command.
func (a *app) checkUse(u useFlags, given []string, dash int) error {
	words := given
	if dash >= 0 {
		words = given[:dash]
	}
	wrong := func(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
	switch {
	case u.undo && u.status:
		return wrong("--undo and --status contradict each other: leave one out")
	case (u.undo || u.status) && (len(given) > 0 || dash >= 0):
		return wrong("--undo and --status take no runtime, but got %q", strings.Join(given, " "))
	case u.undo || u.status:
		return nil
	case len(words) == 0:
		return wrong("xrprobe use takes a runtime: its name, a part of it, its manifest or its library; xrprobe runtimes lists them, and --status says what is active")
	case len(words) > 1:
		return wrong("xrprobe use takes one runtime, but got %q: put a command behind --", strings.Join(words, " "))
	case strings.TrimSpace(words[0]) == "":
		return wrong("xrprobe use %q: the name is empty: is a variable not set?", words[0])
	case dash >= 0 && len(given) == dash:
		return wrong("xrprobe use %s --: there is no command behind --", words[0])
	case dash >= 0 && u.dryRun:
		return wrong("--dry-run and a command contradict each other: a command changes nothing")
	case a.flags.simulate != "" || a.flags.from != "":
		return wrong("a data sheet or an earlier report cannot be changed: leave --simulate and --from out")
	case u.elevate && runtime.GOOS != "windows":
		return wrong("--elevate: only Windows asks for an administrator's consent; here the change is the user's own")
	}
	return nil
}

func (a *app) use(ctx context.Context, u useFlags, given []string, dash int) error {
	machine, err := a.machineToChange()
	if err != nil {
		return err
	}
	switch {
	case u.status:
		return a.useStatus(ctx, machine)
	case u.undo:
		return a.elevated(u, a.undo(ctx, machine, u))
	}
	if dash >= 0 && !a.startsHere(machine) {
		return usageError{errors.New("-- COMMAND starts a program here, as you and with your variables: leave out --root, --as, --user and --env")}
	}
	if dash < 0 && !u.dryRun {
		if err := activate.Finish(ctx, machine); err != nil {
			return err
		}
	}
	chosen, found, err := a.choose(ctx, machine, given[0])
	if err != nil {
		return err
	}
	if dash >= 0 {
		return a.start(ctx, machine, chosen, given[dash:], u.force)
	}
	return a.elevated(u, a.activate(ctx, machine, chosen, found, u))
}

// machineToChange is this machine, or the one of --root, as the programs see it that --as and --user say.
func (a *app) machineToChange() (activate.Machine, error) {
	host, err := a.outside().flags.host()
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
func (a *app) activate(ctx context.Context, machine activate.Machine, chosen use.Chosen, found *report.Report, u useFlags) error {
	plan, err := activate.Make(ctx, machine, chosen.Choice, u.force)
	if err != nil {
		return chosen.Explain(found, err)
	}
	if !u.dryRun {
		if err := plan.Apply(ctx); err != nil {
			return err
		}
	}
	status, err := activate.StatusOf(ctx, machine)
	if err != nil {
		return err
	}
	answer := use.New(chosen.Name, plan.Changes, status)
	answer.Changed = len(plan.Changes) > 0 && !u.dryRun
	answer.Notes = append(answer.Notes, plan.Notes...)
	switch {
	case u.dryRun:
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

func (a *app) undo(ctx context.Context, machine activate.Machine, u useFlags) error {
	if u.dryRun {
		return a.useStatus(ctx, machine)
	}
	past, err := activate.Undo(ctx, machine, u.force)
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
func (a *app) elevated(u useFlags, err error) error {
	var refused *activate.RefusedError
	if !u.elevate || !errors.As(err, &refused) || refused.Code != activate.CodeDenied {
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
