// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package parts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/coverage"
	"github.com/xrprobe/xrprobe/modes/report"
)

// propertyRows returns the base properties, and the values of extensions' structures and
// commands. It leaves out what the runtime does not advertise, which coverageRows lists.
func propertyRows(r *report.Report) [][]string {
	var rows [][]string
	eachSystem(r, func(at string, runtime *report.Runtime, system report.System) {
		row := func(property, value string) {
			rows = append(rows, []string{runtime.ID, InWords(system.FormFactor), property, value})
		}
		for _, property := range propertiesOf(r, at, system) {
			row(property[0], property[1])
		}
		for i, property := range system.Properties {
			silent := r.Assumes(fmt.Sprintf("%s.properties[%d].state", at, i))
			answerRows(property.Struct, string(property.State), property.Because, property.Values, silent, row)
		}
		for i, query := range system.Queries {
			silent := r.Assumes(fmt.Sprintf("%s.queries[%d].state", at, i))
			answerRows(query.Command, string(query.State), query.Because, query.Values, silent, row)
		}
	})
	return rows
}

// answerRows adds a row for each value, or one row that says why there is none. A data sheet
// may be silent about it.
func answerRows(question, state string, because *string, values map[string]report.Value, silent bool, row func(property, value string)) {
	switch {
	case silent:
		row(question, "unknown: "+sheetIsSilent)
	case state == string(report.PropertyNotAdvertised) || state == string(report.PropertyNotAsked):
	case state == string(report.PropertyReported) || state == string(report.QueryAnswered):
		for _, name := range slices.Sorted(maps.Keys(values)) {
			row(question+"."+name, ValueText(values[name]))
		}
	default:
		row(question, strings.TrimSuffix(stateText(state)+": "+reason(question, because), ": "))
	}
}

// sheetIsSilent says why an answer of a simulated runtime is not known.
const sheetIsSilent = "the data sheet does not say"

// coverageRows returns a row for each structure and command that can be asked for.
func coverageRows(r *report.Report) [][]string {
	var rows [][]string
	eachSystem(r, func(at string, runtime *report.Runtime, system report.System) {
		row := func(path, question, extension, state string, because *string, values map[string]report.Value) {
			answer := []string{stateText(state), reason(question, because) + valuesText(values)}
			if path != "" && r.Assumes(path) {
				answer = []string{"unknown", sheetIsSilent}
			}
			rows = append(rows, append([]string{runtime.ID, InWords(system.FormFactor), question, extension}, answer...))
		}
		if system.Properties == nil {
			row("", "xrGetSystem", "", string(system.Status), system.Result, nil)
		}
		for _, property := range coverage.Properties(runtime, &system) {
			i := slices.IndexFunc(system.Properties, func(p report.Property) bool { return p.Struct == property.Struct })
			row(fmt.Sprintf("%s.properties[%d].state", at, i), property.Struct, property.Extension, string(property.State), property.Because, property.Values)
		}
		for _, query := range coverage.Queries(runtime, &system) {
			i := slices.IndexFunc(system.Queries, func(q report.Query) bool { return q.Command == query.Command })
			row(fmt.Sprintf("%s.queries[%d].state", at, i), query.Command, query.Extension, string(query.State), query.Because, query.Values)
		}
	})
	return rows
}

// viewCoverageRows returns a row for each structure that can be asked for about views.
func viewCoverageRows(r *report.Report) [][]string {
	var rows [][]string
	eachViewConfiguration(r, func(at string, runtime *report.Runtime, configuration report.ViewConfiguration) {
		for _, property := range coverage.ViewProperties(runtime, &configuration) {
			views := make([]string, 0, len(property.Views))
			for j, view := range property.Views {
				views = append(views, fmt.Sprintf("view %d: %s", j, valuesText(view)))
			}
			state, answer := stateText(string(property.State)), reason("xrEnumerateViewConfigurationViews", property.Because)+strings.Join(views, "; ")
			i := slices.IndexFunc(configuration.Properties, func(p report.ViewProperty) bool { return p.Struct == property.Struct })
			if r.Assumes(fmt.Sprintf("%s.properties[%d].state", at, i)) {
				state, answer = "unknown", sheetIsSilent
			}
			rows = append(rows, []string{runtime.ID, InWords(configuration.Type), property.Struct, property.Extension, state, answer})
		}
	})
	return rows
}

// extendedText is what extensions say about one view.
func extendedText(configuration report.ViewConfiguration, view int) string {
	var texts []string
	for _, property := range configuration.Properties {
		if view < len(property.Views) && len(property.Views[view]) > 0 {
			texts = append(texts, property.Struct+": "+valuesText(property.Views[view]))
		}
	}
	return strings.Join(texts, "; ")
}

// eachSystem calls a function with each system, its path in the report, and its runtime.
func eachSystem(r *report.Report, do func(at string, runtime *report.Runtime, system report.System)) {
	for i := range r.Runtimes {
		for j, system := range r.Runtimes[i].Systems {
			do(fmt.Sprintf("runtimes[%d].systems[%d]", i, j), &r.Runtimes[i], system)
		}
	}
}

func stateText(state string) string { return strings.ReplaceAll(state, "_", " ") }

// reason says why there is no answer. It leaves out the name of the question, which is in
// the cell beside it.
func reason(question string, because *string) string {
	if because == nil {
		return ""
	}
	return strings.TrimPrefix(*because, question+": ")
}

func valuesText(values map[string]report.Value) string {
	texts := make([]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		texts = append(texts, name+" "+ValueText(values[name]))
	}
	return strings.Join(texts, ", ")
}

// ValueText returns a value for people.
func ValueText(value report.Value) string {
	switch {
	case value.Bool != nil:
		return prose.YesNo(*value.Bool)
	case value.Number != nil:
		return strconv.FormatUint(*value.Number, 10)
	case value.Real != nil:
		return strconv.FormatFloat(*value.Real, 'g', -1, 32)
	case value.Text != nil:
		return *value.Text
	case len(value.Names) == 0:
		return "none"
	default:
		return strings.Join(value.Names, " ")
	}
}
