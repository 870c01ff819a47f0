// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var usrLocalChoice = lint.Linter{
	ID:       "usr_local_choice",
	Explain:  "The choice is in /usr/local/etc, which only Khronos' own builds of the loader search, and those of distributions do not.",
	Thorough: true,
	Check: func(ctx context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || p.GOOS() != "linux" || p.Host.SysConfDirs != nil || !strings.HasPrefix(active.Manifest, "/usr/local/etc/") || !isChosenBy(active, loader.ViaSysConfDir) {
			return nil
		}
		usual := p.Host
		usual.SysConfDirs = []string{"/etc"}
		other := chosen(ctx, usual)
		what := "no runtime"
		if other != "" {
			what = nameAt(p.Host, other)
		}
		who := "programs with the loader of a distribution get"
		if browser, sandboxed := hostfacts.SandboxedChromium(p.Host); sandboxed {
			who = fmt.Sprintf("programs with the loader of a distribution, and %s %d, get", browser.Package, browser.Major)
		}
		text := fmt.Sprintf("The choice %s is read by Khronos' own builds of the loader only: %s %s", active.Manifest, who, what)
		return []report.Problem{lint.Problem("usr_local_choice", report.SeverityWarning, active.ID, text, link(p, active.Manifest, machineChoice))}
	},
}
