// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

var ignoredVariable = Linter{
	ID:      "ignored_variable",
	Explain: "XR_RUNTIME_JSON is set, and programs ignore it because of the rights that they have.",
	Check: func(ctx context.Context, p *Patient) []report.Problem {
		if p.Report.Active() != nil {
			return findIgnoredVariable(ctx, p)
		}
		return inTurn(turnIgnoredVariable)(ctx, p)
	},
}

func findIgnoredVariable(_ context.Context, p *Patient) []report.Problem {
	const machines = "/etc/xdg/openxr/1/active_runtime.json"
	if p.Report.Resolution == nil || system(p.Host) != "linux" {
		return nil
	}
	isIgnored := func(step report.Step) bool {
		return step.What == "$XR_RUNTIME_JSON" && step.State == string(loader.StateIgnored)
	}
	value := variable(p.Host, "XR_RUNTIME_JSON")
	if !slices.ContainsFunc(p.Report.Resolution.Steps, isIgnored) || !isFile(p.Host, value) {
		return nil
	}
	if active := p.Report.Active(); active != nil && sameRuntime(p, active.Manifest, value) {
		return nil
	}
	text := fmt.Sprintf("XR_RUNTIME_JSON is %s, and has no effect: programs run with another user's rights here, and then the loader ignores it.", value)
	fix := fmt.Sprintf("Change the machine's choice %s, which programs of other users may read too, only if all of them are to get this runtime.", machines)
	if p.Host.FileAt(machines).State == loader.StateMissing {
		fix = "Name the manifest in the machine's configuration, which such programs read: " + place{path: machines, by: "sudo "}.link(p.Host, value)
	}
	return problem("ignored_variable", report.SeverityWarning, text, fix)
}
