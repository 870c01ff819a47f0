// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// retellCauses gives the runtimes' causes, and the modes' reasons that repeat them, the
// texts of their problems, so that one cause has one text in the whole report.
func retellCauses(r *report.Report) {
	for i := range r.Runtimes {
		cause := r.Runtimes[i].Cause
		if cause == nil || cause.Text == "" {
			continue
		}
		for _, problem := range r.Problems {
			if problem.ID != cause.Code || problem.Subject != r.Runtimes[i].ID || problem.Severity != report.SeverityError || problem.Text == cause.Text {
				continue
			}
			retell(r.Modes, cause.Text, problem.Text)
			for j := range r.Runtimes[i].Systems {
				retell(r.Runtimes[i].Systems[j].Modes, cause.Text, problem.Text)
			}
			cause.Text = problem.Text
			break
		}
	}
}

func retell(modes []report.Mode, from, to string) {
	for _, mode := range modes {
		for i := range mode.Reasons {
			if before, found := strings.CutSuffix(mode.Reasons[i].Text, from); found {
				mode.Reasons[i].Text = before + to
			}
		}
	}
}
