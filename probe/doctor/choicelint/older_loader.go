// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"path"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var olderLoader = lint.Linter{
	ID:       "older_loader",
	Explain:  "Programs with another version of the Khronos loader get no runtime, because it does not read the file that names the active one.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || p.Report.Program == nil || p.GOOS() != "linux" {
			return nil
		}
		for _, other := range p.Report.Programs {
			if other.Arch == nil || p.Report.Program.Arch == nil || *other.Arch != *p.Report.Program.Arch || other.Result == nil || other.Because == nil {
				continue // another architecture, or it works there too
			}
			until := ""
			if other.Until != nil {
				until = ", as all before " + *other.Until + ","
			}
			text := fmt.Sprintf("Programs with the Khronos loader %s%s do not get %s: %s", other.LoaderVersion, until, active.Manifest, trim(*other.Because))
			return []report.Problem{lint.Problem("older_loader", report.SeverityInfo, active.ID, text, plainFix(p, active, other))}
		}
		return nil
	},
}

// plainFix makes the active manifest the choice of loaders that read only the plain file.
func plainFix(p *lint.Patient, active *report.Runtime, other report.OtherProgram) string {
	plain := path.Join(path.Dir(active.Manifest), "active_runtime.json")
	if other.Runtime == nil && p.Host.FileAt(plain).State != loader.StateFound {
		return p.By(plain) + "ln -s " + shell.Word(path.Base(active.Manifest)) + " " + shell.Word(plain)
	}
	return "Start such a program with XR_RUNTIME_JSON set: " + shell.Set(p.GOOS(), "XR_RUNTIME_JSON", active.Manifest)
}
