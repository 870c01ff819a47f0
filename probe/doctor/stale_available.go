// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// staleAvailable gives manifests that Windows' registry offers, and that are gone, the fix that takes them away there.
var staleAvailable = Linter{
	ID:       "stale_available",
	Explain:  "Windows' registry offers a runtime whose manifest does not exist.",
	Thorough: true,
	Reports:  []string{loader.CodeManifestMissing},
	Check: func(_ context.Context, p *Patient) []report.Problem {
		var problems []report.Problem
		for _, found := range p.Installed {
			at := slices.IndexFunc(p.Report.Runtimes, func(r report.Runtime) bool { return r.Manifest == found.Path })
			if !strings.HasPrefix(found.Source, "HKEY_") || at < 0 {
				continue
			}
			runtime := p.Report.Runtimes[at]
			if !isSpare(p.Report, runtime.ID) || runtime.Cause == nil || runtime.Cause.Code != loader.CodeManifestMissing {
				continue
			}
			problems = append(problems, report.Problem{ID: loader.CodeManifestMissing, Severity: report.SeverityWarning, Subject: runtime.ID,
				Text: runtime.Cause.Text, Fix: new(leftoverFix(p, found))})
		}
		return problems
	},
}

// withoutNamed leaves out missing manifests of which it is said already that the registry chooses them in vain.
func withoutNamed(r *report.Report, problems []report.Problem) []report.Problem {
	choice := slices.IndexFunc(problems, func(p report.Problem) bool { return p.ID == registryChoice.ID })
	if choice < 0 {
		return problems
	}
	said := problems[choice].Text
	return slices.DeleteFunc(problems, func(p report.Problem) bool {
		return p.ID == loader.CodeManifestMissing && slices.ContainsFunc(r.Runtimes, func(runtime report.Runtime) bool {
			return runtime.ID == p.Subject && strings.Contains(said, " "+runtime.Manifest+",")
		})
	})
}
