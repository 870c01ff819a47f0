// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

var staleChoice = lint.Linter{
	ID:       "stale_choice",
	Explain:  "A choice that no program of this user reads leads nowhere, and would come back if the one before it went away.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		var found []report.Problem
		if working(p) == nil || p.GOOS() != "linux" || inside(p) {
			return nil
		}
		for _, r := range p.Report.Runtimes {
			for _, file := range r.ManifestFiles {
				if file.Source != places.InConfiguration || file.Stale == nil || len(file.ActiveFor) > 0 || isTold(p, file.Path) {
					continue
				}
				text := fmt.Sprintf("The choice %s, which no program of this user reads now, is of no use: %s", file.Path, *file.Stale)
				found = append(found, lint.Problem("stale_choice", report.SeverityInfo, "host", text, p.Remove(file.Path)))
			}
		}
		return found
	},
}

// isTold reports whether a choice is a link that the search met and that leads nowhere: then another linter says what is active instead.
func isTold(p *lint.Patient, file string) bool {
	return p.Host.FileAt(file).State != loader.StateFound && p.Report.Resolution != nil && slices.ContainsFunc(p.Report.Resolution.Steps, func(step report.Step) bool {
		return step.Path != nil && *step.Path == file
	})
}
