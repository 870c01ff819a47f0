// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// problems prints what is wrong and how to fix it, below tables. If verbose, it also
// prints full causes, side effects, and what the runtimes wrote.
func problems(p *page, r *report.Report, verbose bool) {
	if !p.aligned {
		p.table(problemTable(r))
		if verbose {
			p.table(causeTable(r))
			p.table(effectTable(r))
			p.table(logTable(r))
		}
		return
	}
	if len(r.Problems) > 0 {
		p.WriteByte('\n')
	}
	problemEntries(p, r)
	if verbose {
		causeEntries(p, r)
		effectEntries(p, r)
		logEntries(p, r)
	}
}

func problemTable(r *report.Report) table {
	t := table{kind: "problem"}
	for _, problem := range r.Problems {
		t.rows = append(t.rows, []string{problem.ID, string(problem.Severity), problem.Subject, problem.Text, orEmpty(problem.Fix)})
	}
	return t
}

func causeTable(r *report.Report) table {
	t := table{kind: "cause"}
	for _, runtime := range r.Runtimes {
		if cause := runtime.Cause; cause != nil {
			t.rows = append(t.rows, []string{runtime.ID, cause.Code, string(cause.Level), orEmpty(cause.Result), orEmpty(cause.Call)})
		}
	}
	return t
}

func logTable(r *report.Report) table {
	t := table{kind: "log"}
	for _, runtime := range r.Runtimes {
		for line := range strings.Lines(orEmpty(runtime.Log)) {
			t.rows = append(t.rows, []string{runtime.ID, strings.TrimRight(line, "\r\n")})
		}
	}
	return t
}

func effectTable(r *report.Report) table {
	t := table{kind: "effect"}
	for _, runtime := range r.Runtimes {
		for _, e := range runtime.SideEffects {
			row := []string{runtime.ID, string(e.Level), string(e.Kind), string(e.Change), e.Name, "", ""}
			if e.PID != nil {
				row[5] = strconv.Itoa(*e.PID)
			}
			if e.State != nil {
				row[6] = string(*e.State)
			}
			t.rows = append(t.rows, row)
		}
	}
	return t
}

// effectEntries print what the runtimes changed on the machine.
func effectEntries(p *page, r *report.Report) {
	for _, row := range effectTable(r).rows {
		text := fmt.Sprintf("%s at the level %s: %s %s, %s", row[0], row[1], row[2], row[3], row[4])
		if row[5] != "" {
			text += ", process " + row[5]
		}
		if row[6] != "" {
			text += ", " + strings.ReplaceAll(row[6], "_", " ")
		}
		p.entry("Effect", "%s", text)
	}
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// problemEntries print the problems for people.
func problemEntries(p *page, r *report.Report) {
	for _, problem := range r.Problems {
		p.entry("Problem", "%s", problem.Text)
		if problem.Fix != nil {
			p.entry("Fix", "%s", *problem.Fix)
		}
	}
}

// causeEntries print why runtimes could not be asked: the code, and OpenXR's result.
func causeEntries(p *page, r *report.Report) {
	for _, row := range causeTable(r).rows {
		text := fmt.Sprintf("%s: %s at the level %s", row[0], row[1], row[2])
		if row[3] != "" {
			text += ", " + row[3]
		}
		if row[4] != "" {
			text += "; last call: " + row[4]
		}
		p.entry("Cause", "%s", text)
	}
}

// logEntries print what runtimes wrote to standard output and error.
func logEntries(p *page, r *report.Report) {
	for _, runtime := range r.Runtimes {
		if runtime.Log != nil {
			p.entry("Log", "what %s wrote:", runtime.ID)
			p.verbatim(*runtime.Log)
		}
	}
}
