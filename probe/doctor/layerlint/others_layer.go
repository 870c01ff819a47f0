// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// othersLayer is about files of users who are neither root nor the user whose programs load them. Of a copy of another machine
// nothing is known: its files belong to whoever copied them.
var othersLayer = lint.Linter{
	ID:       "layer_of_other_user",
	Explain:  "An API layer's manifest or library belongs to another user, who can change it.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		user, known := hostfacts.UserID(l.Host)
		if !known || l.Host.Root != "" && !l.Example || l.Host.Place != "" {
			return nil
		}
		var problems []report.Problem
		for _, file := range l.files() {
			if owner, _, known := l.OwnerOf(file); known && l.isFile(file) && isForeign(owner, user) {
				problems = append(problems, *problem("layer_of_other_user", report.SeverityWarning,
					fmt.Sprintf("%s belongs to the user with the number %d, who can run code in this user's OpenXR programs.", file, owner),
					"If that user is not trusted: sudo chown root "+shell.Word(file)))
			}
		}
		return problems
	}),
}

// unmapped is the owner of files whose owner a container does not know.
const unmapped = 65534

// isForeign reports whether an owner of files is neither root nor a user.
func isForeign(owner, user int) bool { return owner != 0 && owner != user && owner != unmapped }
