// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"io"

	"github.com/xrprobe/xrprobe/modes/report"
)

// print writes a report in the format that the user wants. The function writes it for
// people.
func (a *app) print(found *report.Report, human func(*page, *report.Report)) error {
	switch a.flags.format() {
	case outputJSON:
		return found.Write(a.stdout)
	case outputJSONL:
		return found.WriteLine(a.stdout)
	default:
		return a.printPage(func(p *page) { human(p, found) })
	}
}

// printPage writes text for people.
func (a *app) printPage(fill func(*page)) error {
	p := a.page()
	fill(p)
	_, err := io.WriteString(a.stdout, p.String())
	return err
}

// printJSON writes an answer that is not a report: indented, or on one line.
func (a *app) printJSON(answer any) error {
	encoder := json.NewEncoder(a.stdout)
	encoder.SetEscapeHTML(false)
	if a.flags.format() == outputJSON {
		encoder.SetIndent("", "  ")
	}
	return encoder.Encode(answer)
}

// page returns an empty page for standard output.
func (a *app) page() *page {
	return &page{coloured: a.coloured(), aligned: isTerminal(a.stdout), width: pageWidth(a.stdout)}
}
