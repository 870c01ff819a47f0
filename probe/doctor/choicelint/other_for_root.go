// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var otherForRoot = lint.Linter{
	ID:       "other_for_root",
	Explain:  "Through sudo, programs get another runtime than the user who called sudo.",
	Thorough: true,
	Check: func(ctx context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || place.Inside(p.Host).Kind != place.Sudo || isChosenBy(active, loader.ViaRuntimeJSON) {
			return nil
		}
		user := p.Variable("SUDO_USER")
		theirs, err := p.Host.ForUser(user)
		if err != nil {
			return nil
		}
		other := chosen(ctx, theirs)
		if other == "" || sameLibrary(p.Host, other, active.Manifest) {
			return nil
		}
		text := fmt.Sprintf("Through sudo, programs get %s; those of the user %s get %s", nameAt(p.Host, active.Manifest), user, nameAt(theirs, other))
		fix := fmt.Sprintf("Run the OpenXR program as %s, without sudo; see what that user's programs find with: xrprobe --user %s", user, shell.Word(user))
		return []report.Problem{lint.Problem("other_for_root", report.SeverityWarning, active.ID, text, fix)}
	},
}
