// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"strings"
	"unicode/utf8"
)

// table is an answer in rows. Kind says what a row is in outputs with several kinds of
// rows.
type table struct {
	kind   string
	header []string
	rows   [][]string
}

// gap is how many columns are between two cells.
const gap = 2

// table writes rows. On a terminal they are aligned under a header, and the last cell is
// wrapped in its own column. In a pipe each row is one line, with tabs between its cells,
// for programs.
func (p *page) table(t table) {
	if !p.aligned {
		p.separated(t)
		return
	}
	if len(t.rows) == 0 {
		return
	}
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	widths := t.widths()
	p.alignedRow(t.header, widths, func(string) colour { return bold })
	for _, row := range t.rows {
		p.alignedRow(row, widths, colourOf)
	}
}

func (p *page) separated(t table) {
	for _, row := range t.rows {
		cells := make([]string, 0, len(row)+1)
		if t.kind != "" {
			cells = append(cells, t.kind)
		}
		for _, text := range row {
			cells = append(cells, printable(text))
		}
		p.WriteString(strings.Join(cells, "\t") + "\n")
	}
}

func (p *page) alignedRow(row []string, widths []int, paint func(string) colour) {
	cells := make([]cell, 0, len(row))
	for i, text := range row {
		cells = append(cells, cell{text: text, width: widths[i] + gap, colour: paint(text)})
	}
	last := len(cells) - 1
	p.line(cells[:last], cells[last])
}

// widths returns the width of each column's widest cell.
func (t table) widths() []int {
	widths := make([]int, len(t.header))
	for _, row := range append([][]string{t.header}, t.rows...) {
		for i, text := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(printable(text)))
		}
	}
	return widths
}
