// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package findings

import (
	_ "embed"
	"slices"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
)

// SchemaName is the value of the key "schema" of an examination.
const SchemaName = "xrprobe.doctor/1"

//go:embed doctor.schema.json
var schema []byte

// Schema returns the JSON Schema (2020-12) of an examination.
func Schema() []byte { return slices.Clone(schema) }

// Examination is what is wrong on a machine.
type Examination struct {
	// The name and version of this format: always "xrprobe.doctor/1".
	Schema string `json:"schema"`
	// When the report was made that the findings follow from: UTC, RFC 3339.
	Generated time.Time `json:"generated"`
	// The program that made it.
	Tool report.Tool `json:"tool"`
	// The machine, in the words of a report.
	Host report.Host `json:"host"`
	// The level up to which runtimes were asked; null if none was asked.
	Level *report.Level `json:"level"`
	// The ID whose example machine was examined in place of a real one; null for a real one.
	Pretended *string `json:"pretended"`
	// What was looked at, in words.
	Looked string `json:"looked"`
	// What is wrong, errors first.
	Findings []Finding `json:"findings"`
}

// Finding is one thing that is wrong.
type Finding struct {
	// What is wrong, as a stable code, which "xrprobe doctor --list" explains.
	ID string `json:"id"`
	// How much it matters.
	Severity report.Severity `json:"severity"`
	// What it is about: the ID of a runtime, or "host".
	Subject string `json:"subject"`
	// What is wrong, as a sentence for people.
	Text string `json:"text"`
	// The facts that it follows from, in words.
	Evidence []string `json:"evidence"`
	// What fixes it, as a sentence for people, which may be or end with a shell command, after ": "; null if that is not known.
	Fix *string `json:"fix"`
}

// Of makes an examination of a report. The function returns the facts behind a problem.
func Of(r *report.Report, evidence func(report.Problem) []string) Examination {
	e := Examination{Schema: SchemaName, Generated: r.Generated, Tool: r.Tool, Host: r.Host, Level: level(r), Looked: looked(r), Findings: []Finding{}}
	for _, p := range r.Problems {
		e.Findings = append(e.Findings, Finding{ID: p.ID, Severity: p.Severity, Subject: p.Subject, Text: p.Text, Evidence: evidence(p), Fix: p.Fix})
	}
	return e
}

// level is the highest level up to which a runtime was to be asked.
func level(r *report.Report) *report.Level {
	var highest *report.Level
	for i := range r.Runtimes {
		if l := &r.Runtimes[i].Level; highest == nil || l.AtLeast(*highest) {
			highest = l
		}
	}
	return highest
}

// Only leaves those findings that have one of the IDs.
func (e Examination) Only(ids []string) Examination {
	if len(ids) > 0 {
		e.Findings = slices.DeleteFunc(e.Findings, func(f Finding) bool { return !slices.Contains(ids, f.ID) })
		e.Looked += "; of the problems found, only those asked for are told"
	}
	return e
}

// HasError reports whether a finding is an error.
func (e Examination) HasError() bool {
	return slices.ContainsFunc(e.Findings, func(f Finding) bool { return f.Severity == report.SeverityError })
}
