// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// conflicts are layers that do not work together in one program, whatever their order, from the same source as ordered.
var conflicts = []struct{ one, other, why string }{
	{toolkit, varjoFoveated, "both change the resolution of the views"},
}

var conflictingLayers = lint.Linter{
	ID:       "layer_conflict",
	Explain:  "Two API layers are on that are known not to work together.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		var problems []report.Problem
		on := l.on()
		for _, one := range on {
			for _, other := range on {
				for _, row := range conflicts {
					if one.Name == row.one && other.Name == row.other {
						problems = append(problems, *problem("layer_conflict", report.SeverityWarning,
							fmt.Sprintf("The API layers %s and %s do not work together: %s.", one.Name, other.Name, row.why), l.turnOff(one)))
					}
				}
			}
		}
		return problems
	}),
}
