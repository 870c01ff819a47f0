// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
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
		if !broken || l.isForOthers(layer, why) {
			continue
		}
		text := fmt.Sprintf("Programs run without the API layer %s (%s), and only a warning of the loader tells them: %s", layer.Name, layer.Path, why.Text)
		problems = append(problems, report.Problem{ID: DroppedID, Severity: report.SeverityWarning, Subject: "host", Text: text, Fix: new(l.turnOff(layer))})
	}
	return problems
}

// isForOthers reports whether a layer's library is for programs of another architecture, and a layer of the same name is loaded here:
// packages for several architectures have a manifest for each.
func (l *Layers) isForOthers(layer loader.Layer, why Refusal) bool {
	return why.Code == loader.CodeLibraryWrongArch && slices.ContainsFunc(l.plan.Load, func(other loader.Layer) bool {
		_, broken := l.unusable[other.Path]
		return other.Name == layer.Name && !broken
	})
}
