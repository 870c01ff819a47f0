// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/helptext"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
)

// app is one run of the command: where it writes, and its global flags.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          flags
}

// newRoot builds the command tree. Most subcommands are in a file of their name.
func newRoot(stdout, stderr io.Writer) *cobra.Command {
	a := &app{stdin: os.Stdin, stdout: stdout, stderr: stderr}
	root := a.command("xrprobe", "This machine in one screen: verdict, problems, headset, runtime, modes, class",
		noArguments, func(ctx context.Context, _ []string) error { return a.summary(ctx) })
	root.Long = strings.TrimSpace(`
xrprobe asks the OpenXR runtimes of this machine what they can do, each in a
process of its own. It says what WebXR makes of the answers, and what a browser
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
	root.PersistentPreRunE = func(command *cobra.Command, _ []string) error { return a.flags.validate(command) }
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(helptext.Brief(root.HelpFunc()))
	a.flags.add(root)
	a.completeRuntimes(root)
	root.AddCommand(
		a.modesCommand(), a.checkCommand(), a.runtimesCommand(), a.layersCommand(), a.devicesCommand(), a.browsersCommand(), a.doctorCommand(), a.useCommand(), a.showCommand(), a.classifyCommand(), a.askCommand(), a.watchCommand(), a.serveCommand(),
		a.schemaCommand(), a.completionCommand(), a.versionCommand(),
	)
	root.AddCommand(a.packagersCommands()...)
	a.addHelp(root)
	return root
}

// command returns a cobra command. Its wrong arguments are usage errors.
func (a *app) command(use, short string, args cobra.PositionalArgs, do func(context.Context, []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, DisableFlagsInUseLine: true,
		Args: args, ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(command *cobra.Command, given []string) error { return do(command.Context(), given) },
	}
}

// noArguments refuses arguments. An argument of the root command is a misspelled
// subcommand.
func noArguments(command *cobra.Command, given []string) error {
	switch {
	case len(given) == 0:
		return nil
	case !command.HasParent():
		return unknownCommand(command, given[0])
	default:
		return usageError{fmt.Errorf("%s takes no arguments, but got %q", command.CommandPath(), given[0])}
	}
}

// exactlyOne requires one argument, which is one of the choices.
func exactlyOne(what string, choices []string) cobra.PositionalArgs {
	return func(command *cobra.Command, given []string) error {
		if len(given) != 1 {
			return usageError{fmt.Errorf("%s takes one %s: %s", command.CommandPath(), what, suggest.Or(choices))}
		}
		return oneOf(what, given[0], choices)
	}
}
