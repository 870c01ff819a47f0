// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import (
	"slices"
	"strings"
)

// columns are the columns of a broker's table that are asked for. The directory of the library is left out: Android puts random
// words into it, which are another for each installation.
var columns = []string{"package_name", "so_filename", "has_functions"}

// maxRows bounds how many rows of a table are read.
const maxRows = 16

// table is what the command "content query" printed.
type table struct {
	rows []map[string]string
	// empty says that the command said that there are no rows.
	empty bool
}

// parseTable reads rows such as "Row: 0 package_name=a, so_filename=b". Lines that are no rows are left out.
func parseTable(text string) table {
	var t table
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		t.empty = t.empty || line == "No result found."
		number, cells, found := strings.Cut(strings.TrimPrefix(line, "Row: "), " ")
		if !strings.HasPrefix(line, "Row: ") || !found || !isNumber(number) || len(t.rows) == maxRows {
			continue
		}
		t.rows = append(t.rows, parseCells(cells))
	}
	return t
}

// parseCells reads NAME=VALUE, separated by commas. A value may have commas itself, so only the names that were asked for count.
func parseCells(text string) map[string]string {
	row := map[string]string{}
	last := ""
	for cell := range strings.SplitSeq(text, ", ") {
		name, value, found := strings.Cut(cell, "=")
		switch {
		case found && slices.Contains(columns, name):
			row[name], last = value, name
		case last != "" && !(found && isColumn(name)):
			row[last] += ", " + cell
		default:
			last = ""
		}
	}
	for name, value := range row {
		if value == "NULL" {
			delete(row, name)
		}
	}
	return row
}

// isColumn reports whether a text looks like a column's name, which a broker may add.
func isColumn(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") == ""
}
