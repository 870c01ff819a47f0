// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package browsers

import (
	"slices"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Long is the help text of the command.
const Long = `Lists the installed browsers, applications of Electron and libraries of WebKit,
and says of each what isSessionSupported will tell pages: whether OpenXR was
compiled in, whether it is on by default, whether the browser's own search
finds the active runtime, and whether its sandbox lets the runtime's files,
socket and system calls through. It says the one thing to change.

It reads files, and runs no browser and no runtime; with --level properties it
asks the active runtime, too. What is not known is unknown, with the cause.`

// Page prints the browsers.
func Page(p *prose.Writer, r *report.Report) {
	if !p.Aligned {
		p.Table(noneTable(r))
		p.Table(browserTable(r))
		p.Table(answerTable(r))
		p.Table(modeTable(r))
		p.Table(noteTable(r))
		return
	}
	for i, b := range r.Browsers {
		if i > 0 {
			p.WriteByte('\n')
		}
		entries(p, b)
	}
	switch {
	case r.Browsers == nil:
		p.Entry("Browsers", "unknown: %s", why(r))
	case len(r.Browsers) == 0:
		p.Entry("Browsers", "%s", noneFound)
	}
	for i, note := range notes(r) {
		if i == 0 {
			p.WriteByte('\n')
		}
		p.Entry("Today", "%s: %s (%s)", note.Version, note.Text, note.Source)
	}
}

const noneFound = "none was found where packages, flatpaks, snaps and installers put them" // others may be elsewhere

// noneTable tells programs why there is no browser in the other tables: none was found, or nothing is known.
func noneTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "browsers", Header: []string{"BROWSERS", "BECAUSE"}}
	switch {
	case r.Browsers == nil:
		t.Rows = [][]string{{"unknown", why(r)}}
	case len(r.Browsers) == 0:
		t.Rows = [][]string{{"none", noneFound}}
	}
	return t
}

// why says why it is not known which browsers there are.
func why(r *report.Report) string {
	if r.Simulation != nil {
		return "a data sheet describes no browsers"
	}
	return "they were not looked for, or their places on this operating system are not known"
}

func entries(p *prose.Writer, b report.Browser) {
	version := "of an unknown version"
	if b.Version != nil {
		version = *b.Version
	}
	p.Entry("Browser", "%s %s (%s)", b.Name, version, b.Source)
	for i, m := range b.Modes {
		because := m.Because
		if i > 0 && because == b.Modes[i-1].Because {
			because = "as for " + string(b.Modes[i-1].Mode)
		}
		p.Row(first(i, "Pages"), string(m.Mode), string(m.Supported), because)
	}
	if b.Fix != nil {
		p.Entry("Fix", "%s", *b.Fix)
	}
	for i, q := range questions(b) {
		p.Row(first(i, "Why"), q.name, string(q.answer.Answer), q.answer.Because)
	}
}

// first returns a label for the first line of several.
func first(i int, label string) string {
	if i > 0 {
		return ""
	}
	return label
}

// question is what was asked about a browser.
type question struct {
	name   string
	answer report.BrowserAnswer
}

func questions(b report.Browser) []question {
	return []question{
		{"navigator.xr", b.Navigator}, {"compiled in", b.Compiled}, {"on by default", b.Enabled}, {"search", b.Search}, {"files", b.Files}, {"socket", b.Socket},
		{"system calls", b.SystemCalls},
	}
}

func browserTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "browser", Header: []string{"BROWSER", "ENGINE", "VERSION", "SOURCE", "PLACE", "BINARY", "FIX"}}
	for _, b := range r.Browsers {
		t.Rows = append(t.Rows, []string{b.Name, string(b.Engine), prose.Known(b.Version), b.Source, prose.OrEmpty(b.Place), prose.Known(b.Binary), prose.OrEmpty(b.Fix)})
	}
	return t
}

func answerTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "answer", Header: []string{"BROWSER", "SOURCE", "QUESTION", "ANSWER", "BECAUSE", "SAYS"}}
	for _, b := range r.Browsers {
		for _, q := range questions(b) {
			t.Rows = append(t.Rows, []string{b.Name, b.Source, q.name, string(q.answer.Answer), q.answer.Because, prose.OrEmpty(q.answer.Source)})
		}
	}
	return t
}

func modeTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "mode", Header: []string{"BROWSER", "SOURCE", "MODE", "SUPPORTED", "BECAUSE"}}
	for _, b := range r.Browsers {
		for _, m := range b.Modes {
			t.Rows = append(t.Rows, []string{b.Name, b.Source, string(m.Mode), string(m.Supported), m.Because})
		}
	}
	return t
}

func noteTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "today", Header: []string{"WHO", "WHAT", "SAYS"}}
	for _, note := range notes(r) {
		t.Rows = append(t.Rows, []string{note.Version, note.Text, note.Source})
	}
	return t
}

// notes are those of all browsers, each once.
func notes(r *report.Report) []report.BrowserNote {
	var list []report.BrowserNote
	for _, b := range r.Browsers {
		for _, note := range b.Notes {
			if !slices.Contains(list, note) {
				list = append(list, note)
			}
		}
	}
	return list
}
