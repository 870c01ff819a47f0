// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// The rights of all users, and of the group, to change a file.
const (
	byAll   fs.FileMode = 0o002
	byGroup fs.FileMode = 0o020
)

var writableManifest = lint.Linter{
	ID:       "writable_manifest",
	Explain:  "Every user of the machine may change a runtime's manifest, and so say which code programs load.",
	Thorough: true,
	Check:    writable(aManifest, "writable_manifest"),
}

var writableLibrary = lint.Linter{
	ID:       "writable_library",
	Explain:  "Every user of the machine may change a runtime's library, which programs load.",
	Thorough: true,
	Check:    writable(aLibrary, "writable_library"),
}

var writableDirectory = lint.Linter{
	ID:       "writable_directory",
	Explain:  "Every user of the machine may replace what is in a directory on the way to a runtime's manifest or library.",
	Thorough: true,
	Check:    writable(aDirectory, "writable_directory"),
}

// writable returns the check for files of a kind that everybody may change. In a sticky directory, such as /tmp, only owners replace
// what is there.
func writable(k kind, id string) func(context.Context, *lint.Patient) []report.Problem {
	return func(_ context.Context, p *lint.Patient) []report.Problem {
		var found []report.Problem
		for _, same := range together(way(p), func(at place) (string, bool) {
			return p.By(at.path), at.kind == k && at.mode&byAll != 0 && at.mode&fs.ModeSticky == 0
		}) {
			what := "change"
			if k == aDirectory {
				what = "replace what is in"
			}
			text := fmt.Sprintf("Every user of this machine may %s %s, which %s programs to %s", what, same.words(), same.verb("leads", "lead"), same[0].runtime)
			found = append(found, lint.Problem(id, report.SeverityWarning, same[0].runtime, text, p.By(same[0].path)+"chmod o-w "+same.arguments()))
		}
		return found
	}
}
