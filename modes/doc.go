// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package modes turns a report into WebXR's list of supported modes: a result for every session
// mode and feature, with a reason and the OpenXR evidence for it.
//
// The list is for the user agent. A page must see none of it: pages reach the gate, package
// classify/permission, and never navigator.XRSystem, which knows no privacy.
//
//	var r report.Report // of "xrprobe --json", or of package probe
//	agent := modes.UserAgent{ARModule: true, Modules: webxr.Features()}
//	for _, mode := range modes.OfReport(&r, agent) {
//		fmt.Println(mode.Mode, mode.Support, mode.Reasons[0].Text)
//	}
//
// The package never asks a runtime and never looks at the machine: it reads reports only. What
// a report does not say is unknown, never "unsupported". Package navigator uses the results to
// answer pages.
//
// Where the text of the specification is defective, a comment at the code begins with D and a
// number. The file rules.tsv lists every rule of the specification, says whether it is
// implemented here, and names the test that holds it.
//
// Source: https://www.w3.org/TR/webxr/ and https://www.w3.org/TR/webxr-ar-module-1/.
package modes
