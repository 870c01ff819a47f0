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

// otherWidth is about the programs of the other width. Of the host's own programs the active runtime says it itself.
var otherWidth = lint.Linter{
	ID:       "library_of_other_width",
	Explain:  "The manifest that Windows' registry names for programs of one width has a library for those of the other.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		own, other, both := m.views()
		theirs, _ := m.activeIn(ctx, other)
		if !both || !theirs.usable || m.Level == report.LevelManifest {
			return nil
		}
		binary := m.seen(other).InspectLibrary(theirs.manifest)
		if binary.Problem == nil || binary.Problem.Code != loader.CodeLibraryWrongArch {
			return nil
		}
		right := m.beside(other, theirs.path)
		if right == theirs.path {
			right = ""
		}
		return problem("library_of_other_width", report.SeverityWarning,
			fmt.Sprintf("%s programs cannot use their active runtime, %s: its library %s is for %s.", other.bits, theirs.called(), binary.Path, binary.Arch),
			choose(other, right, fmt.Sprintf("Choose the runtime again for %s programs beside %s ones", other.bits, own.bits)))
	}),
}
