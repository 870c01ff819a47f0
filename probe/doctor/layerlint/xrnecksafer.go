// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// xrNeckSafer is about version 1: https://gitlab.com/NobiWan/xrnecksafer/-/issues/15 and 16.
var xrNeckSafer = lint.Linter{
	ID:       "xrnecksafer",
	Explain:  "XRNeckSafer's API layer, version 1, is on, which is known to make programs and other layers crash.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if !l.isVersionOne(layer, neckSafer) {
			return nil
		}
		return problem("xrnecksafer", report.SeverityWarning, beginning(layer)+" is on. Its version 1 is known to make programs and other layers crash.", l.turnOff(layer))
	}),
}
