// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"strconv"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// needsSession reports whether only a session knows a part.
func needsSession(part string) bool { return part == "formats" || part == "spaces" }

func eachSession(r *report.Report, do func(runtime string, session *report.Session)) {
	for _, runtime := range r.Runtimes {
		for _, system := range runtime.Systems {
			if system.Session != nil {
				do(runtime.ID, system.Session)
			}
		}
	}
}

func formatRows(r *report.Report) [][]string {
	var rows [][]string
	eachSession(r, func(runtime string, session *report.Session) {
		for _, format := range session.SwapchainFormats {
			rows = append(rows, []string{runtime, string(session.Kind), prose.Known(format.Name), strconv.FormatInt(format.Value, 10)})
		}
	})
	return rows
}

func spaceRows(r *report.Report) [][]string {
	var rows [][]string
	eachSession(r, func(runtime string, session *report.Session) {
		for _, space := range session.ReferenceSpaces {
			rows = append(rows, []string{runtime, string(session.Kind), space.Type, string(space.Creatable), describeBounds(space)})
		}
	})
	return rows
}

func describeBounds(space report.ReferenceSpace) string {
	if space.Bounds != nil {
		return fmt.Sprintf("%g x %g m", space.Bounds.Width, space.Bounds.Depth)
	}
	return prose.Known(space.Because)
}

// warnOfGaps says on standard error why a session's table is empty.
func (a *app) warnOfGaps(r *report.Report, part string) {
	key := map[string]string{"formats": "swapchain_formats", "spaces": "reference_spaces"}[part]
	eachSession(r, func(runtime string, session *report.Session) {
		for _, gap := range session.Unknown {
			if gap.Part == key {
				fmt.Fprintf(a.stderr, "xrprobe: %s: %s\n", prose.Printable(runtime), prose.Printable(gap.Because))
			}
		}
		if part == "formats" && session.SwapchainFormats != nil && len(session.SwapchainFormats) == 0 {
			fmt.Fprintf(a.stderr, "xrprobe: %s: a %s session has no formats: ask for --session %s\n", prose.Printable(runtime), session.Kind, report.SessionOpenGL)
		}
	})
}
