// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// usersLayer is about rule W5: programs that run as administrator do not read the user's keys.
var usersLayer = lint.Linter{
	ID:       "layer_of_user",
	Explain:  "An API layer is registered for the user only, so programs that run as administrator do not get it.",
	Thorough: true,
	Check: check(func(_ context.Context, m machine) []report.Problem {
		var problems []report.Problem
		for _, kind := range []string{"Implicit", "Explicit"} {
			const below = `\SOFTWARE\Khronos\OpenXR\1\ApiLayers\`
			key, machines := registry.CurrentUser+below+kind, registry.LocalMachine+below+kind
			for _, value := range m.values(key) {
				name := m.Host.LayerName(m.Host.Absolute(value.Name))
				if !isOn(value) || name == "" || m.Host.FileAt(m.Host.Absolute(value.Name)).State != loader.StateFound {
					continue
				}
				problems = append(problems, problem("layer_of_user", report.SeverityInfo,
					fmt.Sprintf("Programs that run as administrator do not get the API layer %s: %s names %s, and they read only %s.", name, key, value.Name, machines),
					fmt.Sprintf(`If they need it, register it for the machine, as administrator: reg add "%s" /v "%s" /t REG_DWORD /d 0 /f && reg delete "%s" /v "%s" /f`, machines, value.Name, key, value.Name))...)
			}
		}
		return problems
	}),
}

// isOn reports whether a value turns on what its name lists.
func isOn(v registry.Value) bool {
	return len(v.Data) == dwordSize && v.Data[0]|v.Data[1]|v.Data[2]|v.Data[3] == 0
}
