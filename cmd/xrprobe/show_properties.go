// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// propertyRows returns the base properties, and the values of extensions' structures and
// commands. It leaves out what the runtime does not advertise, which coverageRows lists.
func propertyRows(r *report.Report) [][]string {
	var rows [][]string
	eachSystem(r, func(runtime string, system report.System) {
		row := func(property, value string) {
			rows = append(rows, []string{runtime, inWords(system.FormFactor), property, value})
		}
		for _, property := range propertiesOf(system) {
			row(property[0], property[1])
		}
		for _, property := range system.Properties {
			answerRows(property.Struct, string(property.State), property.Because, property.Values, row)
		}
		for _, query := range system.Queries {
			answerRows(query.Command, string(query.State), query.Because, query.Values, row)
		}
	})
	return rows
}

// answerRows adds a row for each value, or one row that says why there is none.
func answerRows(question, state string, because *string, values map[string]report.Value, row func(property, value string)) {
	switch state {
	case string(report.PropertyNotAdvertised), string(report.PropertyNotAsked):
	case string(report.PropertyReported), string(report.QueryAnswered):
		for _, name := range slices.Sorted(maps.Keys(values)) {
			row(question+"."+name, valueText(values[name]))
		}
	default:
		row(question, strings.TrimSuffix(stateText(state)+": "+reason(question, because), ": "))
	}
}

// coverageRows returns a row for each structure and command that can be asked for.
func coverageRows(r *report.Report) [][]string {
	var rows [][]string
	eachSystem(r, func(runtime string, system report.System) {
		row := func(question, extension, state string, because *string, values map[string]report.Value) {
			rows = append(rows, []string{runtime, inWords(system.FormFactor), question, extension, stateText(state), reason(question, because) + valuesText(values)})
		}
		if system.Properties == nil {
			row("xrGetSystem", "", string(system.Status), system.Result, nil)
		}
		for _, property := range system.Properties {
			row(property.Struct, property.Extension, string(property.State), property.Because, property.Values)
		}
		for _, query := range system.Queries {
			row(query.Command, query.Extension, string(query.State), query.Because, query.Values)
		}
	})
	return rows
}

// viewCoverageRows returns a row for each structure that can be asked for about views.
func viewCoverageRows(r *report.Report) [][]string {
	var rows [][]string
	eachViewConfiguration(r, func(runtime string, configuration report.ViewConfiguration) {
		for _, property := range configuration.Properties {
			views := make([]string, 0, len(property.Views))
			for i, view := range property.Views {
				views = append(views, fmt.Sprintf("view %d: %s", i, valuesText(view)))
			}
			rows = append(rows, []string{
				runtime, inWords(configuration.Type), property.Struct, property.Extension,
				stateText(string(property.State)), reason("xrEnumerateViewConfigurationViews", property.Because) + strings.Join(views, "; "),
			})
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

func eachSystem(r *report.Report, do func(runtime string, system report.System)) {
	for _, runtime := range r.Runtimes {
		for _, system := range runtime.Systems {
			do(runtime.ID, system)
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
		texts = append(texts, name+" "+valueText(values[name]))
	}
	return strings.Join(texts, ", ")
}

func valueText(value report.Value) string {
	switch {
	case value.Bool != nil:
		return yesNo(*value.Bool)
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
