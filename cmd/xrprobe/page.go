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
type page struct{ strings.Builder }

// entry writes a label and text behind it, wrapped under itself.
func (p *page) entry(label, format string, args ...any) {
	p.indented(fmt.Sprintf("%-10s", label), fmt.Sprintf(format, args...))
}

// row writes aligned cells; the last one is wrapped under itself.
func (p *page) row(label string, cells ...string) {
	lead := fmt.Sprintf("%-10s", label)
	for _, cell := range cells[:len(cells)-1] {
		lead += fmt.Sprintf("%-13s ", printable(cell))
	}
	p.indented(lead, cells[len(cells)-1])
}

// verbatim writes text line by line behind a margin, unwrapped.
func (p *page) verbatim(text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(p, "  | %s\n", printable(strings.TrimRight(line, "\r\n")))
	}
}

func (p *page) indented(lead, text string) {
	margin := strings.Repeat(" ", utf8.RuneCountInString(lead))
	for _, line := range wrapped(printable(text), width-len(margin)) {
		fmt.Fprintln(p, strings.TrimRight(lead+line, " "))
		lead = margin
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
