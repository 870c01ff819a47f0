// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package faults

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/elsewhere"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Below prints what is wrong and how to fix it, below tables. If verbose, it also
// prints full causes, side effects, and what the runtimes wrote.
func Below(p *prose.Writer, r *report.Report, verbose bool) {
	if !p.Aligned {
		p.Table(problemTable(r))
		if verbose {
			p.Table(causeTable(r))
			p.Table(effectTable(r))
			p.Table(logTable(r))
		}
		return
	}
	if len(r.Problems) > 0 {
		p.WriteByte('\n')
	}
	Entries(p, r)
	if verbose {
		Causes(p, r)
		Effects(p, r)
		Logs(p, r)
	}
}

func problemTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "problem"}
	for _, problem := range r.Problems {
		t.Rows = append(t.Rows, []string{problem.ID, string(problem.Severity), problem.Subject, problem.Text, prose.OrEmpty(problem.Fix)})
	}
	return t
}

func causeTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "cause"}
	for _, runtime := range r.Runtimes {
		if cause := runtime.Cause; cause != nil {
			t.Rows = append(t.Rows, []string{runtime.ID, cause.Code, string(cause.Level), prose.OrEmpty(cause.Result), prose.OrEmpty(cause.Call)})
		}
	}
	return t
}

func logTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "log"}
	for _, runtime := range r.Runtimes {
		for line := range strings.Lines(prose.OrEmpty(runtime.Log)) {
			t.Rows = append(t.Rows, []string{runtime.ID, strings.TrimRight(line, "\r\n")})
		}
	}
	return t
}

func effectTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "effect"}
	for _, runtime := range r.Runtimes {
		for _, e := range runtime.SideEffects {
			row := []string{runtime.ID, string(e.Level), string(e.Kind), string(e.Change), e.Name, "", ""}
			if e.PID != nil {
				row[5] = strconv.Itoa(*e.PID)
			}
			if e.State != nil {
				row[6] = string(*e.State)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// Effects print what the runtimes changed on the machine.
func Effects(p *prose.Writer, r *report.Report) {
	for _, row := range effectTable(r).Rows {
		text := fmt.Sprintf("%s at the level %s: %s %s, %s", row[0], row[1], row[2], row[3], row[4])
		if row[5] != "" {
			text += ", process " + row[5]
		}
		if row[6] != "" {
			text += ", " + strings.ReplaceAll(row[6], "_", " ")
		}
		p.Entry("Effect", "%s", text)
	}
}

// Entries print the problems for people.
func Entries(p *prose.Writer, r *report.Report) {
	for _, problem := range r.Problems {
		label := "Problem"
		if problem.ID == elsewhere.NoteID {
			label = "Place"
		}
		p.Entry(label, "%s", problem.Text)
		if problem.Fix != nil {
			words, command := SplitFix(*problem.Fix)
			p.Command("Fix", words, command)
		}
	}
}

// beginsCommand reports whether a text begins as the commands do that fixes end with.
func beginsCommand(text string) bool {
	program, _, _ := strings.Cut(text, " ")
	switch program {
	case "sudo", "mkdir", "ln", "mv", "rm", "chmod", "sed", "kill", "del", "steam", "export", "unset", "set", "flatpak", "xrprobe", "monado-service", "wivrn-dashboard", "reg", "wine":
		return true
	}
	return strings.HasPrefix(text, "XDG_RUNTIME_DIR=")
}

// SplitFix divides a fix into the words for people, and the shell command behind them, if there is one.
func SplitFix(fix string) (words, command string) {
	if beginsCommand(fix) {
		return "", fix
	}
	at := strings.LastIndex(fix, ": ")
	if at < 0 || !beginsCommand(fix[at+2:]) {
		return fix, ""
	}
	return fix[:at+1], fix[at+2:]
}

// Causes print why runtimes could not be asked: the code, and OpenXR's result.
func Causes(p *prose.Writer, r *report.Report) {
	for _, row := range causeTable(r).Rows {
		text := fmt.Sprintf("%s: %s at the level %s", row[0], row[1], row[2])
		if row[3] != "" {
			text += ", " + row[3]
		}
		if row[4] != "" {
			text += "; last call: " + row[4]
		}
		p.Entry("Cause", "%s", text)
	}
}

// Logs print what runtimes wrote to standard output and error.
func Logs(p *prose.Writer, r *report.Report) {
	for _, runtime := range r.Runtimes {
		if runtime.Log != nil {
			p.Entry("Log", "what %s wrote:", runtime.ID)
			p.Verbatim(*runtime.Log)
		}
	}
}
