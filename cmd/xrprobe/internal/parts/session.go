// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package parts

import (
	"fmt"
	"strconv"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// NeedsSession reports whether only a session knows the part.
func (p Part) NeedsSession() bool { return p.Name == "formats" || p.Name == "spaces" }

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

// sessionGaps says why a session's table is empty.
func (p Part) sessionGaps(r *report.Report) []string {
	var gaps []string
	key := map[string]string{"formats": "swapchain_formats", "spaces": "reference_spaces"}[p.Name]
	eachSession(r, func(runtime string, session *report.Session) {
		for _, gap := range session.Unknown {
			if gap.Part == key {
				gaps = append(gaps, runtime+": "+gap.Because)
			}
		}
		if p.Name == "formats" && session.SwapchainFormats != nil && len(session.SwapchainFormats) == 0 {
			gaps = append(gaps, fmt.Sprintf("%s: a %s session has no formats: ask for --session %s", runtime, session.Kind, report.SessionOpenGL))
		}
	})
	return gaps
}
