// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
)

// DroppedID is the ID of the problem that programs run without a layer which is on.
const DroppedID = "dropped_layer"

// dropped says which layers are on and cannot be loaded, where programs run without them: the loader tells that in a warning only.
func (l *Layers) dropped() []report.Problem {
	if l.plan.Result != 0 || l.stops().because != "" {
		return nil
	}
	var problems []report.Problem
	for _, layer := range l.plan.Load {
		why, broken := l.unusable[layer.Path]
		if !broken {
			continue
		}
		text := fmt.Sprintf("Programs run without the API layer %s (%s), and only a warning of the loader tells them: %s", layer.Name, layer.Path, why.Text)
		problems = append(problems, report.Problem{ID: DroppedID, Severity: report.SeverityWarning, Subject: "host", Text: text, Fix: new(l.turnOff(layer))})
	}
	return problems
}
