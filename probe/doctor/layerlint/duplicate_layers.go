// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// duplicateLayers is about rule Y16: each manifest of a name is a layer, and one runs on top of the other. Loaders before 1.0.30 take
// only the first. Two manifests of one library are worse, and the report says so itself.
var duplicateLayers = lint.Linter{
	ID:       "duplicate_layers",
	Explain:  "Several API layers of one name are on, and run one on top of the other.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		var problems []report.Problem
		first := map[string]loader.Layer{}
		for _, layer := range l.on() {
			before, twice := first[layer.Name]
			switch {
			case !twice:
				first[layer.Name] = layer
			case before.Path == layer.Path, l.isTold(before), l.isTold(layer):
			default:
				problems = append(problems, *problem("duplicate_layers", report.SeverityWarning,
					fmt.Sprintf("The API layer %s is on twice, one on top of the other: %s and %s have the same name.", layer.Name, before.Path, layer.Path),
					"Keep one of them: "+l.setAside(layer)))
			}
		}
		return problems
	}),
}

// setAside is the command that takes a manifest away from the loader, and can be undone.
func (l layers) setAside(layer loader.Layer) string {
	if value := l.valueOf(layer); value != "" {
		return fmt.Sprintf(`reg add "%s" /v "%s" /t REG_DWORD /d 1 /f`, layer.Source, value)
	}
	return l.SetAside(layer.Path)
}
