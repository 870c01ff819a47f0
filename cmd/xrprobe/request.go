// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/installed"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// userAgent is whom modes are judged for. It implements all that xrprobe knows, and composes what it is told.
func userAgent(composes []string) modes.UserAgent {
	return modes.UserAgent{ARModule: true, Modules: webxr.Features(), Composes: composes}
}

// defaults are what a command asks for where the flags do not say.
type defaults struct {
	runtime string // not used with --simulate
	level   report.Level
	android bool // asks the adb server too
}

// request makes a request of the flags. With --root nothing is executed, because the
// libraries below that directory belong to another system.
func (f flags) request(d defaults) (probe.Request, error) {
	r := probe.Request{
		Runtime: f.runtime, Level: cmp.Or(report.Level(f.level), d.level), Session: report.SessionKind(f.session), Via: probe.Via(f.via),
		Timeout: f.timeout, Identify: f.identify, CleanUp: f.cleanUp, Android: d.android,
	}
	if f.simulate != "" {
		return f.simulated(r)
	}
	r.Runtime = cmp.Or(r.Runtime, d.runtime)
	switch {
	case f.foreign() == "":
		return r, nil
	case r.Level == "":
		r.Level = report.LevelBinary
	case r.Level.AtLeast(report.LevelLibrary) && f.root == "" && f.elsewhere().Executes():
		return r, usageError{fmt.Errorf("%s: xrprobe executes nothing for other programs than those here: ask up to --level %s", f.machine().Flag(), report.LevelBinary)}
	case r.Level.AtLeast(report.LevelLibrary) && f.root == "":
		return r, usageError{fmt.Errorf("--as %s: xrprobe executes nothing for a place that it is not in: ask up to --level %s", f.as, report.LevelBinary)}
	case r.Level.AtLeast(report.LevelLibrary):
		return r, usageError{fmt.Errorf("--root %s: xrprobe executes nothing from another system's root: ask up to --level %s", f.root, report.LevelBinary)}
	}
	return r, nil
}

// foreign is the flag because of which nothing is executed, or "": the programs that it is about run elsewhere.
func (f flags) foreign() string {
	switch {
	case f.root != "":
		return "--root"
	case !f.elsewhere().Executes():
		return "--as " + f.as
	default:
		return f.machine().Flag()
	}
}

// simulated makes a request for this machine one for the data sheet of --simulate.
func (f flags) simulated(r probe.Request) (probe.Request, error) {
	for flag, value := range map[string]string{"--root": f.root, "--user": f.user, "--as": f.as, "--runtime": f.runtime, "--os": f.os, "--arch": f.arch,
		"--registry": strings.Join(f.registry, " "), "--env": strings.Join(f.env, " ")} {
		if value != "" {
			return r, usageError{fmt.Errorf("%s and --simulate contradict each other: a data sheet describes a whole machine", flag)}
		}
	}
	var err error
	r.Simulate, err = simulation(f.simulate)
	return r, asUsage("--simulate", err)
}

// subject names what a request asks, for people who wait for the answer.
func (f flags) subject(r probe.Request) string {
	return cmp.Or(f.simulate, r.Runtime, "the active runtime")
}

// probe asks, and puts the label into the report. If it is interrupted, it returns the
// error together with what is known so far. With --from it reads the report instead.
func (a *app) probe(ctx context.Context, r probe.Request) (*report.Report, error) {
	found, _, err := a.examined(ctx, r, manner{})
	return found, err
}

// manner says how a request is asked, and how closely the answer is looked at. The zero value asks once.
type manner struct {
	// doing is a word for what the user waits for; "" means asking.
	doing string
	// ask asks; nil means the prober's Probe.
	ask func(probe.Prober) (*report.Report, error)
	// thorough says that every linter looks at the machine.
	thorough bool
}

// examined is probe in a manner. It also returns the machine that was examined.
func (a *app) examined(ctx context.Context, r probe.Request, how manner) (*report.Report, doctor.Machine, error) {
	var machine doctor.Machine
	if a.flags.from != "" {
		found, err := readReport(a.flags.from, a.stdin)
		return found, machine, asUsage("--from", err)
	}
	base := loader.Host{}
	if how.ask == nil { // it is asked once, so all looks belong to one moment
		base = base.Remembering()
	}
	prober, err := a.prober(base)
	if err != nil {
		return nil, machine, err
	}
	view, err := a.flags.elsewhere().View(prober.Host)
	if err != nil {
		return nil, machine, usageError{err}
	}
	if view != nil {
		prober.Host = view.Host
	}
	r.Platform = true
	var found *report.Report
	err = a.whileWaiting(cmp.Or(how.doing, "asking")+" "+a.flags.subject(r), func() error {
		if how.ask != nil {
			found, err = how.ask(prober)
		} else {
			found, err = prober.Probe(ctx, r)
		}
		return err
	})
	if found == nil {
		return nil, machine, err
	}
	machine = doctor.Machine{Host: prober.Host, Hardware: prober.Machine, Level: r.Level, View: view, Thorough: how.thorough}
	doctor.Examine(ctx, machine, found)
	found.Host.Label = a.flags.hostLabel()
	return found, machine, err
}

// whileWaiting calls ask, and shows on a terminal what xrprobe is doing.
func (a *app) whileWaiting(doing string, ask func() error) error {
	if a.flags.quiet {
		return ask()
	}
	return prose.WhileWaiting(a.stderr, doing, ask)
}

// answered asks, and prints the answer as JSON or for people.
func (a *app) answered(ctx context.Context, d defaults, human func(*prose.Writer, *report.Report)) (*report.Report, error) {
	r, err := a.flags.request(d)
	if err != nil {
		return nil, err
	}
	found, err := a.probe(ctx, r)
	if found == nil {
		return nil, err
	}
	if printed := a.print(found, human); printed != nil {
		return found, printed
	}
	return found, err
}

func (a *app) prober(base loader.Host) (probe.Prober, error) {
	host, err := a.flags.host(base)
	p := probe.Prober{Helper: probe.Self(), UserAgent: userAgent(a.flags.composed.Composes), Tool: tool(), Host: host, Machine: a.flags.hardware()}
	if !a.flags.quiet {
		p.Announce = a.announce
	}
	return p, err
}

// hardware is the machine whose files tell what it is.
func (f flags) hardware() hardware.Machine {
	m := hardware.Machine{Root: f.root}
	if f.os != "" {
		m.GOOS, m.GOARCH = f.machine().GOOS(), f.machine().GOARCH()
	}
	return m
}

// host is the machine, or the directory that stands for one, as the programs of a user
// see it, with the rules of the loader that was asked for, or that is installed there. The host that it is given is empty, or
// has a memory.
func (f flags) host(host loader.Host) (loader.Host, error) {
	version, file, err := f.loaderVersion()
	host.Loader = version
	if err != nil {
		return host, err
	}
	if host, err = f.machine().Host(host); err != nil {
		return host, usageError{err}
	}
	if host, err = f.elsewhere().Host(host); err != nil {
		return host, usageError{err}
	}
	host = f.machine().Variables(host)
	if file == "" {
		return installed.Follow(host), nil
	}
	host, err = installed.FollowFile(host, file)
	if err != nil {
		err = fmt.Errorf("%w: a version such as --loader 1.1.47 says whose rules count", err)
	}
	return host, asUsage("--loader", err)
}

// announce says whose code is about to be executed, and up to which level.
func (a *app) announce(r report.Runtime) {
	fmt.Fprintf(a.stderr, "xrprobe: asking %s up to the level %s, in a process of its own\n", prose.Printable(r.Manifest), r.Level)
}

// announcingOnce is a prober that announces the first execution of foreign code, and no other.
func (a *app) announcingOnce(p probe.Prober) probe.Prober {
	if p.Announce != nil {
		var once sync.Once
		p.Announce = func(r report.Runtime) { once.Do(func() { a.announce(r) }) }
	}
	return p
}
