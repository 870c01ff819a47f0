// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/inventory"
	"github.com/xrprobe/xrprobe/probe/report"
)

// app is one run of the command: where it writes, and its global flags.
type app struct {
	stdout, stderr io.Writer
	runtime        string
	level          string
	via            string
	root           string
	simulate       string
	output         string
	json           bool
	quiet          bool
	verbose        bool
	timeout        time.Duration
}

// agent is the user agent that the list of supported modes is made for: one that
// implements everything xrprobe knows of.
var agent = modes.UserAgent{ARModule: true}

// newRoot builds the command tree. Every subcommand is in a file of its name.
func newRoot(stdout, stderr io.Writer) *cobra.Command {
	a := &app{stdout: stdout, stderr: stderr}
	root := a.command("xrprobe", "This machine in one screen: headset, WebXR modes, runtime, class, problems",
		cobra.NoArgs, func(ctx context.Context, _ []string) error { return a.summary(ctx) })
	root.Long = strings.TrimSpace(`
xrprobe asks the OpenXR runtimes of this machine what they can do, each in a
process of its own, and says what WebXR makes of the answer and what a browser
may tell a page.`)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.validate() }
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	a.addFlags(root)
	root.AddCommand(a.modesCommand(), a.checkCommand(), a.runtimesCommand(), a.classifyCommand(), a.schemaCommand(), a.versionCommand())
	return root
}

// command is a cobra command whose wrong arguments are usage errors.
func (a *app) command(use, short string, args cobra.PositionalArgs, do func(context.Context, []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, DisableFlagsInUseLine: true,
		Args: func(command *cobra.Command, given []string) error {
			if err := args(command, given); err != nil {
				return usageError{err}
			}
			return nil
		},
		RunE: func(command *cobra.Command, given []string) error { return do(command.Context(), given) },
	}
}

func (a *app) addFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&a.runtime, "runtime", "", "`RUNTIME` to ask: active, all, a name, or a manifest's path (default active)")
	flags.StringVar(&a.level, "level", "", "`LEVEL` to ask up to: manifest, binary, library, extensions, instance,\nsystem, properties (default properties; binary with --runtime all)")
	flags.StringVar(&a.via, "via", string(probe.ViaDirect), "`WAY` to the runtime: direct, or loader (Khronos', with API layers)")
	flags.DurationVar(&a.timeout, "timeout", 0, "time `D` to load the runtime, and again for its answers (default 2s, 10s)")
	flags.StringVar(&a.simulate, "simulate", "", "`SHEET` to ask instead of this machine: a device's name or a file; list lists them")
	flags.StringVar(&a.root, "root", "", "`DIR` that stands for /; executes nothing")
	flags.StringVarP(&a.output, "output", "o", "human", "`FORMAT`: human or json")
	flags.BoolVar(&a.json, "json", false, "the same as --output json")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "no words on standard error but errors")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "also every place that was looked at, and the runtime's own output")
}

// validate checks the global flags once, before any command runs.
func (a *app) validate() error {
	if a.json {
		a.output = "json"
	}
	if a.output != "human" && a.output != "json" {
		return usageError{fmt.Errorf("--output %q: use human or json", a.output)}
	}
	if a.level == "" {
		return nil
	}
	if _, err := report.ParseLevel(a.level); err != nil {
		return usageError{fmt.Errorf("--level %w", err)}
	}
	return nil
}

// request is the question that the global flags ask. Under a root nothing is
// executed, since its libraries belong to another system.
func (a *app) request() (probe.Request, error) {
	r := probe.Request{Runtime: a.runtime, Level: report.Level(a.level), Via: probe.Via(a.via), Timeout: a.timeout}
	if a.simulate != "" {
		var err error
		r.Simulate, err = simulation(a.simulate)
		return r, err
	}
	if a.root == "" {
		return r, nil
	}
	if r.Level == "" {
		r.Level = report.LevelBinary
	}
	if r.Level.AtLeast(report.LevelLibrary) {
		return r, usageError{fmt.Errorf("--root %s: nothing in another system's root is executed: ask up to --level %s", a.root, report.LevelBinary)}
	}
	return r, nil
}

// probe asks, and joins the answer into the whole report.
func (a *app) probe(ctx context.Context, r probe.Request) (*report.Report, error) {
	found, err := a.prober().Probe(ctx, r)
	if err != nil {
		return nil, err
	}
	inventory.Join(found, agent)
	return found, nil
}

func (a *app) prober() probe.Prober {
	p := probe.Prober{
		Helper: probe.Self(), Tool: tool(),
		Host:    loader.Host{Root: a.root},
		Machine: hardware.Machine{Root: a.root},
	}
	if !a.quiet {
		p.Announce = a.announce
	}
	return p
}

// announce says whose code is about to be executed, and how far it is asked.
func (a *app) announce(r report.Runtime) {
	fmt.Fprintf(a.stderr, "xrprobe: asking %s up to the level %s, in a process of its own\n", printable(r.Manifest), r.Level)
}

// answered runs the global flags' question and prints the answer as JSON, or for people.
func (a *app) answered(ctx context.Context, human func(*page, *report.Report)) (*report.Report, error) {
	r, err := a.request()
	if err != nil {
		return nil, err
	}
	found, err := a.probe(ctx, r)
	if err != nil {
		return nil, err
	}
	return found, a.print(found, human)
}

func (a *app) print(found *report.Report, human func(*page, *report.Report)) error {
	if a.output == "json" {
		return found.Write(a.stdout)
	}
	p := &page{}
	human(p, found)
	_, err := io.WriteString(a.stdout, p.String())
	return err
}
