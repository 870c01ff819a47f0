// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"path"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/browsers"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

var browserSocket = lint.Linter{
	ID:       "browser_socket",
	Explain:  "An installed Chromium does not let pages reach the active runtime, because its sandbox does not let the runtime's socket through.",
	Thorough: true,
	Check: aboutBrowsers(func(p *lint.Patient, active *report.Runtime, b browsers.Chromium) *report.Problem {
		service, known := services.Of(*active.Library)
		if !known || service.Name != "WiVRn" || b.Socket.Answer == report.VerdictYes {
			return nil
		}
		text := fmt.Sprintf("%s lets its process for XR reach the sockets of Monado and SteamVR only, so pages in it do not reach %s", called(b), service.Name)
		if b.Socket.Answer == report.VerdictUnknown {
			text = fmt.Sprintf("Chromium 157 lets its process for XR reach the sockets of Monado and SteamVR only; if %s does so too, pages in it do not reach %s", called(b), service.Name)
		}
		fix := "Use a browser for it that has no such sandbox, or a runtime whose socket is let through."
		return new(lint.Problem("browser_socket", report.SeverityInfo, active.ID, text, fix))
	}),
}

var browserLibrary = lint.Linter{
	ID:       "browser_library",
	Explain:  "An installed Chromium does not let pages reach the active runtime, because it looks for the library elsewhere than the Khronos loader does.",
	Thorough: true,
	Check: aboutBrowsers(func(_ *lint.Patient, active *report.Runtime, b browsers.Chromium) *report.Problem {
		if b.FixLibrary == "" {
			return nil
		}
		text := fmt.Sprintf("%s does not find the library of the active runtime, so pages in it do not reach the runtime: %s", called(b), b.Files.Because)
		return new(lint.Problem("browser_library", report.SeverityInfo, active.ID, text, b.FixLibrary))
	}),
}

var browserOff = lint.Linter{
	ID:       "browser_off",
	Explain:  "An installed Chromium has OpenXR and finds the active runtime, and does not use it unless it is told to.",
	Thorough: true,
	Check: aboutBrowsers(func(_ *lint.Patient, active *report.Runtime, b browsers.Chromium) *report.Problem {
		reaches := b.Compiled.Answer == report.VerdictYes && b.Search.Answer == report.VerdictYes && b.Files.Answer == report.VerdictYes && b.Socket.Answer != report.VerdictNo
		if !reaches || b.Enabled.Answer != report.VerdictNo {
			return nil
		}
		text := fmt.Sprintf("%s has OpenXR and finds the active runtime, but pages in it do not reach the runtime: %s", called(b), b.Enabled.Because)
		return new(lint.Problem("browser_off", report.SeverityInfo, active.ID, text, "Start it with --enable-features=OpenXR."))
	}),
}

// called names a browser with its version.
func called(b browsers.Chromium) string {
	if b.Version == nil {
		return b.Name
	}
	return b.Name + " " + *b.Version
}

// aboutBrowsers makes a check that looks at each browser that goes its own way to the active runtime.
func aboutBrowsers(check func(*lint.Patient, *report.Runtime, browsers.Chromium) *report.Problem) func(context.Context, *lint.Patient) []report.Problem {
	return func(ctx context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || active.Library == nil || p.GOOS() != "linux" {
			return nil
		}
		all := loader.Remember(p.Host, browsersKey{path.Clean("/" + p.Host.Root), p.Level}, func() []browsers.Chromium { return browsers.Chromiums(ctx, p.Host, p.Level, p.Report) })
		for _, b := range all {
			if problem := check(p, active, b); problem != nil {
				return []report.Problem{*problem} // of several builds, one is told
			}
		}
		return nil
	}
}

// browsersKey is the browsers of a root in the memory of a host.
type browsersKey struct {
	root  string
	level report.Level
}
