// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package join

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// tells is what the names of a runtime and of its system tell of the headset.
type tells string

const (
	tellsModel   tells = "model"   // which model it is
	tellsVendor  tells = "vendor"  // whose driver it is
	tellsNothing tells = "nothing" // none
	tellsAway    tells = "away"    // the headset is behind a network
	tellsNone    tells = "none"    // there is no headset
)

// name is a row of names.tsv.
type name struct {
	runtime, system string
	tells           tells
	models          []string
	because         string
}

//go:embed names.tsv
var namesTSV string

var names = sync.OnceValue(func() []name {
	var rows []name
	for line := range strings.Lines(namesTSV) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || cells[0] == "runtime" {
			continue
		}
		row := name{runtime: cells[0], system: cells[1], tells: tells(cells[2]), because: cells[4]}
		if cells[3] != "" {
			row.models = strings.Split(cells[3], " | ")
		}
		rows = append(rows, row)
	}
	return rows
})

// meaning returns what the names of a runtime and of its system tell.
func meaning(runtime, system string) name {
	rows := names()
	i := slices.IndexFunc(rows, func(row name) bool { return fits(row.runtime, runtime) && fits(row.system, system) })
	if i < 0 {
		return name{tells: tellsNothing, because: "its names tell no headset that is known here"}
	}
	return rows[i]
}

// fits reports whether a text fits a pattern, in which * is any text.
func fits(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return text == pattern
	}
	text, begins := strings.CutPrefix(text, parts[0])
	last := parts[len(parts)-1]
	if !begins || !strings.HasSuffix(text, last) {
		return false
	}
	text = strings.TrimSuffix(text, last)
	for _, part := range parts[1 : len(parts)-1] {
		_, after, has := strings.Cut(text, part)
		if !has {
			return false
		}
		text = after
	}
	return true
}
