// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package browsers

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/browsers/sandbox"
)

// steps are the answers that must all be yes for a page to reach the runtime, in the order in which a page meets them.
func steps(b *report.Browser) []report.BrowserAnswer {
	return []report.BrowserAnswer{b.Navigator, b.Compiled, b.Enabled, b.Search, b.Files, b.Socket, b.SystemCalls}
}

// modes says what isSessionSupported will say.
func (p *inspection) modes(b *report.Browser) []report.BrowserMode {
	list := []report.BrowserMode{p.inline(b)}
	for _, mode := range []webxr.SessionMode{webxr.ImmersiveVR, webxr.ImmersiveAR} {
		m := report.BrowserMode{Mode: mode}
		m.Supported, m.Because = p.immersive(b, mode)
		list = append(list, m)
	}
	return list
}

// inline is about inline sessions, which need navigator.xr and no runtime. Servo needs a device for them.
func (p *inspection) inline(b *report.Browser) report.BrowserMode {
	m := report.BrowserMode{Mode: webxr.Inline, Supported: b.Navigator.Answer, Because: b.Navigator.Because}
	switch {
	case b.Navigator.Answer == report.VerdictYes && p.Engine == report.EngineChromium:
		m.Because = "inline sessions need no runtime"
	case b.Navigator.Answer == report.VerdictYes:
		m.Supported, m.Because = report.VerdictUnknown, "what it says of inline sessions is not known"
	}
	return m
}

// immersive is about immersive sessions: the first no decides, then what is not known, and then the runtime.
func (p *inspection) immersive(b *report.Browser, mode webxr.SessionMode) (report.Verdict, string) {
	for _, wanted := range []report.Verdict{report.VerdictNo, report.VerdictUnknown} {
		for _, step := range steps(b) {
			if step.Answer == wanted {
				return wanted, step.Because
			}
		}
	}
	if p.Engine == report.EngineWebKit {
		return report.VerdictUnknown, "what WebKit makes of the runtime's answers is not the same in all versions"
	}
	for _, m := range p.report.Modes {
		if m.Mode != mode {
			continue
		}
		because := "the runtime was not asked"
		if len(m.Reasons) > 0 {
			because = m.Reasons[0].Text
		}
		switch m.Support {
		case report.Supported:
			return report.VerdictYes, because
		case report.Unsupported, report.Unavailable:
			return report.VerdictNo, because
		}
		return report.VerdictUnknown, because
	}
	return report.VerdictUnknown, "the runtime was not asked"
}

// fix is the one thing to change: what helps against the first no.
func (p *inspection) fix(b *report.Browser) string {
	first := p.firstFix(b)
	if first == "" {
		return ""
	}
	if strings.HasPrefix(first, "Use ") {
		return first // that has answers of its own
	}
	further := []report.BrowserAnswer{b.Enabled, b.Search, b.Socket}
	if b.Search.Answer != report.VerdictNo { // without a manifest there are no files
		further = []report.BrowserAnswer{b.Enabled, b.Files, b.Socket}
	}
	at := slices.IndexFunc(further, isNo)
	if next := slices.IndexFunc(further[at+1:], isNo); at >= 0 && next >= 0 {
		return first + " That alone is not enough: " + further[at+1+next].Because + "."
	}
	return first
}

func isNo(a report.BrowserAnswer) bool { return a.Answer == report.VerdictNo }

func (p *inspection) firstFix(b *report.Browser) string {
	onLinux := p.Host.System() == "linux"
	switch {
	case b.Navigator.Answer == report.VerdictNo && p.Engine != report.EngineChromium, b.Compiled.Answer == report.VerdictNo && (!onLinux || p.Engine != report.EngineChromium || p.Electron):
		return p.otherBrowser()
	case b.Compiled.Answer == report.VerdictNo && p.major >= sandbox.Since:
		return "Use a build of it that has OpenXR compiled in, and start it with --enable-features=OpenXR."
	case b.Compiled.Answer == report.VerdictNo:
		return "Use Chromium or Chrome 157 or later, built with OpenXR, and start it with --enable-features=OpenXR."
	case b.Enabled.Answer == report.VerdictNo && p.major >= sandbox.Since && onLinux:
		return "Start it with --enable-features=OpenXR."
	case b.Enabled.Answer == report.VerdictNo:
		return p.otherBrowser()
	case b.Search.Answer == report.VerdictNo, b.Files.Answer == report.VerdictNo:
		return p.fixSearch(b)
	case b.Socket.Answer == report.VerdictNo:
		return "Use a browser for it that has no such sandbox, or a runtime whose socket is let through."
	}
	return ""
}

// otherBrowser names browsers with OpenXR for the operating system, where there are any.
func (p *inspection) otherBrowser() string {
	switch p.Host.System() {
	case "linux":
		return "Use Chromium or Chrome 157 or later, built with OpenXR, and start it with --enable-features=OpenXR."
	case "windows":
		return "Use Google Chrome."
	default:
		return ""
	}
}

// fixSearch is about a runtime that Chromium's search does not find, or whose library it does not find.
func (p *inspection) fixSearch(b *report.Browser) string {
	active := p.report.Active()
	switch hook := p.hook; {
	case active == nil:
		return "Make a runtime the active one: xrprobe runtimes lists them, and xrprobe use NAME does it."
	case p.Host.Place != "":
		return fmt.Sprintf("Show its programs a runtime: xrprobe --as %s says what they see.", p.Host.Place)
	case hook.Manifest == "":
		return fmt.Sprintf("Make a link where it looks: sudo mkdir -p /etc/xdg/openxr/1 && sudo ln -s %s /etc/xdg/openxr/1/active_runtime.json", shell.Word(active.Manifest))
	case hook.Unreadable != "":
		return fmt.Sprintf("Write %s as strict JSON, without comments and without commas before a closing bracket.", hook.Manifest)
	case hook.Unresolved != "":
		return p.fixLibrary()
	case b.Files.Answer == report.VerdictNo:
		return fmt.Sprintf(`Add "VALVE_runtime_is_steamvr": true to "runtime" in %s.`, hook.Manifest)
	default:
		return fmt.Sprintf("Start it with XR_RUNTIME_JSON=%s.", shell.Word(active.Manifest))
	}
}

// fixLibrary makes a manifest that names the library with its directory. The user's own comes before that of the machine.
func (p *inspection) fixLibrary() string {
	library := p.library()
	if !path.IsAbs(library) {
		return fmt.Sprintf("Write the library's full path into %s.", p.hook.Manifest)
	}
	text := fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"name": %q, "library_path": %q}}`, cmp.Or(name(p.report.Active()), "OpenXR runtime"), library)
	return fmt.Sprintf("Start it with XR_RUNTIME_JSON=$HOME/openxr.json, after: printf '%%s\\n' %s > $HOME/openxr.json", shell.Word(text))
}

func name(r *report.Runtime) string {
	if r == nil || r.Name == nil {
		return ""
	}
	return *r.Name
}
