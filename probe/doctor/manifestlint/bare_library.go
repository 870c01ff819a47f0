// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package manifestlint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// searchPath is the variable that leads the dynamic linker to other directories.
const searchPath = "LD_LIBRARY_PATH"

var bareLibrary = lint.Linter{
	ID:       "bare_library",
	Explain:  "A manifest names its library without a directory, and LD_LIBRARY_PATH leads to another file than programs without it get.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		var found []report.Problem
		if p.GOOS() != "linux" || p.Variable(searchPath) == "" || p.Level == report.LevelManifest {
			return nil
		}
		for _, r := range p.Report.Runtimes {
			manifest, err := p.Host.ReadManifest(r.Manifest)
			if err != nil || !manifest.Bare {
				continue
			}
			here, elsewhere := p.Host.InspectLibrary(manifest).Path, without(p.Host, searchPath).InspectLibrary(manifest).Path
			if here == "" || elsewhere == "" || p.Host.SameFile(here, elsewhere) {
				continue
			}
			text := fmt.Sprintf("%s names its library without a directory (%s): programs with %s load %s, and all others load %s", r.Manifest, manifest.LibraryPath, searchPath, here, elsewhere)
			found = append(found, lint.Problem("bare_library", report.SeverityWarning, r.ID, text, "To load the same library everywhere: "+shell.Unset(p.GOOS(), searchPath)))
		}
		return found
	},
}

// without returns the host as programs without a variable see it.
func without(h loader.Host, hidden string) loader.Host {
	before := h
	h.LookupEnv = func(name string) (string, bool) {
		if name == hidden {
			return "", false
		}
		return before.Getenv(name)
	}
	return h
}
