// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// elevatedRuntime is about rule W5. If the registry names another runtime, runtime_json_hides says who gets which.
var elevatedRuntime = lint.Linter{
	ID:       "elevated_without_runtime",
	Explain:  "XR_RUNTIME_JSON chooses the runtime, and the registry names none, so programs that run as administrator, which ignore the variable, have none.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		found, err := m.Host.Resolve(ctx)
		if err != nil || found.Via != loader.ViaRuntimeJSON {
			return nil
		}
		own, _, _ := m.views()
		without, known := m.activeIn(ctx, own)
		if _, err := m.Host.ReadManifest(found.Chosen); err != nil || !known || without.path != "" {
			return nil // a variable that leads nowhere is a problem of its own
		}
		return problem("elevated_without_runtime", report.SeverityInfo,
			fmt.Sprintf("Programs that run as administrator have no runtime: they ignore XR_RUNTIME_JSON, which is %s, and %s names none.", found.Chosen, own.key),
			choose(own, m.Host.Absolute(found.Chosen), "Name it in the registry too"))
	}),
}
