// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

var browserSocket = lint.Linter{
	ID:       "browser_socket",
	Explain:  "An installed Chromium does not let pages reach the active runtime, because its sandbox does not let the runtime's socket through.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || active.Library == nil || p.GOOS() != "linux" {
			return nil
		}
		service, known := services.Of(*active.Library)
		if !known || service.Name != "WiVRn" {
			return nil
		}
		browser, sandboxed := hostfacts.SandboxedChromium(p.Host)
		if !sandboxed {
			return nil
		}
		text := fmt.Sprintf("%s %d lets its process for XR reach the sockets of Monado and SteamVR only, so pages in it do not reach %s", browser.Package, browser.Major, service.Name)
		fix := "Use a browser for it that has no such sandbox, or a runtime whose socket is let through."
		return []report.Problem{lint.Problem("browser_socket", report.SeverityInfo, active.ID, text, fix)}
	},
}
