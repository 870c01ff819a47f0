// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"

	"github.com/xrprobe/xrprobe/modes/report"
)

var misplaced = Linter{
	ID:      "misplaced_choice",
	Explain: "No runtime is active, because the active runtime's manifest is in a directory that the loader does not search.",
	Check:   inTurn(turnMisplaced),
}

// findMisplaced looks for the manifest one directory too high, and in data directories,
// where packages install runtimes.
func findMisplaced(_ context.Context, p *Patient) []report.Problem {
	at, known := choicePlace(p)
	if !known || system(p.Host) != "linux" {
		return nil
	}
	var dirs []string
	for _, dir := range searched(p.Report) {
		dirs = append(dirs, path.Dir(dir))
	}
	if home := variable(p.Host, "HOME"); home != "" {
		dirs = append(dirs, path.Join(home, ".local/share/openxr/1"))
	}
	for _, dir := range append(dirs, "/usr/local/share/openxr/1", "/usr/share/openxr/1") {
		if file := choiceIn(p, dir); file != "" {
			return problem("misplaced_choice", report.SeverityWarning,
				fmt.Sprintf("No runtime is active: the manifest %s is not where programs look for it, which is %s.", file, at.path),
				at.link(p.Host, file))
		}
	}
	return nil
}
