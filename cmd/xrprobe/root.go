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
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/inventory"
)

// app is one run of the command: where it writes, and its global flags.
type app struct {
	stdout, stderr io.Writer
	runtime        string
	simulate       string
	level          string
	session        string
	via            string
	root           string
	user           string
	label          string
	identify       bool
	output         string
	json           bool
	noColor        bool
	quiet          bool
	verbose        bool
	cleanUp        bool
	timeout        time.Duration
}

// agent is the user agent that the list of supported modes is made for: one that
// implements everything xrprobe knows of.
var agent = modes.UserAgent{ARModule: true, Modules: webxr.Features()}

// newRoot builds the command tree. Every subcommand is in a file of its name.
func newRoot(stdout, stderr io.Writer) *cobra.Command {
	a := &app{stdout: stdout, stderr: stderr}
	root := a.command("xrprobe", "This machine in one screen: headset, WebXR modes, runtime, class, problems",
		noArguments, func(ctx context.Context, _ []string) error { return a.summary(ctx) })
	root.Long = strings.TrimSpace(`
xrprobe asks the OpenXR runtimes of this machine what they can do, each in a
process of its own, and says what WebXR makes of the answer and what a browser
may tell a page.`)
	root.Example = strings.Trim(`
  xrprobe                          this machine
  xrprobe --simulate quest-3       a headset that is not here
  xrprobe check immersive-vr       the answer as an exit code
  xrprobe --json | jq .modes       for programs`, "\n")
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentPreRunE = func(command *cobra.Command, _ []string) error { return a.validate(command) }
	root.SetFlagErrorFunc(flagError)
	a.addFlags(root)
	root.AddCommand(
		a.modesCommand(), a.checkCommand(), a.runtimesCommand(), a.showCommand(), a.classifyCommand(), a.askCommand(), a.watchCommand(), a.serveCommand(),
		a.schemaCommand(), a.completionCommand(), a.versionCommand(),
	)
	root.AddCommand(a.packagersCommands()...)
	a.addHelp(root)
	return root
}

// command is a cobra command whose wrong arguments are usage errors.
func (a *app) command(use, short string, args cobra.PositionalArgs, do func(context.Context, []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, DisableFlagsInUseLine: true,
		Args: args, ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(command *cobra.Command, given []string) error { return do(command.Context(), given) },
	}
}

// noArguments refuses arguments. On the root one is taken for a subcommand.
func noArguments(command *cobra.Command, given []string) error {
	switch {
	case len(given) == 0:
		return nil
	case !command.HasParent():
		return unknownCommand(command, given[0])
	default:
		return usageError{fmt.Errorf("%s takes no arguments, and %q is one", command.CommandPath(), given[0])}
	}
}

// exactlyOne wants one of a few words.
func exactlyOne(what string, choices []string) cobra.PositionalArgs {
	return func(command *cobra.Command, given []string) error {
		if len(given) != 1 {
			return usageError{fmt.Errorf("%s takes one %s: %s", command.CommandPath(), what, orList(choices))}
		}
		return oneOf(what, given[0], choices)
	}
}

// The words of the flags that have few.
func levels() []string {
	var words []string
	for _, level := range report.Levels() {
		words = append(words, string(level))
	}
	return words
}

func sessionKinds() []string {
	var words []string
	for _, kind := range report.SessionKinds() {
		words = append(words, string(kind))
	}
	return words
}

func ways() []string { return []string{string(probe.ViaDirect), string(probe.ViaLoader)} }

// The formats of the answer.
const (
	outputHuman = "human"
	outputJSON  = "json"
	outputJSONL = "jsonl"
)

func outputs() []string { return []string{outputHuman, outputJSON, outputJSONL} }

func (a *app) addFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&a.runtime, "runtime", "", "`RUNTIME` to ask: active, all, a name,\nor a manifest's path (default active)")
	flags.StringVar(&a.simulate, "simulate", "", "data `SHEET` to ask instead of this machine:\na device's name, a file; or list")
	flags.StringVar(&a.level, "level", "", "`LEVEL` to ask up to: manifest, binary, library,\nextensions, instance, system, properties, session\n(default properties; binary with --runtime all)")
	flags.StringVar(&a.session, "session", "", "`KIND` of session that --level session makes:\nheadless, which shows nothing, or opengl\n(default headless where the runtime has it)")
	flags.StringVar(&a.via, "via", string(probe.ViaDirect), "`WAY` to the runtime: direct, or loader\n(Khronos', with API layers)")
	flags.DurationVar(&a.timeout, "timeout", 0, "`TIME` to load the runtime, and again for its\nanswers (default 2s, 10s)")
	flags.BoolVar(&a.cleanUp, "clean-up", false, "end what a runtime started and left running")
	flags.StringVar(&a.root, "root", "", "`DIR` that stands for /; executes nothing")
	flags.StringVar(&a.user, "user", "", "`NAME` of the user whose configuration is read:\nthe active runtime is each user's own")
	flags.StringVar(&a.label, "label", "", "`NAME` of this machine in the report,\nwhich never has its host name")
	flags.BoolVar(&a.identify, "identify", false, "ask as well for what tells this device from all\nothers; never for a page")
	flags.StringVarP(&a.output, "output", "o", outputHuman, "`FORMAT`: human, json, or jsonl, which is one line\n")
	flags.BoolVar(&a.json, "json", false, "the same as --output json")
	flags.BoolVar(&a.noColor, "no-color", false, "no colours on a terminal either")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "no words on standard error but errors")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "also every place that was looked at, whole causes,\nand what the runtime wrote")
	for name, choices := range map[string][]string{"level": levels(), "session": sessionKinds(), "via": ways(), "output": outputs()} {
		completeFlag(root, name, choices)
	}
	a.completeRuntimes(root)
}

// validate checks the global flags once, before any command runs.
func (a *app) validate(command *cobra.Command) error {
	if a.json && command.Flags().Changed("output") && a.output != outputJSON {
		return usageError{fmt.Errorf("--json and --output %s contradict each other: leave one out", a.output)}
	}
	if a.json {
		a.output = outputJSON
	}
	if err := oneOf("--output", a.output, outputs()); err != nil {
		return err
	}
	if err := oneOf("--via", a.via, ways()); err != nil {
		return err
	}
	if a.level != "" {
		if err := oneOf("--level", a.level, levels()); err != nil {
			return err
		}
	}
	if err := a.validateSession(); err != nil {
		return err
	}
	if a.timeout < 0 {
		return usageError{fmt.Errorf("--timeout %s: a time cannot be negative", a.timeout)}
	}
	if command.Flags().Changed("label") {
		return asUsage("--label", checkLabel(a.label))
	}
	return nil
}

// validateSession wants the level to be said beside the kind, because it is the level
// that may light a headset up.
func (a *app) validateSession() error {
	switch {
	case a.session == "":
		return nil
	case a.level != string(report.LevelSession):
		return usageError{fmt.Errorf("--session %s: a session may light the headset up, and is made with --level %s only: add that", a.session, report.LevelSession)}
	default:
		return oneOf("--session", a.session, sessionKinds())
	}
}

// maxLabel is how many bytes a label may have.
const maxLabel = 200

func checkLabel(label string) error {
	switch {
	case strings.TrimSpace(label) == "":
		return fmt.Errorf("a label has something to read in it")
	case len(label) > maxLabel:
		return fmt.Errorf("%d bytes are too long: a label has at most %d", len(label), maxLabel)
	case printable(label) != label:
		return fmt.Errorf("%q has characters that cannot be printed", label)
	default:
		return nil
	}
}

// request is the question that the global flags ask. Under a root nothing is
// executed, since its libraries belong to another system.
func (a *app) request() (probe.Request, error) {
	r := probe.Request{
		Runtime: a.runtime, Level: report.Level(a.level), Session: report.SessionKind(a.session), Via: probe.Via(a.via),
		Timeout: a.timeout, Identify: a.identify, CleanUp: a.cleanUp,
	}
	switch {
	case a.simulate != "":
		return a.simulated(r)
	case a.root == "":
		return r, nil
	case r.Level == "":
		r.Level = report.LevelBinary
	case r.Level.AtLeast(report.LevelLibrary):
		return r, usageError{fmt.Errorf("--root %s: nothing in another system's root is executed: ask up to --level %s", a.root, report.LevelBinary)}
	}
	return r, nil
}

// probe asks, and joins the answer into the whole report. An interruption comes with
// what was known by then.
func (a *app) probe(ctx context.Context, r probe.Request) (*report.Report, error) {
	prober, err := a.prober()
	if err != nil {
		return nil, err
	}
	var found *report.Report
	err = a.watched(func() error {
		found, err = prober.Probe(ctx, r)
		return err
	})
	if found == nil {
		return nil, err
	}
	inventory.Join(found, agent)
	found.Host.Label = a.labelled()
	return found, err
}

func (a *app) labelled() *string {
	if a.label == "" {
		return nil
	}
	return &a.label
}

func (a *app) prober() (probe.Prober, error) {
	host, err := a.host()
	p := probe.Prober{Helper: probe.Self(), Tool: tool(), Host: host, Machine: hardware.Machine{Root: a.root}}
	if !a.quiet {
		p.Announce = a.announce
	}
	return p, err
}

// host is the machine, or the root that stands for one, as a user's programs see it.
func (a *app) host() (loader.Host, error) {
	host := loader.Host{Root: a.root}
	if a.user == "" {
		return host, nil
	}
	host, err := host.ForUser(a.user)
	return host, asUsage("--user", err)
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
	if found == nil {
		return nil, err
	}
	if printed := a.print(found, human); printed != nil {
		return found, printed
	}
	return found, err
}

func (a *app) print(found *report.Report, human func(*page, *report.Report)) error {
	switch a.output {
	case outputJSON:
		return found.Write(a.stdout)
	case outputJSONL:
		return found.WriteLine(a.stdout)
	default:
		p := a.page()
		human(p, found)
		_, err := io.WriteString(a.stdout, p.String())
		return err
	}
}

func (a *app) page() *page { return &page{coloured: a.coloured(), aligned: isTerminal(a.stdout)} }
