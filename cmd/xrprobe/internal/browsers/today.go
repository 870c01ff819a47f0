// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package browsers

import (
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe/browsers/known"
)

// Today prints where browsers of today differ from what a page sees that asks for a session mode: what the author of a page may trip over.
// Blocked says that the policy does not allow the page to ask. What is printed depends on nothing else, and so tells nothing of a headset.
func Today(p *prose.Writer, mode string, blocked bool) {
	about := []known.About{known.Permission}
	switch {
	case mode == string(webxr.Inline):
		about = append(about, known.Inline)
	case blocked:
		about = append(about, known.Policy)
	default:
		about = append(about, known.Emulator)
	}
	t := prose.Table{Kind: "today", Header: []string{"TODAY", "WHAT", "SAYS"}}
	for _, note := range known.Notes(about...) {
		t.Rows = append(t.Rows, []string{note.Who, note.Text, note.Source})
	}
	p.Table(t)
}
