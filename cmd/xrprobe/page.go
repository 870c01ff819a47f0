// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// width is how wide lines for people are: a terminal's usual 80 columns.
const width = 80

// page collects text for people. Nothing that a runtime said can move the cursor.
type page struct {
	strings.Builder
	// coloured and aligned say what a terminal gets that a pipe does not.
	coloured, aligned bool
}

// label is how wide the first column of entries is.
const label = 10

// entry writes a label and text behind it, wrapped under itself.
func (p *page) entry(name, format string, args ...any) {
	p.line([]cell{p.heading(name)}, cell{text: fmt.Sprintf(format, args...)})
}

// row writes aligned cells behind a label; the last one is wrapped under itself.
func (p *page) row(name string, cells ...string) {
	lead := []cell{p.heading(name)}
	for _, text := range cells[:len(cells)-1] {
		lead = append(lead, cell{text: text, width: 14, colour: colourOf(text)})
	}
	p.line(lead, cell{text: cells[len(cells)-1]})
}

func (p *page) heading(name string) cell {
	c := cell{text: name, width: label, colour: bold}
	if colourOf(name) != plain {
		c.colour = colourOf(name)
	}
	return c
}

// cell is text that is padded to a width.
type cell struct {
	text   string
	width  int
	colour colour
}

// line writes cells beside one another, and the last one in the room that is left.
func (p *page) line(lead []cell, last cell) {
	indent := 0
	for _, c := range lead {
		shown := printable(c.text)
		padding := strings.Repeat(" ", max(0, c.width-utf8.RuneCountInString(shown)))
		p.WriteString(p.paint(c.colour, shown) + padding)
		indent += max(c.width, utf8.RuneCountInString(shown))
	}
	for i, part := range wrapped(printable(last.text), max(width-indent, 20)) {
		if i > 0 {
			p.WriteString(strings.Repeat(" ", indent))
		}
		p.WriteString(p.paint(last.colour, part) + "\n")
	}
}

// verbatim writes text line by line behind a margin, unwrapped.
func (p *page) verbatim(text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(p, "  | %s\n", printable(strings.TrimRight(line, "\r\n")))
	}
}

// wrapped breaks text at spaces. A word that is longer than a line stays whole.
func wrapped(text string, columns int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= columns:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

// printable replaces what could move the cursor or change a terminal's state.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

// known returns the text, or a word for null.
func known(s *string) string {
	if s == nil {
		return "unknown"
	}
	return *s
}
