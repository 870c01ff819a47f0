// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/devices"
	"github.com/xrprobe/xrprobe/modes/report"
)

func (a *app) devicesCommand() *cobra.Command {
	command := a.command("devices", "Headsets that are plugged in; loads nothing by default", noArguments,
		func(ctx context.Context, _ []string) error {
			found, err := a.answered(ctx, defaults{level: report.LevelBinary, android: true}, devices.Page)
			if err == nil && found.Hardware == nil {
				return exitOnly(exitInconclusive)
			}
			return err
		})
	command.Long = `Lists the headsets, glasses, trackers and controllers on USB, Bluetooth and
display connectors, and which of them make one headset. It reads what the
operating system tells, opens no device, and executes nothing; with --level
properties it also asks the active runtime, and says whether that reports each
headset. If an adb server runs, it is asked for Android headsets; it is never
started. Serial numbers and addresses are read with --identify alone, and a
report that was made so has them.`
	return command
}
