// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Weigh makes warnings of the errors about runtimes that are installed and that no program gets: what is wrong with them makes no
// program fail. The order stays that of Examine.
func Weigh(r *report.Report) {
	if r.Simulation != nil {
		return
	}
	for i, problem := range r.Problems {
		if problem.Severity == report.SeverityError && isSpare(r, problem.Subject) {
			r.Problems[i].Severity = report.SeverityWarning
		}
	}
	sortProblems(r.Problems)
}

// isSpare reports whether a subject is a runtime that is active for no program.
func isSpare(r *report.Report, subject string) bool {
	at := slices.IndexFunc(r.Runtimes, func(runtime report.Runtime) bool { return runtime.ID == subject })
	if at < 0 || r.Runtimes[at].Active {
		return false
	}
	return !slices.ContainsFunc(r.Runtimes[at].ManifestFiles, func(file report.ManifestFile) bool { return len(file.ActiveFor) > 0 })
}

// sortProblems puts errors first. Within a severity the order stays.
func sortProblems(problems []report.Problem) {
	slices.SortStableFunc(problems, func(a, b report.Problem) int { return rank(a.Severity) - rank(b.Severity) })
}
