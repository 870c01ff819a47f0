// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// askQueries calls the commands of listed extensions that need no session. What is never called gets no row.
func (a *asker) askQueries(system *openxr.System, out *report.System) {
	out.Queries = []report.Query{}
	for _, query := range openxr.Queries() {
		if !a.lists(query.Extension) || query.NotAsked != "" && !a.withholds(query.Extension) {
			continue
		}
		answer := a.query(system, out.FormFactor, query)
		out.Queries = append(out.Queries, answer)
		if query.Command == "xrEnumerateSpatialCapabilitiesEXT" && answer.State == report.QueryAnswered {
			out.SpatialCapabilities = answer.Values[openxr.QueryList].Names
		}
	}
}

// refusals are results of a query that are no problem: this headset lacks something that the
// runtime has for other headsets.
var refusals = []xr.Result{xr.ErrorFunctionUnsupported, xr.ErrorFeatureUnsupported}

func (a *asker) query(system *openxr.System, formFactor string, query openxr.Query) report.Query {
	answer := report.Query{Command: query.Command, Extension: query.Extension}
	switch {
	case a.withholds(query.Extension):
		answer.State, answer.Because = report.QueryNotAsked, new(withheldBecause)
	case !a.enabled(query.Extension):
		answer.State, answer.Because = report.QueryFailed, new(refused(query.Extension))
	case !a.ask(wire.Question{Command: query.Command, Of: formFactor}):
		answer.State, answer.Because = report.QueryFailed, new(errNotSurvived.Error())
	default:
		values, err := query.Ask(system)
		if err == nil {
			answer.State, answer.Values = report.QueryAnswered, valuesOf(values)
			break
		}
		answer.State, answer.Because = report.QueryFailed, new(err.Error())
		if result, _ := openxr.ResultOf(err); !slices.Contains(refusals, result) {
			a.addProblem(err)
		}
	}
	return answer
}
