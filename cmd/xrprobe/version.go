// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/probe/report"
)

// tool names this program as reports do. The version is the module's, as the Go
// command recorded it when it built the program.
func tool() report.Tool {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	return report.Tool{Name: "xrprobe", Version: version}
}

func (a *app) versionCommand() *cobra.Command {
	return a.command("version", "The version of xrprobe", cobra.NoArgs,
		func(context.Context, []string) error {
			if a.output == "json" {
				return json.NewEncoder(a.stdout).Encode(tool())
			}
			_, err := fmt.Fprintf(a.stdout, "xrprobe %s (%s, %s/%s)\n", tool().Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		})
}

func (a *app) schemaCommand() *cobra.Command {
	return a.command("schema report", "The JSON Schema of what --json prints", cobra.ExactArgs(1),
		func(_ context.Context, args []string) error {
			if args[0] != "report" {
				return usageError{fmt.Errorf("there is no schema %q: use report", args[0])}
			}
			_, err := a.stdout.Write(report.Schema())
			return err
		})
}
