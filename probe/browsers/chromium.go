// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package browsers

import (
	"context"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/browsers/installed"
	"github.com/xrprobe/xrprobe/probe/browsers/sandbox"
)

// Chromium is a browser that goes its own way to a runtime, as Chromium does on Linux.
type Chromium struct {
	report.Browser
	// FixLibrary is what to do if the browser does not find the library that the manifest names; "" if it does.
	FixLibrary string
}

// Chromiums returns the browsers of a host that go their own way to the active runtime, so far as they may have OpenXR. It reads no other
// browser's program.
func Chromiums(ctx context.Context, h loader.Host, level report.Level, r *report.Report) []Chromium {
	if h.System() != "linux" || r.Simulation != nil || r.Active() == nil {
		return nil
	}
	found, _ := installed.Find(ctx, h)
	var list []Chromium
	for _, b := range found {
		major, listed := installed.Major(b.Version)
		if b.Engine != report.EngineChromium || b.Electron || listed && major < sandbox.Since || ctx.Err() != nil {
			continue
		}
		p := &inspection{Browser: b, outside: h, report: r, major: -1}
		out := p.look(level)
		if out.Compiled.Answer == report.VerdictNo || p.major < sandbox.Since {
			continue
		}
		c := Chromium{Browser: out}
		if p.hook.Unresolved != "" && out.Files.Answer == report.VerdictNo && isFound(p) {
			c.FixLibrary = p.fixLibrary()
		}
		list = append(list, c)
	}
	return list
}

// isFound reports whether programs with the Khronos loader find the library that Chromium does not find.
func isFound(p *inspection) bool { return p.Host.FileAt(p.library()).State == loader.StateFound }
