// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package manifestlint

import (
	"context"
	"fmt"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

var misleadingName = lint.Linter{
	ID:       "misleading_name",
	Explain:  "A manifest has the name of one runtime, and names the library of another.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		var found []report.Problem
		for _, r := range p.Report.Runtimes {
			manifest, err := p.Host.ReadManifest(r.Manifest)
			if err != nil {
				continue
			}
			said, is := places.Called(manifest.Name), whose(manifest.Library)
			if said == "" || is == "" || said == is {
				continue
			}
			text := fmt.Sprintf("%s has the name %s, but its library %s is that of %s", r.Manifest, strconv.Quote(manifest.Name), manifest.Library, is)
			found = append(found, lint.Problem("misleading_name", report.SeverityWarning, r.ID, text, fmt.Sprintf(`In %s, write "name": %s`, r.Manifest, strconv.Quote(is))))
		}
		return found
	},
}

// whose returns the runtime that a library's path tells, or "".
func whose(library string) string {
	if places.VendorOf(loader.Manifest{Library: library}) == "" {
		return ""
	}
	return places.NameOf(loader.Manifest{Library: library})
}
