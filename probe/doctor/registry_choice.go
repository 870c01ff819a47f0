// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/winregistry"
)

var registryChoice = Linter{
	ID:      "registry_choice",
	Explain: "Windows' registry names an active runtime that no program gets: the value cannot be used, or is where these programs do not read it.",
	Check:   inTurn(turnRegistryChoice),
}

func findRegistryChoice(_ context.Context, p *Patient) []report.Problem {
	usable, _ := installed(p)
	found, ok := winregistry.Find(p.Host, p.Report.Resolution, usable)
	if !ok {
		return nil
	}
	return problem("registry_choice", report.SeverityError, found.Text, found.Fix)
}
