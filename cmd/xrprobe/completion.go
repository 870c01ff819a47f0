// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe"
)

func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func (a *app) completionCommand() *cobra.Command {
	command := a.command("completion SHELL", "A script that completes xrprobe's words in your shell", exactlyOne("shell", shells()), nil)
	command.Long = `Prints a script for your shell. To use it in this one:

  source <(xrprobe completion bash)                         bash
  source <(xrprobe completion zsh)                          zsh
  xrprobe completion fish | source                          fish
  xrprobe completion powershell | Out-String | Invoke-Expression

It completes commands, flags, installed runtimes and data sheets.`
	command.ValidArgs, command.ValidArgsFunction = shells(), nil
	command.RunE = func(command *cobra.Command, given []string) error {
		root := command.Root()
		switch given[0] {
		case "bash":
			return root.GenBashCompletionV2(a.stdout, true)
		case "zsh":
			return root.GenZshCompletion(a.stdout)
		case "fish":
			return root.GenFishCompletion(a.stdout, true)
		default:
			return root.GenPowerShellCompletionWithDesc(a.stdout)
		}
	}
	return command
}

// completeFlag completes a flag's value from the choices.
func completeFlag(command *cobra.Command, name string, choices func() []string) {
	mustRegister(command, name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return choices(), cobra.ShellCompDirectiveNoFileComp
	})
}

// completeRuntimes completes the names of runtimes and data sheets. It reads manifests and
// loads nothing.
func (a *app) completeRuntimes(root *cobra.Command) {
	mustRegister(root, "runtime", func(command *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return append([]string{probe.RuntimeActive, probe.RuntimeAll}, a.runtimeIDs(command.Context())...), cobra.ShellCompDirectiveDefault
	})
	mustRegister(root, "simulate", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return append(devices.Names(), simulateList), cobra.ShellCompDirectiveDefault
	})
}

func mustRegister(root *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := root.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(fmt.Sprintf("completion of --%s: %v", flag, err)) // the caller has just added the flag
	}
}

// runtimeIDs returns the IDs that --runtime takes. It leaves out IDs with spaces, which
// shells would split, and returns nil if the search fails.
func (a *app) runtimeIDs(ctx context.Context) []string {
	if ctx == nil {
		ctx = context.Background()
	}
	p := probe.Prober{Host: loader.Host{Root: a.flags.root}}
	found, err := p.Probe(ctx, probe.Request{Runtime: probe.RuntimeAll, Level: report.LevelManifest})
	if err != nil {
		return nil
	}
	var ids []string
	for _, runtime := range found.Runtimes {
		if !strings.ContainsAny(runtime.ID, " \t") {
			ids = append(ids, runtime.ID)
		}
	}
	return ids
}
