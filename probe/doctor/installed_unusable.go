// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// installedUnusable is about leftovers beside the runtime that is active. Programs that read every installed manifest, as
// Steam's container does, may stumble over them.
var installedUnusable = Linter{
	ID:      "installed_unusable",
	Explain: "A manifest that is installed, but not active, names no library that can be used.",
	Check: func(_ context.Context, p *Patient) []report.Problem {
		if p.Report.Active() == nil {
			return nil // then installed_not_active speaks of it
		}
		var problems []report.Problem
		for _, found := range p.Installed {
			text := whyLeftOver(p, found)
			if text == "" || isReported(p, found) {
				continue
			}
			fix := leftoverFix(p, found)
			problems = append(problems, report.Problem{ID: "installed_unusable", Severity: report.SeverityInfo, Subject: "host", Fix: &fix,
				Text: fmt.Sprintf("The manifest %s, which is installed but not active, cannot be used: %s", found.Path, text)})
		}
		return problems
	},
}

// leftoverFix takes a manifest away that is of no use.
func leftoverFix(p *Patient, found loader.Found) string {
	if strings.HasPrefix(found.Source, "HKEY_") {
		return fmt.Sprintf(`Install its runtime again. If it is gone, as administrator: reg delete "%s" /v "%s" /f`, found.Source, found.Path)
	}
	return "Install its runtime again, or if no package has the file: " + p.Remove(found.Path)
}

// whyLeftOver says why no program can use an installed runtime, or "".
func whyLeftOver(p *Patient, found loader.Found) string {
	if useOf(p, found.Path) != servesNobody {
		return ""
	}
	text, _ := whyUnusable(p, found)
	return text
}

// isReported reports whether the report has a runtime with the manifest, which then has problems of its own.
func isReported(p *Patient, found loader.Found) bool {
	return slices.ContainsFunc(p.Report.Runtimes, func(r report.Runtime) bool {
		return r.Manifest == found.Path || slices.Contains(r.Manifests, found.Path) || p.Host.FileAt(r.Manifest).Canonical == found.Canonical
	})
}
