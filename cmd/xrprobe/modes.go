// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe/report"
)

func (a *app) modesCommand() *cobra.Command {
	return a.command("modes", "The WebXR list of supported modes, with the reason for each answer", cobra.NoArgs,
		func(ctx context.Context, _ []string) error {
			found, err := a.answered(ctx, func(p *page, r *report.Report) {
				modeRows(p, r)
				featureRows(p, r)
				problemEntries(p, r)
			})
			if err != nil {
				return err
			}
			return askedAll(found)
		})
}

func featureRows(p *page, r *report.Report) {
	label := "Features"
	for _, mode := range r.Modes {
		for _, feature := range mode.Features {
			p.row(label, string(mode.Mode), string(feature.Name), string(feature.Support)+": "+feature.Because)
			label = ""
		}
	}
}

func (a *app) checkCommand() *cobra.Command {
	return a.command("check MODE...", "Exit with 0 if every mode is supported, 1 if one is not, 3 if that is unknown", cobra.MinimumNArgs(1),
		func(ctx context.Context, args []string) error {
			wanted := make([]webxr.SessionMode, 0, len(args))
			for _, arg := range args {
				mode, err := webxr.ParseSessionMode(arg)
				if err != nil {
					return usageError{err}
				}
				wanted = append(wanted, mode)
			}
			r, err := a.request()
			if err != nil {
				return err
			}
			found, err := a.probe(ctx, r)
			if err != nil {
				return err
			}
			a.explain(found, wanted)
			return allSupported(found.Modes, wanted)
		})
}

// explain says why a mode is not supported, in words and so on standard error.
func (a *app) explain(found *report.Report, wanted []webxr.SessionMode) {
	if a.quiet {
		return
	}
	for _, mode := range wanted {
		for _, answered := range found.Modes {
			if answered.Mode == mode && answered.Support != report.Supported {
				fmt.Fprintf(a.stderr, "xrprobe: %s is %s: %s\n", mode, answered.Support, printable(reasons(answered)))
			}
		}
	}
}
