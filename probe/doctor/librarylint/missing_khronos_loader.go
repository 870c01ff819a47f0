// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package librarylint

import (
	"context"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// MissingKhronosLoader says how to install the Khronos loader.
var MissingKhronosLoader = lint.Linter{
	ID:      "missing_khronos_loader",
	Explain: "The Khronos loader, through which a runtime was to be asked, cannot be loaded.",
	Reports: []string{report.CauseLoadFailed},
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		var found []report.Problem
		for _, r := range p.Report.Runtimes {
			if c := r.Cause; c != nil && c.Code == report.CauseLoadFailed && c.Call != nil && *c.Call == loadingTheLoader {
				fix := "Install the Khronos loader, or leave --via loader out" + loaderPackage(p)
				found = append(found, report.Problem{
					ID: c.Code, Severity: report.SeverityError, Subject: r.ID, Fix: &fix,
					Text: "the Khronos loader cannot be loaded, so no runtime was asked through it: " + strings.TrimPrefix(c.Text, "load "),
				})
			}
		}
		return found
	},
}

// loadingTheLoader is the question during which the Khronos loader is loaded.
const loadingTheLoader = "load the Khronos loader"

// loaderPackages are the commands that install the Khronos loader, by the system's name
// in /etc/os-release.
var loaderPackages = []struct{ system, command string }{
	{"debian", "sudo apt install --reinstall libopenxr-loader1"},
	{"ubuntu", "sudo apt install --reinstall libopenxr-loader1"},
	{"fedora", "sudo dnf install 'libopenxr_loader.so.1()(64bit)'"},
	{"arch", "sudo pacman -S openxr"},
}

// loaderPackage ends a sentence with the command that installs the Khronos loader.
func loaderPackage(p *lint.Patient) string {
	systems := hostfacts.Distribution(p.Host)
	for _, known := range loaderPackages {
		if slices.Contains(systems, known.system) {
			return ": " + known.command
		}
	}
	return "."
}
