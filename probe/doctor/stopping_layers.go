// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"

	"github.com/xrprobe/xrprobe/modes/report"
)

var stoppingLayers = Linter{
	ID:      "stopping_layers",
	Explain: "API layers make every OpenXR program fail: one that cannot be loaded, one that is asked for and not there, or two that are one library.",
	Check: func(_ context.Context, p *Patient) []report.Problem {
		program := p.Report.Program
		if !program.StoppedByLayers() {
			return nil
		}
		severity := report.SeverityError
		if program.MayBeStopped() {
			severity = report.SeverityWarning
		}
		found := problem("stopping_layers", severity, *program.Because, *program.Fix)
		if active := p.Report.Active(); active != nil && active.Cause != nil && active.Cause.Result != nil && program.Result != nil && *active.Cause.Result == *program.Result {
			found[0].ID, found[0].Subject = active.Cause.Code, active.ID // it was asked through the loader, with the layers
		}
		return found
	},
}
