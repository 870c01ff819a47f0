// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package smbios

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
)

// Table is what is read in a table.
type Table struct {
	// Enclosure is the number of the kind of case; 0 if the table does not say.
	Enclosure int
	// Product is the name of the model; "" if the table does not say.
	Product string
}

// Bounds: of a table, of which those of real computers are some kilobytes, and of a name.
const (
	maxTable = 1 << 20
	maxName  = 200
)

// The kinds of structures that count, and the places in them.
const (
	typeSystem, productAt      = 1, 5
	typeEnclosure, enclosureAt = 3, 5
	typeEnd                    = 127
	// hasLock is a bit beside the kind of case.
	hasLock = 0x80
)

// Windows reads the table as Windows keeps it: a header of eight bytes, the last four of which are the table's length, and the table. What
// precedes a fault is in the result, too.
func Windows(data []byte) (Table, error) {
	const header, lengthAt = 8, 4
	if len(data) < header {
		return Table{}, errors.New("it has no header of eight bytes")
	}
	length, table := binary.LittleEndian.Uint32(data[lengthAt:]), data[header:]
	if uint64(length) > uint64(len(table)) {
		found, _ := parse(table)
		return found, errCut
	}
	return parse(table[:length])
}

var (
	errCut  = errors.New("the table is cut off")
	errLong = errors.New("the table has more than 1 MiB")
)

// parse reads structures: the kind, the length of what has fixed places, two bytes of a number, the rest of it, and then texts, which two
// zero bytes end. The first structure of a kind counts, as it does for Linux.
func parse(data []byte) (Table, error) {
	const head = 4
	var table Table
	var seen [typeEnd + 1]bool
	if len(data) > maxTable {
		return table, errLong
	}
	for len(data) > 0 {
		if len(data) < head || int(data[1]) < head || int(data[1]) > len(data) {
			return table, errCut
		}
		kind, fixed, rest := data[0], data[:data[1]], data[data[1]:]
		if kind == typeEnd {
			return table, nil
		}
		end := bytes.Index(rest, []byte{0, 0})
		if end < 0 {
			return table, errCut
		}
		if kind < typeEnd && !seen[kind] {
			table.add(kind, fixed, rest[:end])
			seen[kind] = true
		}
		data = rest[end+2:]
	}
	return table, nil
}

// add reads a structure, if it is of a kind that counts. Old ones are shorter.
func (t *Table) add(kind byte, fixed, texts []byte) {
	switch {
	case kind == typeSystem && len(fixed) > productAt:
		t.Product = text(texts, int(fixed[productAt]))
	case kind == typeEnclosure && len(fixed) > enclosureAt:
		t.Enclosure = int(fixed[enclosureAt] &^ hasLock)
	}
}

// text returns the text with a number, which counts from 1; 0 stands for none.
func text(texts []byte, number int) string {
	for ; number > 1; number-- {
		_, after, found := bytes.Cut(texts, []byte{0})
		if !found {
			return ""
		}
		texts = after
	}
	if number == 0 {
		return ""
	}
	one, _, _ := bytes.Cut(texts, []byte{0})
	return Printable(string(one))
}

// Printable returns a text without bytes that are no text, and not too long.
func Printable(text string) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
	if len(text) > maxName {
		text = strings.ToValidUTF8(text[:maxName], "")
	}
	return text
}
