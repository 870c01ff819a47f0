// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package identity

import (
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// placeTable is for programs: one line for each path of a manifest, whose cells keep their places.
func placeTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "place"}
	for _, runtime := range r.Runtimes {
		for _, file := range runtime.ManifestFiles {
			t.Rows = append(t.Rows, []string{
				runtime.ID, file.Path, orNone(file.LeadsTo), file.Source, prose.Known(file.WrittenBy),
				orNone(joined(file.ActiveFor)), orNone(file.ShadowedBy), orNone(file.Stale),
			})
		}
	}
	return t
}

// fileRows are for people: each path, and below it what is known of it.
func fileRows(runtime report.Runtime) [][]string {
	var rows [][]string
	add := func(what string, text *string) {
		if text != nil {
			rows = append(rows, []string{runtime.ID, what, *text})
		}
	}
	for _, file := range runtime.ManifestFiles {
		add("manifest", &file.Path)
		add("  a link to", file.LeadsTo)
		add("  from", &file.Source)
		add("  written by", file.WrittenBy)
		if file.WrittenByUnknown != nil {
			add("  written by", new("unknown: "+*file.WrittenByUnknown))
		}
		add("  active for", joined(file.ActiveFor))
		add("  not read", hidden(file.ShadowedBy))
		add("  stale", file.Stale)
	}
	return rows
}

func joined(words []string) *string {
	if len(words) == 0 {
		return nil
	}
	return new(strings.Join(words, "; "))
}

func hidden(by *string) *string {
	if by == nil {
		return nil
	}
	return new("because " + *by + " comes first")
}

// orNone writes what is not there in another way than what is not known.
func orNone(text *string) string {
	if text == nil {
		return "none"
	}
	return *text
}
