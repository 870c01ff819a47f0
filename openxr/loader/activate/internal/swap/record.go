// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Record is one switch.
type Record struct {
	// Version is that of the record's form: 1.
	Version int `json:"version"`
	// At is when the switch began.
	At time.Time `json:"at"`
	// Note is what the caller wants to remember.
	Note string `json:"note,omitzero"`
	// Before and After are the entries that the switch changes, by name.
	Before map[string]Entry `json:"before"`
	After  map[string]Entry `json:"after"`
	// Undoes is the number of the record that the switch takes back, or 0.
	Undoes int `json:"undoes,omitzero"`
	// Number is the record's own number, from 1.
	Number int `json:"number"`
	// Made are the directories that were made for it, the outermost first.
	Made []string `json:"made,omitzero"`
}

const recordVersion = 1

// names are the entries that the switch changes, in order.
func (r Record) names() []string { return slices.Sorted(maps.Keys(r.After)) }

func (r Record) encode() ([]byte, error) {
	r.Version = recordVersion
	return json.MarshalIndent(r, "", "  ")
}

// decode reads a record. Anybody who may write in the directory may have written it, so its names are checked.
func decode(content []byte) (Record, error) {
	var r Record
	if err := json.Unmarshal(content, &r); err != nil {
		return r, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	if r.Version != recordVersion {
		return r, fmt.Errorf("%w: it has the version %d, and this program knows %d", ErrRecord, r.Version, recordVersion)
	}
	for _, entries := range []map[string]Entry{r.Before, r.After} {
		for name := range entries {
			if !plainName(name) {
				return r, fmt.Errorf("%w: %q is no name of an entry", ErrRecord, name)
			}
		}
	}
	if len(r.Before) != len(r.After) || r.Undoes < 0 || r.Number < 0 {
		return r, fmt.Errorf("%w: its parts do not fit each other", ErrRecord)
	}
	return r, nil
}

// plainName reports whether a name of a record is one of an entry in the directory itself.
func plainName(name string) bool {
	return name != "" && name != "." && name != ".." && !strings.ContainsAny(name, `/\`) && !strings.HasPrefix(name, ".xrprobe")
}
