// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var viewsDisagree = lint.Linter{
	ID:       "views_of_registry_disagree",
	Explain:  "Windows' registry names one active runtime for 64-bit programs, and another for 32-bit programs.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		own, other, both := m.views()
		mine, _ := m.activeIn(ctx, own)
		theirs, _ := m.activeIn(ctx, other)
		if !both || !mine.usable || !theirs.usable || isOne(mine, theirs) {
			return nil
		}
		return problem("views_of_registry_disagree", report.SeverityWarning,
			fmt.Sprintf("%s programs use %s, and %s programs use %s.", own.bits, mine.called(), other.bits, theirs.called()),
			choose(other, m.beside(other, mine.path), "To use the first for all"))
	}),
}

// isOne reports whether two manifests are of one runtime: they have one name, or lie beside each other, or are called alike, as those of
// Windows Mixed Reality are in two directories of Windows.
func isOne(a, b active) bool {
	return a.manifest.Name != "" && strings.EqualFold(a.manifest.Name, b.manifest.Name) ||
		strings.EqualFold(parent(a.path), parent(b.path)) || strings.EqualFold(base(a.path), base(b.path))
}
