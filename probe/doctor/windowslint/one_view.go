// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// oneView is about programs of the other width. If it is the host's own programs that have no runtime, registry_choice says so.
var oneView = lint.Linter{
	ID:       "one_view_of_registry",
	Explain:  "Windows' registry names an active runtime for programs of one width only.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		own, other, both := m.views()
		mine, known := m.activeIn(ctx, own)
		theirs, alsoKnown := m.activeIn(ctx, other)
		if !both || !known || !alsoKnown || mine.path == "" || theirs.path != "" {
			return nil
		}
		return problem("one_view_of_registry", report.SeverityInfo,
			fmt.Sprintf("%s programs have no active runtime: %s names none. %s programs use %s.", other.bits, other.key, own.bits, mine.called()),
			choose(other, m.beside(other, mine.path), "If such programs are used, choose the runtime again"))
	}),
}
