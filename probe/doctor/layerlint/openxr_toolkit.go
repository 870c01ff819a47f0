// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// openXRToolkit is about a layer whose maker gave it up: https://github.com/mbucchia/OpenXR-Toolkit, and OpenXR-API-Layers-GUI, which calls
// it known to crash.
var openXRToolkit = lint.Linter{
	ID:       "openxr_toolkit",
	Explain:  "OpenXR Toolkit is on, which is no longer maintained and is known to make newer programs crash.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Name != toolkit || !l.isOn(layer) {
			return nil
		}
		return problem("openxr_toolkit", report.SeverityWarning, beginning(layer)+" is on. OpenXR Toolkit is no longer maintained, and newer programs are known to crash with it.", l.turnOff(layer))
	}),
}
