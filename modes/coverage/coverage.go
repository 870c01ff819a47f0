// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package coverage

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Properties returns a row for each structure that extends XrSystemProperties, in the registry's order, and behind them the report's
// rows that this version does not know. It returns nil if the system's are null. The system's rows are kept as they are.
func Properties(runtime *report.Runtime, system *report.System) []report.Property {
	return filled(runtime, system.Properties, systemStructs(), func(p report.Property) string { return p.Struct }, func(q question, s outcome) report.Property {
		return report.Property{Struct: q.name, Extension: q.extension, State: report.PropertyState(s.state), Because: s.because}
	})
}

// ViewProperties is [Properties] for the structures that extend XrViewConfigurationView.
func ViewProperties(runtime *report.Runtime, configuration *report.ViewConfiguration) []report.ViewProperty {
	return filled(runtime, configuration.Properties, viewStructs(), func(p report.ViewProperty) string { return p.Struct }, func(q question, s outcome) report.ViewProperty {
		return report.ViewProperty{Struct: q.name, Extension: q.extension, State: report.PropertyState(s.state), Because: s.because}
	})
}

// Queries is [Properties] for the commands that need no session, grouped by extension.
func Queries(runtime *report.Runtime, system *report.System) []report.Query {
	return filled(runtime, system.Queries, commands(), func(q report.Query) string { return q.Command }, func(q question, s outcome) report.Query {
		return report.Query{Command: q.name, Extension: q.extension, State: report.QueryState(s.state), Because: s.because}
	})
}

// outcome is what became of a question that has no row. The words are those of a report.PropertyState and of a report.QueryState.
type outcome struct {
	state   string
	because *string
}

// filled returns the rows in the order of the questions, with those that are missing.
func filled[Row any](runtime *report.Runtime, rows []Row, questions []question, name func(Row) string, derive func(question, outcome) Row) []Row {
	if rows == nil {
		return nil
	}
	all := make([]Row, 0, len(questions))
	for _, q := range questions {
		at := slices.IndexFunc(rows, func(row Row) bool { return name(row) == q.name })
		if at >= 0 {
			all = append(all, rows[at])
			continue
		}
		all = append(all, derive(q, unasked(runtime, q)))
	}
	for _, row := range rows {
		if !slices.ContainsFunc(questions, func(q question) bool { return q.name == name(row) }) {
			all = append(all, row)
		}
	}
	return all
}

// unasked returns what became of a question that has no row.
func unasked(runtime *report.Runtime, q question) outcome {
	switch {
	case !slices.ContainsFunc(runtime.Extensions, func(e report.Extension) bool { return e.Name == q.extension }):
		return outcome{state: string(report.PropertyNotAdvertised)}
	case q.never != "":
		return outcome{string(report.QueryNotAsked), &q.never}
	default:
		return outcome{string(report.PropertyNotAsked), new("the version of xrprobe that wrote the report does not know " + q.name)}
	}
}
