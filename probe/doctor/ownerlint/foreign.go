// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
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
		for _, same := range together(way(p), func(at place) (string, bool) {
			user, _, known := p.OwnerOf(at.path)
			return fmt.Sprint(user), known && user != 0 && user != own
		}) {
			user, _, _ := p.OwnerOf(same[0].path)
			text := fmt.Sprintf("%s, which %s programs to %s, %s to %s, who can change %s", sentence(same.words()), same.verb("leads", "lead"), same[0].runtime,
				same.verb("belongs", "belong"), nameOf(p, user), same.verb("it", "them"))
			found = append(found, lint.Problem("foreign_owner", report.SeverityWarning, same[0].runtime, text, "If that user is not to be trusted: sudo chown root "+same.arguments()))
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
