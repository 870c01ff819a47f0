// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package retell

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Everywhere retells the problems of a report. saysWhy are the IDs of the problems that say why no runtime is active, or why that is
// not known.
func Everywhere(r *report.Report, saysWhy []string) {
	fixes(r)
	texts(r)
	program(r, saysWhy)
	noRuntime(r, saysWhy)
}

// fixes gives the runtimes' causes the fixes of their problems.
func fixes(r *report.Report) {
	for i := range r.Runtimes {
		cause := r.Runtimes[i].Cause
		if cause == nil {
			continue
		}
		for _, problem := range r.Problems {
			if problem.ID == cause.Code && problem.Subject == r.Runtimes[i].ID && problem.Fix != nil {
				cause.Fix = problem.Fix
			}
		}
	}
}

// texts gives the runtimes' causes, and the modes' reasons that repeat them, the texts of their problems.
func texts(r *report.Report) {
	for i := range r.Runtimes {
		cause := r.Runtimes[i].Cause
		if cause == nil || cause.Text == "" {
			continue
		}
		for _, problem := range r.Problems {
			if problem.ID != cause.Code || problem.Subject != r.Runtimes[i].ID || problem.Severity != report.SeverityError || problem.Text == cause.Text {
				continue
			}
			reasons(r.Modes, cause.Text, problem.Text)
			for j := range r.Runtimes[i].Systems {
				reasons(r.Runtimes[i].Systems[j].Modes, cause.Text, problem.Text)
			}
			cause.Text = problem.Text
			break
		}
	}
}

func reasons(modes []report.Mode, from, to string) {
	for _, mode := range modes {
		for i := range mode.Reasons {
			if before, found := strings.CutSuffix(mode.Reasons[i].Text, from); found {
				mode.Reasons[i].Text = before + to
			}
		}
	}
}

// program gives the program the fix of what its runtime fails by, or of the first problem that says why there is none.
func program(r *report.Report, saysWhy []string) {
	p, active := r.Program, r.Active()
	switch {
	case p == nil || p.Because == nil || p.StoppedByLayers():
	case active != nil && active.Cause != nil && *p.Because == active.Cause.Text:
		p.Fix = active.Cause.Fix
	case active == nil:
		at := slices.IndexFunc(r.Problems, func(problem report.Problem) bool { return slices.Contains(saysWhy, problem.ID) })
		if at >= 0 {
			p.Because, p.Fix = new(r.Problems[at].Text), r.Problems[at].Fix
		}
	}
}

// noRuntime adds to the modes' reason that no runtime is active the first error that says why.
func noRuntime(r *report.Report, saysWhy []string) {
	at := slices.IndexFunc(r.Problems, func(p report.Problem) bool {
		return p.Severity == report.SeverityError && slices.Contains(saysWhy, p.ID)
	})
	if at < 0 {
		return
	}
	for _, mode := range r.Modes {
		for i := range mode.Reasons {
			if mode.Reasons[i].Code == modes.ReasonNoRuntime {
				mode.Reasons[i].Text += ": " + r.Problems[at].Text
			}
		}
	}
}
