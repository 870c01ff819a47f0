// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	pages "github.com/xrprobe/xrprobe/cmd/xrprobe/internal/browsers"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/browsers"
)

func (a *app) browsersCommand() *cobra.Command {
	command := a.command("browsers", "What each browser tells pages of this machine; runs none", noArguments, func(ctx context.Context, _ []string) error {
		r, err := a.flags.request(defaults{level: report.LevelBinary})
		if err != nil {
			return err
		}
		found, machine, err := a.examined(ctx, r, manner{})
		if found == nil {
			return err
		}
		if a.flags.from == "" {
			_ = a.whileWaiting("reading browsers", func() error {
				found.Browsers = browsers.Look(ctx, machine.Host, r.Level, found)
				return nil
			})
		}
		if printed := a.print(found, pages.Page); printed != nil || err != nil || found.Browsers != nil {
			return cmp.Or(printed, err)
		}
		return exitOnly(exitInconclusive)
	})
	command.Long = pages.Long
	return command
}
