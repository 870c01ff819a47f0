// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/elsewhere"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/installed"
	"github.com/xrprobe/xrprobe/probe"
)

// flags are the global flags as the user gave them. Only the flag parser writes them.
type flags struct {
	runtime, simulate, from, level, session, via, loader, root, os, arch, user, as, label, output string
	registry, env                                                                                 []string
	identify, json, noColor, quiet, verbose, cleanUp                                              bool
	timeout                                                                                       time.Duration
	composed                                                                                      modes.UserAgent // its Composes alone
}

// The formats of the answer.
const (
	outputHuman = "human"
	outputJSON  = "json"
	outputJSONL = "jsonl"
)

func outputs() []string { return []string{outputHuman, outputJSON, outputJSONL} }

func levels() []string { return texts(report.Levels()) }

func sessionKinds() []string { return texts(report.SessionKinds()) }

func ways() []string { return texts([]probe.Via{probe.ViaDirect, probe.ViaLoader}) }

// texts returns words of a type of their own as plain strings.
func texts[T ~string](words []T) []string {
	list := make([]string, 0, len(words))
	for _, word := range words {
		list = append(list, string(word))
	}
	return list
}

// add binds the flags to the root command and all its subcommands.
func (f *flags) add(root *cobra.Command) {
	set := root.PersistentFlags()
	set.StringVar(&f.runtime, "runtime", "", "`RUNTIME` to ask: active, all, a name,\nor a manifest's path (default active)")
	set.StringVar(&f.simulate, "simulate", "", "ask a data `SHEET` instead of this machine: a\ndevice's name or a file; list names the devices")
	set.StringVar(&f.from, "from", "", "answer from a report in a `FILE`, as --json writes\nit, and ask nothing; - is the standard input")
	set.StringVar(&f.level, "level", "", "`LEVEL` to ask up to: manifest, binary, library,\nextensions, instance, system, properties, session\n(default properties; binary with --runtime all)")
	set.StringVar(&f.session, "session", "", "`KIND` of session that --level session makes:\nheadless, which shows nothing, or opengl\n(default headless if the runtime offers it)")
	set.StringVar(&f.via, "via", string(probe.ViaDirect), "`WAY` to the runtime: direct, or loader (the\nKhronos loader, with API layers)")
	set.StringVar(&f.loader, "loader", "", "`VERSION` of the Khronos loader whose rules count, or\nits file (default that of the one installed here,\nelse "+loader.Newest.String()+")")
	set.DurationVar(&f.timeout, "timeout", 0, "`TIME` to load the runtime, and again for its\nanswers (default 2s, 10s)")
	set.BoolVar(&f.cleanUp, "clean-up", false, "end processes that a runtime left running")
	set.StringVar(&f.root, "root", "", "`DIR` to read in place of /; executes nothing")
	set.StringVar(&f.os, "os", "", "`SYSTEM` whose rules and files count: linux, windows\nor darwin; with --root, and executes nothing")
	set.StringVar(&f.arch, "arch", "", "`WORD` for the programs' architecture: x86_64, i686,\naarch64 and so on (default that of this build);\nanother one executes nothing")
	set.StringArrayVar(&f.registry, "registry", nil, "`FILE` with an export of Windows' registry, made\nby reg export with /reg:64; may be given again;\nexecutes nothing")
	set.StringArrayVar(&f.env, "env", nil, "`NAME=VALUE` that programs have; with --root or --os\nthey have no others; may be given again; executes\nnothing")
	set.StringVar(&f.user, "user", "", "read the configuration of the user `NAME`: each\nuser has an active runtime")
	set.StringVar(&f.as, "as", "", "search as programs of a `PLACE` do: steam, sudo,\nflatpak:APP, snap:NAME, user:NAME or program:FILE;\nexecutes nothing, except for user:NAME")
	set.StringVar(&f.label, "label", "", "`NAME` of this machine in the report, which\nnever holds the host name")
	set.BoolVar(&f.identify, "identify", false, "also ask for what identifies this one device;\nnever for a page")
	set.StringVarP(&f.output, "output", "o", outputHuman, "`FORMAT`: human, json, or jsonl, which is one line\n")
	set.BoolVar(&f.json, "json", false, "the same as --output json")
	set.BoolVar(&f.noColor, "no-color", false, "no colours, even on a terminal")
	set.BoolVarP(&f.quiet, "quiet", "q", false, "print nothing but errors to standard error")
	set.BoolVarP(&f.verbose, "verbose", "v", false, "also print every place that was searched, full\ncauses, and what the runtime wrote")
	for name, choices := range map[string]func() []string{"os": elsewhere.Systems, "arch": installed.Architectures, "level": levels, "session": sessionKinds, "via": ways, "output": outputs} {
		completeFlag(root, name, choices)
	}
}

// format is the format of the answer. --json stands for --output json.
func (f flags) format() string {
	if f.json {
		return outputJSON
	}
	return f.output
}

// validate checks the flags once, before any command runs.
func (f flags) validate(command *cobra.Command) error {
	if f.json && command.Flags().Changed("output") && f.output != outputJSON {
		return usageError{fmt.Errorf("--json and --output %s contradict each other: leave one out", f.output)}
	}
	if err := f.validateGiven(command); err != nil {
		return err
	}
	if err := oneOf("--output", f.format(), outputs()); err != nil {
		return err
	}
	if err := oneOf("--via", f.via, ways()); err != nil {
		return err
	}
	if f.level != "" {
		if err := oneOf("--level", f.level, levels()); err != nil {
			return err
		}
	}
	if err := f.validateSession(); err != nil {
		return err
	}
	if err := f.validateFrom(command); err != nil {
		return err
	}
	if err := errors.Join(f.elsewhere().Check(command.Name()), f.machine().Check(command.Name())); err != nil {
		return usageError{err}
	}
	if _, _, err := f.loaderVersion(); err != nil {
		return err
	}
	if f.timeout < 0 {
		return usageError{fmt.Errorf("--timeout %s: a time cannot be negative", f.timeout)}
	}
	if command.Flags().Changed("label") {
		return asUsage("--label", checkLabel(f.label))
	}
	return nil
}

// loaderVersion is the version of the Khronos loader whose rules count, or the file that tells it; both are zero if neither is
// given. A file has a separator in its path, or exists.
func (f flags) loaderVersion() (version loader.Version, file string, err error) {
	switch {
	case f.loader == "":
		return version, "", nil
	case f.via == string(probe.ViaLoader):
		return version, "", usageError{errors.New("--loader and --via loader contradict each other: the loader that is run has a version of its own")}
	}
	version, err = loader.ParseVersion(f.loader)
	if err == nil {
		return version, "", nil
	}
	host := loader.Host{Root: f.root, GOOS: f.machine().GOOS()}
	if strings.ContainsAny(f.loader, `/\`) || host.FileAt(host.Absolute(f.loader)).State == loader.StateFound {
		return version, f.loader, nil
	}
	return version, "", usageError{fmt.Errorf("--loader: %w; a loader's file has a separator in its path, as in ./openxr_loader.dll", err)}
}

// elsewhere is whose view of the machine is asked for.
func (f flags) elsewhere() elsewhere.Flag { return elsewhere.Flag{As: f.as, User: f.user} }

// machine is which machine's programs are asked about.
func (f flags) machine() elsewhere.Machine {
	return elsewhere.Machine{OS: f.os, Arch: f.arch, Root: f.root, Registry: f.registry, Env: f.env}
}

// validateGiven refuses flags that are given and say nothing, and a root that is no directory.
// A variable that a script forgot to set would ask this machine instead of the root, and a
// root that is not there would look like a machine without runtimes.
func (f flags) validateGiven(command *cobra.Command) error {
	for _, name := range []string{"arch", "as", "level", "loader", "os", "root", "runtime", "session", "simulate", "user"} {
		if flag := command.Flags().Lookup(name); flag != nil && flag.Changed && flag.Value.String() == "" {
			return usageError{fmt.Errorf("--%s: the value is empty: write one, or leave the flag out", name)}
		}
	}
	if f.root == "" {
		return nil
	}
	info, err := os.Stat(f.root)
	switch {
	case err != nil:
		return usageError{fmt.Errorf("--root: %w: it needs the directory that stands for /", err)}
	case !info.IsDir():
		return usageError{fmt.Errorf("--root %s: it is no directory: --root needs the one that stands for /", f.root)}
	}
	return nil
}

// validateSession requires --level session beside --session, because that level may light
// the headset up.
func (f flags) validateSession() error {
	switch {
	case f.session == "":
		return nil
	case f.level != string(report.LevelSession):
		return usageError{fmt.Errorf("--session %s: a session may light the headset up, so it needs --level %s: add that", f.session, report.LevelSession)}
	default:
		return oneOf("--session", f.session, sessionKinds())
	}
}

// maxLabel is how many bytes a label may have.
const maxLabel = 200

func checkLabel(label string) error {
	switch {
	case strings.TrimSpace(label) == "":
		return fmt.Errorf("a label cannot be empty")
	case len(label) > maxLabel:
		return fmt.Errorf("%d bytes are too long: a label has at most %d", len(label), maxLabel)
	case prose.Printable(label) != label:
		return fmt.Errorf("%q has characters that cannot be printed", label)
	default:
		return nil
	}
}

// hostLabel is the label as reports have it: nil if the user gave none.
func (f flags) hostLabel() *string {
	if f.label == "" {
		return nil
	}
	return &f.label
}

// asUsage makes an error a usage error of a flag. It returns nil for nil.
func asUsage(flag string, err error) error {
	if err == nil {
		return nil
	}
	return usageError{fmt.Errorf("%s: %w", flag, err)}
}
