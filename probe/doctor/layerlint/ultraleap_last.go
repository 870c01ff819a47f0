// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// ultraleapLast is about version 1 of a layer, which breaks those that come after it, as OpenXR-API-Layers-GUI knows.
var ultraleapLast = lint.Linter{
	ID:       "ultraleap_last",
	Explain:  "Ultraleap's hand tracking layer, version 1, is not the last API layer, and breaks those after it.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		on := l.on()
		for i, layer := range on {
			if layer.Name != "XR_APILAYER_ULTRALEAP_hand_tracking" || layer.ImplementationVersion != 1 || i == len(on)-1 {
				continue
			}
			last := on[len(on)-1]
			return []report.Problem{*problem("ultraleap_last", report.SeverityWarning,
				fmt.Sprintf("%s has to be the last one, because its version 1 breaks those after it, such as %s.", beginning(layer), last.Name), l.reorder(layer, last))}
		}
		return nil
	}),
}

// isVersionOne reports whether a layer of a name is on whose version is 1.
func (l layers) isVersionOne(layer loader.Layer, name string) bool {
	return layer.Name == name && layer.Versioned && layer.ImplementationVersion == 1 && l.isOn(layer)
}
