// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package retell_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/retell"
)

// A program gets the fix of what stops it, and no other.
func TestEverywhere_TheProgramHasTheFixOfItsFault(t *testing.T) {
	t.Parallel()
	broken := func() *report.Cause {
		return &report.Cause{Code: "library_missing", Level: report.LevelBinary, Text: "before"}
	}
	about := func(id, subject string) report.Problem {
		return report.Problem{ID: id, Severity: report.SeverityError, Subject: subject, Text: "text of " + id, Fix: new("fix of " + id)}
	}
	for name, row := range map[string]struct {
		runtimes     []report.Runtime
		problems     []report.Problem
		stopped      report.Stopped
		because, fix string
	}{
		"the runtime's cause":         {[]report.Runtime{{ID: "r", Active: true, Cause: broken()}}, []report.Problem{about("why_none", "host"), about("library_missing", "r")}, "no", "text of library_missing", "fix of library_missing"},
		"another runtime's":           {[]report.Runtime{{ID: "r", Active: true, Cause: broken()}}, []report.Problem{about("library_missing", "other")}, "no", "before", ""},
		"why none is active":          {[]report.Runtime{{ID: "other", Cause: broken()}}, []report.Problem{about("library_missing", "other"), about("why_none", "host"), about("why_none_either", "host")}, "no", "text of why_none", "fix of why_none"},
		"nothing says why":            {nil, []report.Problem{about("library_missing", "other")}, "no", "before", ""},
		"layers stop it":              {nil, []report.Problem{about("why_none", "host")}, "yes", "before", "layers"},
		"layers may stop it":          {nil, []report.Problem{about("why_none", "host")}, "maybe", "before", "layers"},
		"an older report of layers":   {nil, []report.Problem{about("why_none", "host")}, "", "before", "layers"},
		"it is known when it runs":    {[]report.Runtime{{ID: "r", Active: true, Cause: &report.Cause{Code: "library_missing", Level: report.LevelBinary, Text: "other"}}}, []report.Problem{about("why_none", "host")}, "no", "before", ""},
		"a runtime that has no cause": {[]report.Runtime{{ID: "r", Active: true}}, []report.Problem{about("why_none", "host")}, "no", "before", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &report.Report{Runtimes: row.runtimes, Problems: row.problems, Program: &report.Program{Because: new("before"), Stopped: row.stopped}}
			if active := r.Active(); active != nil && active.Cause != nil && active.Cause.Text == "before" {
				r.Program.Because = &active.Cause.Text // as the prober makes it
			}
			if row.fix == "layers" {
				r.Program.Fix = new("layers")
			}
			retell.Everywhere(r, []string{"why_none", "why_none_either"})
			require.Equal(t, row.because, *r.Program.Because)
			if row.fix == "" {
				require.Nil(t, r.Program.Fix)
			} else {
				require.Equal(t, row.fix, *r.Program.Fix)
			}
		})
	}
	works := &report.Report{Problems: []report.Problem{about("why_none", "host")}, Program: &report.Program{Stopped: report.StoppedNo}}
	retell.Everywhere(works, []string{"why_none"})
	require.Nil(t, works.Program.Fix)
	retell.Everywhere(&report.Report{Problems: works.Problems}, []string{"why_none"}) // of a search that is not known
}

// Only an error that says why there is no runtime is told with the modes, and only where that is the reason.
func TestEverywhere_AModeSaysWhyNoRuntimeIsActive(t *testing.T) {
	t.Parallel()
	for severity, want := range map[report.Severity]string{report.SeverityError: "none is active: The value is wrong.", report.SeverityWarning: "none is active", report.SeverityInfo: "none is active"} {
		r := &report.Report{
			Problems: []report.Problem{{ID: "other", Severity: report.SeverityError, Text: "other"}, {ID: "why_none", Severity: severity, Text: "The value is wrong."}},
			Modes:    []report.Mode{{Reasons: []report.Reason{{Code: "inline_always", Text: "always"}}}, {Reasons: []report.Reason{{Code: "no_runtime", Text: "none is active"}}}},
		}
		retell.Everywhere(r, []string{"why_none"})
		require.Equal(t, "always", r.Modes[0].Reasons[0].Text)
		require.Equal(t, want, r.Modes[1].Reasons[0].Text, severity)
	}
}
