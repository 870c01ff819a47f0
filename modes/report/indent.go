// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import (
	"bytes"
	"encoding/json"
	"io"
)

// lineWidth is the width up to which an object or a list is on one line: a feature with its reason has room.
const lineWidth = 200

// Print writes any value as [Report.Write] writes a report.
func Print(w io.Writer, value any) error {
	var line, lines bytes.Buffer
	if err := PrintLine(&line, value); err != nil {
		return err
	}
	if err := Indent(&lines, line.Bytes()); err != nil {
		return err
	}
	lines.WriteByte('\n')
	_, err := lines.WriteTo(w)
	return err
}

// PrintLine writes any value as [Report.WriteLine] writes a report.
func PrintLine(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// Indent appends JSON in the form in which reports are printed: as [json.Indent] with two spaces, but an object or list of at most
// 200 bytes that has no list of objects in it is on one line. So each row of a list is a line, which keeps a report short, and two
// reports differ in the lines of what changed. The outermost value is never on one line, unless it is empty. The error is that of
// src, which is no JSON.
func Indent(dst *bytes.Buffer, src []byte) error {
	var compact bytes.Buffer
	if err := json.Compact(&compact, src); err != nil {
		return err
	}
	p := printer{dst: dst, rest: compact.Bytes()}
	p.lines(0)
	return nil
}

// printer prints valid, compact JSON.
type printer struct {
	dst  *bytes.Buffer
	rest []byte // what is not printed yet
}

// value prints the first value of the rest.
func (p *printer) value(depth int) {
	if width, rows := measure(p.rest); width <= lineWidth && !rows || !opens(p.rest[0]) {
		p.oneLine()
		return
	}
	p.lines(depth)
}

// lines prints an object or list with a line for each member. It prints any other value as it is.
func (p *printer) lines(depth int) {
	if !opens(p.rest[0]) || closes(p.rest[1]) {
		p.oneLine()
		return
	}
	isObject := p.rest[0] == '{'
	for !closes(p.rest[0]) {
		p.take(1) // the bracket or the comma
		p.newline(depth + 1)
		if isObject {
			p.take(stringLength(p.rest) + 1)
			p.dst.WriteByte(' ')
		}
		p.value(depth + 1)
	}
	p.newline(depth)
	p.take(1)
}

// oneLine prints the first value of the rest on one line.
func (p *printer) oneLine() {
	for depth := 0; ; {
		token := tokenLength(p.rest)
		first := p.rest[0]
		p.take(token)
		switch {
		case opens(first):
			depth++
		case closes(first):
			depth--
		case first == ',' || first == ':':
			p.dst.WriteByte(' ')
		}
		if depth == 0 {
			return
		}
	}
}

func (p *printer) take(n int) {
	p.dst.Write(p.rest[:n])
	p.rest = p.rest[n:]
}

func (p *printer) newline(depth int) {
	p.dst.WriteByte('\n')
	for range depth {
		p.dst.WriteString("  ")
	}
}

// measure returns how wide the first value would be on one line, or more than lineWidth, and whether it is or has a list of objects.
func measure(text []byte) (width int, rows bool) {
	var open []byte
	for i := 0; width <= lineWidth; {
		length := tokenLength(text[i:])
		width += length
		switch first := text[i]; {
		case opens(first):
			rows = rows || first == '{' && len(open) > 0 && open[len(open)-1] == '['
			open = append(open, first)
		case closes(first):
			open = open[:len(open)-1]
		case first == ',' || first == ':':
			width++
		}
		if len(open) == 0 {
			break
		}
		i += length
	}
	return width, rows
}

func opens(c byte) bool { return c == '{' || c == '[' }

func closes(c byte) bool { return c == '}' || c == ']' }

// tokenLength returns the length of the first token: a bracket, a comma, a colon, a string, a number or a word.
func tokenLength(text []byte) int {
	switch c := text[0]; {
	case c == '"':
		return stringLength(text)
	case opens(c), closes(c), c == ',', c == ':':
		return 1
	}
	if end := bytes.IndexAny(text, ",:]}"); end >= 0 {
		return end
	}
	return len(text)
}

func stringLength(text []byte) int {
	for i := 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}
