// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package identity

import (
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Name is the name that the runtime gives itself, or its ID.
func Name(runtime report.Runtime) string {
	if runtime.Name == nil {
		return runtime.ID
	}
	return *runtime.Name
}

// Tables prints every runtime and its files. In a pipe a runtime is one line, whose
// cells keep their places, and each further manifest is another.
func Tables(p *prose.Writer, r *report.Report) {
	if !p.Aligned {
		p.Table(runtimeTable(r))
		p.Table(prose.Table{Kind: "manifest", Rows: furtherManifests(r)})
		p.Table(placeTable(r))
		return
	}
	switch {
	case len(r.Runtimes) > 0:
	case !r.ActiveKnown():
		p.Entry("Runtimes", "none found; which runtime is active is unknown")
	default:
		p.Entry("Runtimes", "none found")
	}
	p.Table(peopleTable(r))
	p.Table(fileTable(r))
}

func runtimeTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "runtime"}
	for _, runtime := range r.Runtimes {
		t.Rows = append(t.Rows, []string{
			runtime.ID, activity(r, runtime), usable(runtime), prose.Known(runtime.Arch), runtime.Source, runtime.Manifest,
			prose.Known(runtime.Name), prose.Known(runtime.Owner), prose.Known(runtime.Library), prose.Known(runtime.Vendor),
		})
	}
	return t
}

func furtherManifests(r *report.Report) [][]string {
	var rows [][]string
	for _, runtime := range r.Runtimes {
		for _, path := range further(runtime) {
			rows = append(rows, []string{runtime.ID, path})
		}
	}
	return rows
}

// peopleTable leaves the paths to fileTable, so that its rows fit a terminal.
func peopleTable(r *report.Report) prose.Table {
	t := prose.Table{Header: []string{"RUNTIME", "ACTIVE", "STATE", "ARCH", "FROM", "WHOSE", "VENDOR", "NAME"}}
	for _, runtime := range r.Runtimes {
		t.Rows = append(t.Rows, []string{
			runtime.ID, activity(r, runtime), usable(runtime), prose.Known(runtime.Arch), runtime.Source, whose(runtime), prose.Known(runtime.Vendor), prose.Known(runtime.Name),
		})
	}
	return t
}

func fileTable(r *report.Report) prose.Table {
	t := prose.Table{Header: []string{"RUNTIME", "FILE", "PATH"}}
	for _, runtime := range r.Runtimes {
		t.Rows = append(t.Rows, []string{runtime.ID, "library", prose.Known(runtime.Library)})
		if len(runtime.ManifestFiles) > 0 {
			t.Rows = append(t.Rows, fileRows(runtime)...)
			continue
		}
		t.Rows = append(t.Rows, []string{runtime.ID, "manifest", runtime.Manifest})
		for _, path := range further(runtime) {
			t.Rows = append(t.Rows, []string{runtime.ID, "manifest", path})
		}
	}
	return t
}

// further returns the manifests besides the one by which the runtime is asked.
func further(runtime report.Runtime) []string {
	if len(runtime.Manifests) < 2 {
		return nil
	}
	return runtime.Manifests[1:]
}

// activity says whether a runtime is the active one. If the search for it failed, that is
// not known of any.
func activity(r *report.Report, runtime report.Runtime) string {
	switch {
	case runtime.Active:
		return "yes"
	case !r.ActiveKnown():
		return "unknown"
	default:
		return "no"
	}
}

// whose says who brought the library, as far as its path tells.
func whose(runtime report.Runtime) string {
	words := map[string]string{
		"user": "the user's own", "machine": "the machine's", "steam": "Steam's",
		"flatpak": "a flatpak's", "snap": "a snap's", "package": "a package's",
	}
	if runtime.Owner == nil || words[*runtime.Owner] == "" {
		return "unknown"
	}
	return words[*runtime.Owner]
}

// Files says which library the runtime is, and which other manifests name it.
func Files(runtime report.Runtime) []string {
	var lines []string
	if runtime.Library != nil {
		line := "library " + *runtime.Library
		if owner := whose(runtime); owner != "unknown" {
			line += ", " + owner
		}
		lines = append(lines, line)
	}
	for _, path := range further(runtime) {
		lines = append(lines, path+" names this library too")
	}
	return lines
}

// usable returns "usable" for a runtime whose library was loaded, and the code of the cause
// why it cannot be used. Of one that was not loaded, no more is known than its files say.
func usable(runtime report.Runtime) string {
	switch {
	case runtime.Cause != nil:
		return runtime.Cause.Code
	case runtime.Reached != nil && runtime.Reached.AtLeast(report.LevelLibrary):
		return "usable"
	default:
		return "not loaded"
	}
}
