// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// withoutSwitch is about rule Y5: an implicit layer has to name the variable that turns it off.
var withoutSwitch = lint.Linter{
	ID:       "layer_without_switch",
	Explain:  "An implicit API layer names no variable that turns it off, so the loader leaves it out.",
	Thorough: true,
	Check: each(func(_ layers, layer loader.Layer) *report.Problem {
		if layer.Err == nil || layer.Err.Code != loader.CodeLayerDisableVariable {
			return nil
		}
		return problem("layer_without_switch", report.SeverityWarning, "No program gets "+called(layer)+", because it is implicit and its manifest names no variable that turns it off.",
			fmt.Sprintf(`In %s, write inside "api_layer": "disable_environment": "DISABLE_%s".`, layer.Path, layer.Name))
	}),
}
