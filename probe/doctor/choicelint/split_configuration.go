// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var splitConfiguration = lint.Linter{
	ID:       "split_configuration",
	Explain:  "XDG_CONFIG_HOME or XDG_CONFIG_DIRS leads to one runtime, and programs without the variable get another.",
	Thorough: true,
	Check: func(ctx context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || p.GOOS() != "linux" || inside(p) || isChosenBy(active, loader.ViaRuntimeJSON) {
			return nil
		}
		for _, variable := range []string{"XDG_CONFIG_HOME", "XDG_CONFIG_DIRS"} {
			value := p.Variable(variable)
			other := chosen(ctx, without(p.Host, variable))
			if value == "" || other == "" || other == active.Manifest || sameLibrary(p.Host, other, active.Manifest) {
				continue
			}
			text := fmt.Sprintf("%s is %s, so programs that have it get %s, and all others get %s", variable, value, nameAt(p.Host, active.Manifest), nameAt(p.Host, other))
			return []report.Problem{lint.Problem("split_configuration", report.SeverityWarning, active.ID, text, "To use that one here too: "+shell.Unset(p.GOOS(), variable))}
		}
		return nil
	},
}
