// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package reasons

import (
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Of returns the reasons of a mode in one line.
func Of(mode report.Mode) string {
	texts := make([]string, 0, len(mode.Reasons))
	for _, reason := range mode.Reasons {
		texts = append(texts, reason.Text)
	}
	return strings.Join(texts, "; ")
}

// Once returns the reasons of each mode of a report, for a page that shows the problems
// too: what a problem says is not said again, and reasons that two modes have in common
// stand beside the first one.
func Once(r *report.Report) []string {
	texts := make([]string, 0, len(r.Modes))
	first := map[string]string{} // the mode beside which the reasons stand
	for _, mode := range r.Modes {
		text := Of(mode)
		if earlier, told := first[text]; told && text != "" {
			texts = append(texts, "as for "+earlier)
			continue
		}
		first[text] = string(mode.Mode)
		texts = append(texts, withoutProblems(text, r.Problems))
	}
	return texts
}

// withoutProblems refers to a problem whose text is part of a reason.
func withoutProblems(text string, problems []report.Problem) string {
	for _, problem := range problems {
		if before, found := strings.CutSuffix(text, problem.Text); found && problem.Text != "" {
			return strings.TrimSuffix(strings.TrimRight(before, " "), ":") + " (see Problem)"
		}
	}
	return text
}
