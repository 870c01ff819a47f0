// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

var closedFile = Linter{
	ID:      "closed_file",
	Explain: "This user may not read a runtime's manifest or library.",
	Reports: []string{loader.CodeManifestUnreadable, loader.CodeLibraryUnreadable},
	Check: func(_ context.Context, p *Patient) []report.Problem {
		var found []report.Problem
		for _, r := range p.Report.Runtimes {
			file := fileOf(r)
			if file == "" || !strings.Contains(r.Cause.Text, "permission denied") {
				continue
			}
			fix := reads(p, file)
			found = append(found, report.Problem{ID: r.Cause.Code, Severity: report.SeverityError, Subject: r.ID, Text: r.Cause.Text, Fix: &fix})
		}
		return found
	},
}

// fileOf returns the file that could not be read, or "".
func fileOf(r report.Runtime) string {
	switch {
	case r.Cause == nil:
		return ""
	case r.Cause.Code == loader.CodeManifestUnreadable:
		return r.Manifest
	case r.Cause.Code == loader.CodeLibraryUnreadable && r.Library != nil:
		return *r.Library
	}
	return ""
}

// reads returns what lets the user read a file, or look into the directory that hides it.
func reads(p *Patient, file string) string {
	if p.Host.FileAt(file).State != loader.StateFound {
		return opens(p, deepest(p, file))
	}
	return "sudo chmod a+r " + shellWord(file)
}
