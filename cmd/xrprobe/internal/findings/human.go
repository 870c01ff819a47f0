// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package findings

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// looked says what an examination saw.
func looked(r *report.Report) string {
	switch {
	case r.Simulation != nil:
		return "a data sheet, which has no files"
	case r.Runtimes == nil:
		return "the search for the active runtime, which is not known"
	}
	what := []string{"the search for the active runtime", count(len(r.Runtimes), "runtime")}
	if r.Layers != nil {
		what = append(what, count(len(r.Layers), "API layer"))
	}
	if l := level(r); l != nil {
		return strings.Join(what, ", ") + ", up to the level " + string(*l)
	}
	return strings.Join(what, ", ")
}

func count(number int, what string) string {
	if number == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", number, what)
}

// labels are the words before findings, by their severity.
var labels = map[report.Severity]string{report.SeverityError: "Error", report.SeverityWarning: "Warning", report.SeverityInfo: "Info"}

// Print prints an examination for people, or in a pipe one line for each finding.
func Print(p *prose.Writer, e Examination) {
	if len(e.Findings) == 0 {
		p.WriteString("Nothing is wrong, as far as this was looked at: " + prose.Printable(e.Looked) + ".\n")
		return
	}
	if !p.Aligned {
		p.Table(table(e))
		return
	}
	for i, f := range e.Findings {
		if i > 0 {
			p.WriteByte('\n')
		}
		entry(p, f)
	}
}

func table(e Examination) prose.Table {
	t := prose.Table{Kind: "finding"}
	for _, f := range e.Findings {
		t.Rows = append(t.Rows, []string{f.ID, string(f.Severity), f.Subject, f.Text, strings.Join(f.Evidence, "; "), prose.OrEmpty(f.Fix)})
	}
	return t
}

func entry(p *prose.Writer, f Finding) {
	about := f.ID
	if f.Subject != "host" {
		about += ", " + f.Subject
	}
	p.Entry(labels[f.Severity], "%s: %s", about, f.Text)
	label := "Seen"
	for _, fact := range f.Evidence {
		p.Entry(label, "%s", fact)
		label = ""
	}
	if f.Fix != nil {
		words, command := faults.SplitFix(*f.Fix)
		p.Command("Fix", words, command)
	}
}

// Example says that no machine was examined. It comes before an examination.
func Example(p *prose.Writer, id, about string) {
	if !p.Aligned {
		p.Table(prose.Table{Kind: "pretended", Rows: [][]string{{id, "this is an example machine, and no real one: " + about}}})
		return
	}
	p.Entry("Pretended", "this is the example machine of %s, and no real one: %s", id, about)
	p.WriteByte('\n')
}

// List prints the catalogue.
func List(p *prose.Writer, list []Explained) {
	t := prose.Table{Kind: "id", Header: []string{"ID", "WHAT IS WRONG"}}
	for _, e := range list {
		t.Rows = append(t.Rows, []string{e.ID, e.Explain})
	}
	p.Table(t)
}

// Explain prints what an ID means, and the finding on its example machine.
func Explain(p *prose.Writer, e Explained) {
	p.Entry("ID", "%s", e.ID)
	p.Entry("Means", "%s", e.Explain)
	if e.Example == nil {
		return
	}
	p.Entry("Example", "%s", e.About)
	entry(p, *e.Example)
}
