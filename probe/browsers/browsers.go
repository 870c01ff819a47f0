// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package browsers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/browsers/binary"
	"github.com/xrprobe/xrprobe/probe/browsers/installed"
	"github.com/xrprobe/xrprobe/probe/browsers/known"
	"github.com/xrprobe/xrprobe/probe/browsers/sandbox"
)

// Look returns what pages in the browsers of a host will be told of it. The report is that of the host, and tells of its active runtime. At
// the level manifest no browser's program is read. Look returns nil for the report of a data sheet, and on a system whose browsers it cannot
// find.
func Look(ctx context.Context, h loader.Host, level report.Level, r *report.Report) []report.Browser {
	if r.Simulation != nil {
		return nil
	}
	found, isKnown := installed.Find(ctx, h)
	if !isKnown {
		return nil
	}
	list := []report.Browser{}
	for _, b := range found {
		if ctx.Err() != nil {
			break
		}
		p := &inspection{Browser: b, outside: h, report: r, major: -1}
		list = append(list, p.look(level))
	}
	return list
}

// inspection is what is known of a browser while it is looked at.
type inspection struct {
	installed.Browser
	// outside is the host that was asked about.
	outside  loader.Host
	report   *report.Report
	contents binary.Contents
	// unread says why there are no contents, or is "".
	unread string
	// major is the version of the engine, or -1.
	major int
	hook  sandbox.Hook
}

// look says what pages in the browser will be told.
func (p *inspection) look(level report.Level) report.Browser {
	p.read(level)
	p.findVersion()
	b := p.Browser
	out := report.Browser{Name: b.Name, Engine: b.Engine, Version: optional(p.Version), VersionFrom: p.VersionFrom, Source: b.Source, Place: optional(b.Host.Place), Binary: optional(b.Binary), Notes: []report.BrowserNote{}}
	out.Compiled = p.compiled()
	out.Enabled = p.enabled(out.Compiled)
	out.Navigator = p.navigator()
	p.runtime(&out)
	out.Modes = p.modes(&out)
	out.Fix = optional(p.fix(&out))
	for _, note := range known.Today(b.Engine, p.major) {
		out.Notes = append(out.Notes, report.BrowserNote{Text: note.Text, Version: note.Who, Source: note.Source})
	}
	return out
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// contents are what a file holds, for the memory of a host.
type contents struct {
	binary.Contents
	err error
}

// read reads the program. A host with a memory reads it once.
func (p *inspection) read(level report.Level) {
	switch {
	case p.Binary == "":
		p.unread = p.NoBinary
		return
	case level == report.LevelManifest:
		p.unread = "at the level manifest no program is read"
		return
	}
	key := fileKey{p.Host.Root, p.Host.Place, p.Binary}
	read := loader.Remember(p.Host, key, func() contents {
		file, err := p.Host.Open(p.Binary)
		if err != nil {
			return contents{err: err}
		}
		defer file.Close()
		found, err := binary.Read(file)
		return contents{found, err}
	})
	switch {
	case errors.Is(read.err, binary.ErrTooLarge):
		p.unread = fmt.Sprintf("%s was not read: it has more than 2 GiB", p.Binary)
	case read.err != nil:
		p.unread = fmt.Sprintf("%s cannot be read", p.Binary)
	default:
		p.contents = read.Contents
	}
}

// fileKey is a file in the memory of a host.
type fileKey struct{ root, place, file string }

// findVersion finds the version of the browser, and that of its engine.
func (p *inspection) findVersion() {
	if p.Electron && p.Version == "" && p.contents.Electron != "" {
		p.Version, p.VersionFrom = p.contents.Electron, "the program"
	}
	if p.Engine == report.EngineChromium && len(p.contents.Chromium) > 0 {
		newest := p.contents.Chromium[0]
		p.major = newest[0]
		if p.Version == "" {
			p.Version, p.VersionFrom = newest.String(), "the program"
			if p.Electron {
				p.VersionFrom = "the program, which names this version of Chromium and none of Electron"
			}
		}
	}
	if major, is := installed.Major(p.Version); is && p.major < 0 && !p.Electron {
		p.major = major
	}
	switch {
	case p.Version != "":
	case p.unread != "":
		p.VersionFrom = "not known: no list or file tells it, and " + p.unread
	default:
		p.VersionFrom = "not known: no list or file tells it"
	}
}

// answer makes an answer of what was seen on the machine.
func answer(verdict report.Verdict, format string, args ...any) report.BrowserAnswer {
	return report.BrowserAnswer{Answer: verdict, Because: fmt.Sprintf(format, args...)}
}

func yes(format string, args ...any) report.BrowserAnswer {
	return answer(report.VerdictYes, format, args...)
}

func no(format string, args ...any) report.BrowserAnswer {
	return answer(report.VerdictNo, format, args...)
}

func unknown(format string, args ...any) report.BrowserAnswer {
	return answer(report.VerdictUnknown, format, args...)
}

// from adds the source to an answer that somebody else says.
func from(a report.BrowserAnswer, source string) report.BrowserAnswer {
	a.Source = &source
	return a
}

// compiled says whether OpenXR is in the program.
func (p *inspection) compiled() report.BrowserAnswer {
	switch {
	case p.unread != "":
		return unknown("%s", p.unread)
	case p.contents.OpenXR():
		return yes("%s names OpenXR's functions or its loader", p.Binary)
	default:
		return no("%s names none of OpenXR's functions and no loader", p.Binary)
	}
}

// enabled says whether the version uses OpenXR by default.
func (p *inspection) enabled(compiled report.BrowserAnswer) report.BrowserAnswer {
	if p.Electron {
		return from(unknown("which versions of Electron use OpenXR is not known; a report of 2022 says that version 19 does not on Windows"), "https://github.com/electron/electron/issues/35011")
	}
	if fact, has := known.Of(known.Enabled, p.Engine, p.Host.System(), p.major); has {
		if p.Engine == report.EngineChromium && !p.isUpstream() {
			return from(unknown("in Chromium and Chrome %s; whether that is so in %s is not known", fact.Text, p.Name), fact.Source)
		}
		return from(answer(fact.Answer, "%s", fact.Text), fact.Source)
	}
	switch {
	case compiled.Answer == report.VerdictNo:
		return no("there is no OpenXR in it to use")
	case p.Engine == report.EngineWebKit && p.Host.System() == "linux":
		return from(unknown("WebKit's preference WebXREnabled was on by default in builds with WebXR when it was last looked at; of this version it is not known"), "WebKit/WebKit@00030de6 Source/WTF/Scripts/Preferences/UnifiedWebPreferences.yaml")
	case p.major < 0:
		return unknown("the version is not known")
	default:
		return unknown("xrprobe's table does not have version %d of it", p.major)
	}
}

// isUpstream reports whether a browser is Chromium or Chrome, and not one whose makers may have changed the defaults.
func (p *inspection) isUpstream() bool {
	return slices.ContainsFunc([]string{"Chromium", "Google Chrome", "ungoogled-chromium"}, func(name string) bool { return strings.HasPrefix(p.Name, name) })
}

// navigator says whether pages have navigator.xr.
func (p *inspection) navigator() report.BrowserAnswer {
	fact, has := known.Of(known.Navigator, p.Engine, p.Host.System(), p.major)
	switch {
	case has && !p.Electron:
		return from(answer(fact.Answer, "%s", fact.Text), fact.Source)
	case p.unread == "" && !p.contents.WebXR():
		return no("%s does not have the name of isSessionSupported, so WebXR is not compiled in", p.Binary)
	case p.unread == "" && p.Engine == report.EngineChromium:
		return unknown("WebXR is compiled in; whether pages have it in this version is not known")
	case p.unread != "":
		return unknown("%s", p.unread)
	default:
		return unknown("WebXR is compiled in; whether this version shows it to pages is not known")
	}
}
