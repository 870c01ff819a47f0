// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Writer collects text for people. It replaces everything that could move the cursor.
type Writer struct {
	strings.Builder
	// Coloured and Aligned are set for terminals.
	Coloured, Aligned bool
	// Width is how many columns a line may take.
	Width int
}

// labelWidth is how wide the first column of entries is.
const labelWidth = 10

// minText is how many columns the last cell of a line has at least.
const minText = 20

// Entry writes a label and a text beside it. The text is wrapped in its own column.
func (p *Writer) Entry(name, format string, args ...any) {
	p.line([]cell{p.heading(name)}, cell{text: fmt.Sprintf(format, args...)})
}

// Row writes a label and cells beside it. The last cell is wrapped in its own column.
func (p *Writer) Row(name string, cells ...string) {
	lead := []cell{p.heading(name)}
	for _, text := range cells[:len(cells)-1] {
		lead = append(lead, cell{text: text, width: 14, colour: colourOf(text)})
	}
	p.line(lead, cell{text: cells[len(cells)-1]})
}

// Command writes an entry that ends with a command of a shell. The command is never broken, so that it can be copied.
func (p *Writer) Command(name, words, command string) {
	p.line([]cell{p.heading(name)}, cell{text: words, command: command})
}

func (p *Writer) heading(name string) cell {
	c := cell{text: name, width: labelWidth, colour: bold}
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
	// command stands behind the text, on one line.
	command string
}

// line writes cells side by side. The last cell is wrapped to the columns that are left. If
// these are too few, it begins on a line of its own, behind the first cell's column.
func (p *Writer) line(lead []cell, last cell) {
	indent := 0
	for i, c := range lead {
		shown := Printable(c.text)
		taken := max(c.width, utf8.RuneCountInString(shown))
		if i > 0 && i == len(lead)-1 && p.Width-indent-taken < min(utf8.RuneCountInString(last.text), minText) {
			p.WriteString(p.paint(c.colour, shown) + "\n" + strings.Repeat(" ", lead[0].width+gap))
			p.hanging(lead[0].width+gap, last)
			return
		}
		p.WriteString(p.paint(c.colour, shown))
		if i < len(lead)-1 || last.text+last.command != "" {
			p.WriteString(strings.Repeat(" ", taken-utf8.RuneCountInString(shown)))
		}
		indent += taken
	}
	p.hanging(indent, last)
}

// hanging writes a cell from the column at which the line is. What does not fit goes below,
// in the same column, or near the margin if words are too long for that.
func (p *Writer) hanging(indent int, c cell) {
	if p.Width-indent < min(utf8.RuneCountInString(c.text+c.command), minText) {
		indent = 2 * gap
	}
	parts := wrapped(Printable(c.text), p.Width-indent)
	if c.command != "" {
		parts = withWord(parts, Printable(c.command), p.Width-indent)
	}
	for i, part := range parts {
		if i > 0 {
			p.WriteString(strings.Repeat(" ", indent))
		}
		p.WriteString(p.paint(c.colour, part) + "\n")
	}
}

// Verbatim writes text line by line behind a margin, without wrapping.
func (p *Writer) Verbatim(text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(p, "  | %s\n", Printable(strings.TrimRight(line, "\r\n")))
	}
}

// wrapped breaks text at spaces. It does not break words, even those longer than a line.
func wrapped(text string, columns int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		lines = withWord(lines, word, columns)
	}
	return lines
}

// withWord adds a word to the last line, or on a line of its own.
func withWord(lines []string, word string, columns int) []string {
	last := &lines[len(lines)-1]
	switch {
	case *last == "":
		*last = word
	case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= columns:
		*last += " " + word
	default:
		return append(lines, word)
	}
	return lines
}

// Printable replaces characters that could move the cursor or change a terminal's state.
func Printable(s string) string {
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

// OrEmpty returns a text, or "" for nil.
func OrEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// Known returns the text, or "unknown" for nil.
func Known(s *string) string {
	if s == nil {
		return "unknown"
	}
	return *s
}

// YesNo returns "yes" or "no".
func YesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
