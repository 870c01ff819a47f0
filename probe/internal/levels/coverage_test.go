// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/coverage"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// allRows are the rows of a system by the tables of packages xr and openxr: those of the asker, and those of everything that it did
// not ask. Early versions wrote them all into reports.
type allRows struct{ found recording }

func (a allRows) properties(system report.System) []report.Property {
	var rows []report.Property
	for _, s := range xr.SystemPropertyStructs() {
		row := report.Property{Struct: s.Name, Extension: s.Extension, State: report.PropertyNotAdvertised}
		if a.found.lists(s.Extension) {
			row = system.Properties[slices.IndexFunc(system.Properties, func(p report.Property) bool { return p.Struct == s.Name })]
		}
		rows = append(rows, row)
	}
	return rows
}

func (a allRows) viewProperties(configuration report.ViewConfiguration) []report.ViewProperty {
	var rows []report.ViewProperty
	for _, s := range xr.ViewPropertyStructs() {
		row := report.ViewProperty{Struct: s.Name, Extension: s.Extension, State: report.PropertyNotAdvertised}
		if a.found.lists(s.Extension) {
			row = configuration.Properties[slices.IndexFunc(configuration.Properties, func(p report.ViewProperty) bool { return p.Struct == s.Name })]
		}
		rows = append(rows, row)
	}
	return rows
}

func (a allRows) queries(system report.System) []report.Query {
	var rows []report.Query
	for _, q := range openxr.Queries() {
		row := report.Query{Command: q.Command, Extension: q.Extension, State: report.QueryNotAdvertised}
		switch {
		case !a.found.lists(q.Extension):
		case q.NotAsked != "" && !a.found.withholds(q.Extension):
			row.State, row.Because = report.QueryNotAsked, &q.NotAsked
		default:
			row = system.Queries[slices.IndexFunc(system.Queries, func(r report.Query) bool { return r.Command == q.Command })]
		}
		rows = append(rows, row)
	}
	return rows
}

// requireAll requires that the rows of a runtime's systems are exactly those of what it lists and may be asked, and that coverage
// adds all others, whether or not the report has them already.
func requireAll(t *testing.T, found recording) {
	t.Helper()
	all := allRows{found}
	for _, system := range found.runtime.Systems {
		if system.Status != report.SystemAvailable {
			continue
		}
		properties, queries := all.properties(system), all.queries(system)
		require.Equal(t, properties, coverage.Properties(&found.runtime, &system))
		require.Equal(t, queries, coverage.Queries(&found.runtime, &system))
		require.LessOrEqual(t, len(system.Properties), len(found.runtime.Extensions)*3)
		for _, property := range system.Properties {
			require.NotEqual(t, report.PropertyNotAdvertised, property.State)
		}
		for _, query := range system.Queries {
			require.NotEqual(t, report.QueryNotAdvertised, query.State)
		}
		early := report.System{Properties: properties, Queries: queries}
		require.Equal(t, properties, coverage.Properties(&found.runtime, &early))
		require.Equal(t, queries, coverage.Queries(&found.runtime, &early))
		for _, configuration := range system.ViewConfigurations {
			views := all.viewProperties(configuration)
			require.Equal(t, views, coverage.ViewProperties(&found.runtime, &configuration))
			require.Equal(t, views, coverage.ViewProperties(&found.runtime, &report.ViewConfiguration{Properties: views}))
		}
	}
}

// The tables of package coverage are those of packages xr and openxr: each row of a report that early versions wrote, and later ones
// leave out, follows from the rest. So it is of every data sheet, and of runtimes that list everything or nothing that can be asked.
func TestCoverage_AddsWhatReportsLeaveOut(t *testing.T) {
	t.Parallel()
	everything := append(propertyExtensions(), "XR_EXT_future")
	for _, query := range openxr.Queries() {
		everything = append(everything, query.Extension)
	}
	for _, s := range xr.ViewPropertyStructs() {
		everything = append(everything, s.Extension)
	}
	slices.Sort(everything)
	sheets := map[string]simulated.Sheet{"everything": sheetWith(slices.Compact(everything)...), "nothing": sheetWith()}
	maps.Copy(sheets, deviceSheets(t))
	for name, sheet := range sheets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, identify := range []bool{false, true} {
				request := requestUpTo(report.LevelProperties)
				request.Identify = identify
				requireAll(t, askSheet(t, request, sheet, nil))
			}
		})
	}
}
