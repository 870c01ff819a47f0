// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	_ "embed"
	"fmt"
	"time"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/openxr/loader/activate"
)

// Schema is the value of an answer's "schema" key.
const Schema = "xrprobe.use/1"

//go:embed use.schema.json
var jsonSchema []byte

// JSONSchema returns the JSON Schema of answers.
func JSONSchema() []byte { return jsonSchema }

// Answer is what the command says, in JSON.
type Answer struct {
	Schema string `json:"schema"`
	// Runtime is the runtime that was chosen; null for --status and --undo.
	Runtime *string `json:"runtime"`
	// Changed reports whether something was changed; it is false with --dry-run.
	Changed bool `json:"changed"`
	// Programs are what programs get now.
	Programs []Program `json:"programs"`
	// Changes are what was changed, or would be.
	Changes []Change `json:"changes"`
	// Commands make the changes by hand; null unless --dry-run asks for them.
	Commands []string `json:"commands"`
	// Notes are what else there is to know.
	Notes []string `json:"notes"`
	// Past are the changes that can be undone, the last one first; null if they are not known.
	Past []Past `json:"past"`
	// Interrupted reports whether a change was interrupted; the next one finishes it.
	Interrupted bool `json:"interrupted"`
}

// Program is what programs of an architecture get.
type Program struct {
	Arch     *string `json:"arch"`
	Name     *string `json:"name"`
	Manifest *string `json:"manifest"`
	By       *string `json:"by"`
	Problem  *string `json:"problem"`
}

// Change is one file or value.
type Change struct {
	Path     string `json:"path"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Programs string `json:"programs"`
}

// Past is a change that can be undone.
type Past struct {
	At      time.Time `json:"at"`
	Runtime *string   `json:"runtime"`
	Changes []Change  `json:"changes"`
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// New is an answer about a machine as it is now.
func New(runtime string, changes []activate.Change, s activate.Status) Answer {
	a := Answer{Schema: Schema, Runtime: orNil(runtime), Changes: changesOf(changes), Programs: []Program{}, Notes: []string{}, Past: []Past{}, Interrupted: s.Interrupted}
	for _, p := range s.Programs {
		a.Programs = append(a.Programs, Program{Arch: orNil(p.Arch), Name: orNil(p.Name), Manifest: orNil(p.Manifest), By: orNil(p.By), Problem: orNil(p.Problem)})
	}
	if unknown := s.PastUnknown; unknown != nil {
		a.Past = nil
		a.Notes = append(a.Notes, "What can be undone is not known: "+unknown.Text+". "+unknown.Fix)
	}
	for i := range s.Past {
		past := s.Past[len(s.Past)-1-i]
		a.Past = append(a.Past, Past{At: past.At, Runtime: orNil(past.Name), Changes: changesOf(past.Changes)})
	}
	return a
}

func changesOf(list []activate.Change) []Change {
	changes := make([]Change, 0, len(list))
	for _, c := range list {
		changes = append(changes, Change(c))
	}
	return changes
}

// Tell writes the answer for people, or as rows.
func (a Answer) Tell(p *prose.Writer) {
	if !p.Aligned {
		a.rows(p)
		return
	}
	if len(a.Commands) > 0 {
		for _, command := range a.Commands {
			p.Command("Would do", "", command)
		}
	} else {
		a.tellPrograms(p)
		for _, c := range a.Changes {
			p.Entry("Changed", "%s, for %s: %s (before: %s)", c.Path, c.Programs, c.After, c.Before)
		}
	}
	for _, note := range a.Notes {
		p.Entry("Note", "%s", note)
	}
	if a.Interrupted {
		p.Entry("Note", "A change was interrupted, so that files of it are left: the next change or undo removes them.")
	}
}

func (a Answer) tellPrograms(p *prose.Writer) {
	label := "Programs"
	for _, program := range a.Programs {
		p.Entry(label, "%s", program.describe())
		label = ""
	}
}

// describe says what programs get in one line.
func (p Program) describe() string {
	who := "programs here"
	if p.Arch != nil {
		who = "programs for " + *p.Arch
	}
	if p.Manifest == nil {
		return who + " get no runtime"
	}
	text := fmt.Sprintf("%s get %s, by %s", who, *p.Manifest, prose.OrEmpty(p.By))
	if p.Name != nil {
		text = fmt.Sprintf("%s get %s (%s), by %s", who, *p.Name, *p.Manifest, prose.OrEmpty(p.By))
	}
	if p.Problem != nil {
		text += ", which would not load: " + *p.Problem
	}
	return text
}

// TellPast writes what can be undone.
func (a Answer) TellPast(p *prose.Writer) {
	if !p.Aligned {
		return
	}
	switch {
	case a.Past == nil:
		p.Entry("Undo", "unknown")
		return
	case len(a.Past) == 0:
		p.Entry("Undo", "nothing is remembered")
		return
	}
	last := a.Past[0]
	for _, c := range last.Changes {
		p.Entry("Undo", "%s becomes %s again, as it was before %s", c.Path, c.After, last.At.UTC().Format(time.RFC3339))
	}
	switch more := len(a.Past) - 1; {
	case more == 1:
		p.Entry("", "1 earlier change can be undone after that")
	case more > 1:
		p.Entry("", "%d earlier changes can be undone after that", more)
	}
}

// rows writes one line for each fact.
func (a Answer) rows(p *prose.Writer) {
	programs := prose.Table{Kind: "program"}
	for _, r := range a.Programs {
		programs.Rows = append(programs.Rows, []string{prose.OrEmpty(r.Arch), prose.OrEmpty(r.Name), prose.OrEmpty(r.Manifest), prose.OrEmpty(r.By), prose.OrEmpty(r.Problem)})
	}
	changes := prose.Table{Kind: "change"}
	for _, c := range a.Changes {
		changes.Rows = append(changes.Rows, []string{c.Path, c.Before, c.After, c.Programs})
	}
	others := []prose.Table{{Kind: "command"}, {Kind: "note"}, {Kind: "undo"}}
	for _, command := range a.Commands {
		others[0].Rows = append(others[0].Rows, []string{command})
	}
	for _, note := range a.Notes {
		others[1].Rows = append(others[1].Rows, []string{note})
	}
	for _, past := range a.Past {
		for _, c := range past.Changes {
			others[2].Rows = append(others[2].Rows, []string{past.At.UTC().Format(time.RFC3339), c.Path, c.After})
		}
	}
	for _, t := range append([]prose.Table{programs, changes}, others...) {
		p.Table(t)
	}
}
