// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"strings"
	"unicode/utf8"
)

// Table is an answer in rows.
type Table struct {
	// Kind says what a row is, in outputs with several kinds of rows.
	Kind   string
	Header []string
	Rows   [][]string
}

// gap is how many columns are between two cells.
const gap = 2

// Table writes rows. On a terminal they are aligned under a header, and the last cell is
// wrapped in its own column. A terminal that is too narrow for that gets one line per cell,
// after the header's word. In a pipe each row is one line, with tabs between its cells, for
// programs.
func (p *Writer) Table(t Table) {
	if !p.Aligned {
		p.separated(t)
		return
	}
	if len(t.Rows) == 0 {
		return
	}
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	widths := t.widths()
	if !p.fits(widths) {
		p.records(t)
		return
	}
	p.alignedRow(t.Header, widths, func(string) colour { return bold })
	for _, row := range t.Rows {
		p.alignedRow(row, widths, colourOf)
	}
}

// fits reports whether the last column has room for text beside the others.
func (p *Writer) fits(widths []int) bool {
	lead := 0
	for _, width := range widths[:len(widths)-1] {
		lead += width + gap
	}
	return lead+min(widths[len(widths)-1], minText) <= p.Width
}

// records writes each cell after its header, one below the other, and an empty line between
// two rows. A cell without text is left out.
func (p *Writer) records(t Table) {
	for i, row := range t.Rows {
		if i > 0 {
			p.WriteByte('\n')
		}
		for j, text := range row {
			if text == "" {
				continue
			}
			name := t.Header[j] + ": "
			p.WriteString(p.paint(bold, name))
			p.hanging(len(name), cell{text: text, colour: colourOf(text)})
		}
	}
}

func (p *Writer) separated(t Table) {
	for _, row := range t.Rows {
		cells := make([]string, 0, len(row)+1)
		if t.Kind != "" {
			cells = append(cells, t.Kind)
		}
		for _, text := range row {
			cells = append(cells, Printable(text))
		}
		p.WriteString(strings.Join(cells, "\t") + "\n")
	}
}

func (p *Writer) alignedRow(row []string, widths []int, paint func(string) colour) {
	cells := make([]cell, 0, len(row))
	for i, text := range row {
		cells = append(cells, cell{text: text, width: widths[i] + gap, colour: paint(text)})
	}
	last := len(cells) - 1
	p.line(cells[:last], cells[last])
}

// widths returns the width of each column's widest cell.
func (t Table) widths() []int {
	widths := make([]int, len(t.Header))
	for _, row := range append([][]string{t.Header}, t.Rows...) {
		for i, text := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(Printable(text)))
		}
	}
	return widths
}
