// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

//go:embed machines/*.txtar
var archives embed.FS

// near precedes the names of what the near miss has in another way.
const near = "near: "

// Example is a machine with one problem.
type Example struct {
	// ID is that of the problem.
	ID string
	// About says what is wrong on the machine, in a sentence.
	About string
	// parts are the texts behind the names, and changed those of the near miss.
	parts, changed map[string]string
}

// IDs returns the IDs for which there is a machine, sorted.
func IDs() []string {
	var ids []string
	entries, _ := archives.ReadDir("machines") // they are compiled in
	for _, entry := range entries {
		ids = append(ids, strings.TrimSuffix(entry.Name(), ".txtar"))
	}
	return ids
}

// Read returns the machine for an ID.
func Read(id string) (Example, error) {
	if !slices.Contains(IDs(), id) {
		return Example{}, fmt.Errorf("no example machine has the problem %q", id)
	}
	text, _ := archives.ReadFile(path.Join("machines", id+".txtar"))
	return parse(id, string(text)), nil
}

func parse(id, text string) Example {
	e := Example{ID: id, parts: map[string]string{}, changed: map[string]string{}}
	name, about := "", []string{}
	for line := range strings.Lines(text) {
		title, is := strings.CutPrefix(strings.TrimRight(line, "\n"), "-- ")
		if title, ends := strings.CutSuffix(title, " --"); is && ends {
			name = title
			e.add(name, "")
			continue
		}
		if name == "" {
			about = append(about, strings.TrimSpace(line))
			continue
		}
		e.add(name, line)
	}
	e.About = strings.TrimSpace(strings.Join(about, " "))
	return e
}

func (e Example) add(name, line string) {
	parts := e.parts
	if rest, is := strings.CutPrefix(name, near); is {
		parts, name = e.changed, rest
	}
	parts[name] += line
}

// NearMiss returns the machine that has not the problem, and reports whether there is one.
func (e Example) NearMiss() (Example, bool) {
	other := Example{ID: e.ID, About: e.About, parts: maps.Clone(e.parts)}
	for name, text := range e.changed {
		if strings.TrimSpace(text) == "@absent" {
			delete(other.parts, name)
			continue
		}
		other.parts[name] = text
	}
	return other, len(e.changed) > 0
}

// Also returns the IDs of the other problems that the machine has.
func (e Example) Also() []string { return strings.Fields(e.parts["also"]) }

// words returns the lines of a part, each a first word and the rest.
func (e Example) words(part string) map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(e.parts[part]) {
		first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if first != "" {
			words[first] = rest
		}
	}
	return words
}

// variables are those that programs of the machine have.
func (e Example) variables() map[string]string {
	variables := map[string]string{"HOME": "/home/ann"}
	if e.words("machine")["os"] == "windows" {
		variables = map[string]string{}
	}
	for line := range strings.Lines(e.parts["variables"]) {
		if name, value, is := strings.Cut(strings.TrimRight(line, "\n"), "="); is {
			variables[name] = value
		}
	}
	return variables
}
