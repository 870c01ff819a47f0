// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/report"
)

// inSessions reports whether only a session tells of a thing that show shows.
func inSessions(thing string) bool { return thing == "formats" || thing == "spaces" }

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
			rows = append(rows, []string{runtime, string(session.Kind), known(format.Name), strconv.FormatInt(format.Value, 10)})
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
	return known(space.Because)
}

// complainOfGaps says on standard error why a table lacks what a session did not tell.
func (a *app) complainOfGaps(r *report.Report, thing string) {
	part := map[string]string{"formats": "swapchain_formats", "spaces": "reference_spaces"}[thing]
	eachSession(r, func(runtime string, session *report.Session) {
		for _, gap := range session.Unknown {
			if gap.Part == part {
				fmt.Fprintf(a.stderr, "xrprobe: %s: %s\n", printable(runtime), printable(gap.Because))
			}
		}
		if thing == "formats" && session.SwapchainFormats != nil && len(session.SwapchainFormats) == 0 {
			fmt.Fprintf(a.stderr, "xrprobe: %s: a %s session has no formats: ask for --session %s\n", printable(runtime), session.Kind, report.SessionOpenGL)
		}
	})
}
