// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package identity

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// success is what xrCreateInstance returns if it succeeds.
const success = "XR_SUCCESS"

// Programs prints one line for each disagreement, and nothing where all programs get the same.
func Programs(p *prose.Writer, r *report.Report) {
	for _, line := range disagreements(r) {
		p.Entry("Programs", "%s", line)
	}
}

// ProgramTable lists what other programs of the machine get.
func ProgramTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "program", Header: []string{"ARCH", "LOADER", "RUNTIME", "RESULT", "BECAUSE"}}
	for _, p := range r.Programs {
		runtime, because := "none", ""
		if p.Runtime != nil {
			runtime = *p.Runtime
		}
		if p.Because != nil {
			because = *p.Because
		}
		t.Rows = append(t.Rows, []string{prose.Known(p.Arch), p.LoaderVersion, runtime, prose.Known(p.Result), because})
	}
	return t
}

// disagreements says in one sentence each which programs of the machine get something else than the others. Programs that
// fail in one way or another do not disagree.
func disagreements(r *report.Report) []string {
	if r.Program == nil || r.Resolution == nil {
		return nil
	}
	own := ownAnswer(r)
	var lines []string
	for i, p := range r.Programs {
		arch, first := prose.Known(p.Arch), i == 0 || prose.Known(r.Programs[i-1].Arch) != prose.Known(p.Arch)
		switch {
		case fails(p) && fails(own):
		case arch == prose.Known(own.Arch):
			lines = append(lines, versions(p, own))
		case first && fails(p) != fails(own):
			lines = append(lines, fmt.Sprintf("%s programs %s, %s programs %s", arch, gets(p), prose.Known(own.Arch), gets(own)))
		}
	}
	return lines
}

// ownAnswer is what the program of the report gets, as a row of the table. Like there, only files count: a service that is
// down fails programs of all kinds.
func ownAnswer(r *report.Report) report.OtherProgram {
	own := report.OtherProgram{LoaderVersion: r.Program.LoaderVersion, Arch: r.Program.Arch, Runtime: r.Resolution.Chosen}
	active := r.Active()
	if own.Runtime == nil || r.Program.StoppedByLayers() || active != nil && active.Cause != nil && !active.Cause.Level.AtLeast(report.LevelLibrary) {
		own.Result, own.Because = r.Program.Result, r.Program.Because
	}
	return own
}

// versions compares programs with two versions of the loader.
func versions(other, own report.OtherProgram) string {
	line := fmt.Sprintf("programs with loader %s %s, those with %s %s", other.LoaderVersion, gets(other), own.LoaderVersion, gets(own))
	if other.Until != nil {
		line += fmt.Sprintf(" (this changed with %s)", *other.Until)
	}
	return line
}

// gets says what programs get.
func gets(p report.OtherProgram) string {
	switch {
	case p.Runtime == nil && p.Result != nil && *p.Result == "XR_ERROR_RUNTIME_FAILURE":
		return "fail in the search for a runtime"
	case p.Runtime == nil:
		return "find no runtime"
	case fails(p) && p.Because != nil:
		return fmt.Sprintf("cannot use %s (%s)", *p.Runtime, strings.TrimSuffix(*p.Because, "."))
	default:
		return "find " + *p.Runtime
	}
}

func fails(p report.OtherProgram) bool { return p.Result != nil && *p.Result != success }
