// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/border"
)

// otherPlace is the check for a place that was asked about: what its programs do not get.
var otherPlace = Linter{
	ID:      border.ProblemID,
	Explain: "Programs of the place that was asked about do not get the runtime that programs outside get.",
	Check: func(ctx context.Context, p *Patient) []report.Problem {
		if p.View == nil {
			return nil
		}
		problem := border.Problem(ctx, *p.View, func(library string) []string { service, _ := serviceOf(&library); return service.Sockets })
		if problem == nil {
			return nil
		}
		if active := p.Report.Active(); active != nil && active.Cause != nil {
			problem.ID, problem.Severity, problem.Subject = active.Cause.Code, report.SeverityError, active.ID
		}
		return []report.Problem{*problem}
	},
}

// viewOfPlace is no fault: it says what decides the view of a place, and what is not known of it.
var viewOfPlace = Linter{
	ID:      "view_of_place",
	Explain: "What decides the view of the place that was asked about, and what the files do not tell of it.",
	Check: func(_ context.Context, p *Patient) []report.Problem {
		if p.View == nil || len(p.View.Notes) == 0 {
			return nil
		}
		return []report.Problem{{ID: "view_of_place", Severity: report.SeverityInfo, Subject: "host", Text: strings.Join(p.View.Notes, " ")}}
	},
}

// lintersFor returns those for the patient. The fixes of most are commands for the machine itself, and do not hold in a place that
// has files of its own, or that does not get the machine's choice.
func lintersFor(ctx context.Context, p *Patient) []Linter {
	if p.View != nil && (p.View.Mounts != nil || len(otherPlace.Check(ctx, p)) > 0) {
		return []Linter{otherPlace, viewOfPlace}
	}
	return slices.DeleteFunc(Linters(), func(l Linter) bool { return l.Thorough && !p.Thorough })
}
