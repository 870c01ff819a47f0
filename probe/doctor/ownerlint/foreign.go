// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var foreignOwner = lint.Linter{
	ID:       "foreign_owner",
	Explain:  "A runtime's manifest or library, or a directory on the way to it, belongs to another user than root and the one who runs programs.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		own, known := hostfacts.UserID(p.Host)
		if !known {
			return nil
		}
		var found []report.Problem
		for _, at := range way(p) {
			user, _, known := p.OwnerOf(at.path)
			if !known || user == 0 || user == own {
				continue
			}
			text := fmt.Sprintf("%s %s, which leads programs to %s, belongs to %s, who can change it", sentence(at.kind.words()), at.path, at.runtime, nameOf(p, user))
			found = append(found, lint.Problem("foreign_owner", report.SeverityWarning, at.runtime, text, "If that user is not to be trusted: sudo chown root "+shell.Word(at.path)))
		}
		return found
	},
}

// nameOf names a user.
func nameOf(p *lint.Patient, user int) string {
	if name := hostfacts.UserOf(p.Host, 2, fmt.Sprint(user)); name != "" {
		return "the user " + name
	}
	return fmt.Sprintf("the user with the number %d", user)
}
