// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/micromdm/plist"
)

// Bounds: of a property list, of how deep it is nested, of entries, and of a text.
const (
	maxList    = 64 << 20
	maxDepth   = 256
	maxEntries = 1 << 17
	maxText    = 256
)

// entry is an entry of the I/O Registry, by the names of its properties.
type entry map[string]any

// parse reads a property list of ioreg: the root of a tree, or a list of trees. No bytes are no entries, as ioreg -r prints for them.
func parse(data []byte) ([]entry, error) {
	if len(data) > maxList {
		return nil, fmt.Errorf("it has more than %d MiB", maxList>>20)
	}
	data = printable(data)
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil
	}
	if err := checkDepth(data); err != nil {
		return nil, err
	}
	var list any
	if err := plist.NewXMLDecoder(bytes.NewReader(data)).Decode(&list); err != nil {
		return nil, fmt.Errorf("it is no property list that can be read: %w", err)
	}
	if all, isList := list.([]any); isList {
		return entries(all), nil
	}
	root, isEntry := list.(map[string]any)
	if !isEntry {
		return nil, errors.New("it is a property list, but has no entries of the I/O Registry")
	}
	return []entry{root}, nil
}

func entries(list []any) []entry {
	var all []entry
	for _, one := range list {
		if e, isEntry := one.(map[string]any); isEntry {
			all = append(all, e)
		}
	}
	return all
}

// printable replaces what XML may not have. ioreg prints names of devices as they are, and a device's maker may have written anything.
func printable(data []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r // also U+FFFD, for what is not UTF-8
	}, data)
}

// checkDepth says whether a list is nested deeper than any registry. The reader calls itself for each level, and has no bound.
func checkDepth(data []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("it is no XML: %w", err)
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth {
			return fmt.Errorf("it is nested more than %d deep", maxDepth)
		}
	}
}

// walk calls a function with each entry of trees, the ones above first. It stops after maxEntries of them.
func walk(trees []entry, do func(entry)) {
	left := maxEntries
	var visit func(e entry)
	visit = func(e entry) {
		if left--; left < 0 {
			return
		}
		do(e)
		below, _ := e["IORegistryEntryChildren"].([]any)
		for _, child := range entries(below) {
			visit(child)
		}
	}
	for _, tree := range trees {
		visit(tree)
	}
}

// text returns the first of some properties that is a text.
func (e entry) text(names ...string) string {
	for _, name := range names {
		if text, isText := e[name].(string); isText && text != "" {
			if runes := []rune(text); len(runes) > maxText {
				text = string(runes[:maxText])
			}
			return text
		}
	}
	return ""
}

// number returns a property that is a number.
func (e entry) number(name string) (uint64, bool) {
	switch value := e[name].(type) {
	case uint64:
		return value, true
	case int64:
		return uint64(value), true
	}
	return 0, false
}

// below returns a property that is a dictionary.
func (e entry) below(name string) entry {
	dictionary, _ := e[name].(map[string]any)
	return dictionary
}
