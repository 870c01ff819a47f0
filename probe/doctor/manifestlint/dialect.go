// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package manifestlint

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// warningID is the ID of the problems that a probe has of each likely mistake in a manifest.
const warningID = "manifest_warning"

// dialect makes one problem of all likely mistakes in a runtime's manifest, and says who minds them.
var dialect = lint.Linter{
	ID:       "manifest_dialect",
	Explain:  "A manifest has likely mistakes that the Khronos loader accepts.",
	Reports:  []string{warningID},
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		var found []report.Problem
		for _, r := range p.Report.Runtimes {
			if mistakes := mistakesOf(p, r); len(mistakes) > 0 {
				found = append(found, dialectProblem(p, r, mistakes))
			}
		}
		return found
	},
}

// mistakesOf returns the mistakes in the manifest of a runtime, each with its line and column.
func mistakesOf(p *lint.Patient, r report.Runtime) []string {
	var mistakes []string
	for _, problem := range p.Report.Problems {
		if problem.ID == warningID && problem.Subject == r.ID {
			mistakes = append(mistakes, strings.TrimSuffix(strings.TrimPrefix(problem.Text, r.Manifest+": "), "."))
		}
	}
	return mistakes
}

// refused is how the loader ends what it says of text that is no JSON for others.
const refused = "; the loader accepts this, but strict JSON readers refuse it"

func dialectProblem(p *lint.Patient, r report.Runtime, mistakes []string) report.Problem {
	strict := false
	for i, mistake := range mistakes {
		short, cut := strings.CutSuffix(mistake, refused)
		mistakes[i], strict = short, strict || cut
	}
	text := r.Manifest + ": " + strings.Join(mistakes, "; ")
	fix := "Correct these places in " + r.Manifest + "."
	if strict {
		who := "strict JSON readers refuse it"
		if browser, sandboxed := hostfacts.SandboxedChromium(p.Host); sandboxed {
			who = fmt.Sprintf("strict JSON readers, such as that of %s %d, refuse it", browser.Package, browser.Major)
		}
		text += ". The Khronos loader accepts this manifest, and " + who + "."
		fix = "Write plain JSON into " + r.Manifest + ": no comments, and no comma before a bracket."
	}
	return lint.Problem(warningID, report.SeverityInfo, r.ID, text, fix)
}
