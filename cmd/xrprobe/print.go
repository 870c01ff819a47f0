// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"io"
	"os"
	"runtime"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// print writes a report in the format that the user wants. The function writes it for
// people.
func (a *app) print(found *report.Report, human func(*prose.Writer, *report.Report)) error {
	switch a.flags.format() {
	case outputJSON:
		return found.Write(a.stdout)
	case outputJSONL:
		return found.WriteLine(a.stdout)
	default:
		return a.printProse(func(p *prose.Writer) { human(p, found) })
	}
}

// printProse writes text for people.
func (a *app) printProse(fill func(*prose.Writer)) error {
	p := a.writer()
	fill(p)
	_, err := io.WriteString(a.stdout, p.String())
	return err
}

// printJSON writes an answer that is not a report: in the form of reports, or on one line.
func (a *app) printJSON(answer any) error {
	if a.flags.format() == outputJSON {
		return report.Print(a.stdout, answer)
	}
	return report.PrintLine(a.stdout, answer)
}

// writer returns an empty writer for standard output.
func (a *app) writer() *prose.Writer {
	return &prose.Writer{Coloured: a.coloured(), Aligned: prose.IsTerminal(a.stdout), Width: prose.Width(a.stdout)}
}

// coloured reports whether the answer has colours: on a terminal that shows them, unless
// the user refused them. https://no-color.org
func (a *app) coloured() bool {
	return prose.IsTerminal(a.stdout) && !a.flags.noColor &&
		os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && runtime.GOOS != "windows"
}
