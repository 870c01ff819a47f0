// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// The registry cannot change two values at one moment. A program reads one of them, and gets what was there or what was wanted; a
// journal makes the next use or undo finish what a killed process left.
//
// journalKey has the values "switch", the change that is being made, and "1", "2" and so on, those that can be undone.
const (
	journalKey   = `SOFTWARE\xrprobe\Undo`
	beingMade    = "switch"
	maxJournal   = 16
	entryVersion = 1
)

// journalEntry is one change of the registry.
type journalEntry struct {
	Version int         `json:"version"`
	At      time.Time   `json:"at"`
	Note    string      `json:"note,omitzero"`
	Values  []heldValue `json:"values"`
	// Undoes is the number of the change that this one takes back, or 0.
	Undoes int `json:"undoes,omitzero"`
}

// heldValue is what a change does to one view.
type heldValue struct {
	Narrow bool `json:"for_32_bit"`
	Before held `json:"before"`
	After  held `json:"after"`
}

func (v heldValue) view() view {
	if v.Narrow {
		return narrowView
	}
	return nativeView
}

func (e journalEntry) encode() (string, error) {
	e.Version = entryVersion
	text, err := json.Marshal(e)
	return string(text), err
}

func decodeJournal(text string) (journalEntry, error) {
	var e journalEntry
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return e, &RefusedError{Code: CodeFailed, Text: "what was remembered in HKEY_LOCAL_MACHINE\\" + journalKey + " cannot be read: " + err.Error(), Err: err,
			Fix: `Remove it, which also means that it cannot be undone: reg delete "HKLM\` + journalKey + `" /f`}
	}
	if e.Version != entryVersion {
		return e, &RefusedError{Code: CodeFailed, Text: fmt.Sprintf("what was remembered in HKEY_LOCAL_MACHINE\\%s has the version %d, and this program knows %d", journalKey, e.Version, entryVersion)}
	}
	return e, nil
}

// keys are the values of the registry that a journal changes. On Windows they are real.
type keys interface {
	// get returns a value of a key of HKEY_LOCAL_MACHINE, and set writes it; one that is not present is removed.
	get(key, name string) (held, error)
	set(key, name string, h held) error
	// numbers are the values of the journal whose names are numbers, in order.
	numbers() ([]int, error)
}

// journal makes changes of the registry.
type journal struct{ keys }

// change changes values, and remembers what was there. Nothing has changed after an error, unless it is that of the last step.
func (j journal) change(note string, values []value) error {
	entry := journalEntry{At: time.Now().UTC().Truncate(time.Second), Note: note}
	for _, v := range values {
		before, err := j.get(v.view.key, winkeys.ActiveRuntime)
		if err != nil {
			return err
		}
		if after := naming(v.manifest); !before.equals(after) {
			entry.Values = append(entry.Values, heldValue{Narrow: v.view == narrowView, Before: before, After: after})
		}
	}
	if len(entry.Values) == 0 {
		return nil
	}
	return j.make(entry)
}

// make writes down what is about to happen, and does it.
func (j journal) make(entry journalEntry) error {
	text, err := entry.encode()
	if err != nil {
		return err
	}
	if err := j.set(journalKey, beingMade, naming(text)); err != nil {
		return err
	}
	for _, v := range entry.Values {
		if err := j.set(v.view().key, winkeys.ActiveRuntime, v.After); err != nil {
			return errors.Join(err, j.takeBack(entry))
		}
	}
	return j.finish(entry, text)
}

// takeBack puts back what a change that failed has written.
func (j journal) takeBack(entry journalEntry) error {
	for _, v := range entry.Values {
		now, err := j.get(v.view().key, winkeys.ActiveRuntime)
		if err != nil {
			return err
		}
		if !now.equals(v.After) {
			continue
		}
		if err := j.set(v.view().key, winkeys.ActiveRuntime, v.Before); err != nil {
			return err
		}
	}
	return j.set(journalKey, beingMade, held{})
}

// finish remembers a change that is made, or forgets the one that it took back.
func (j journal) finish(entry journalEntry, text string) error {
	numbers, err := j.numbers()
	if err != nil {
		return err
	}
	if entry.Undoes != 0 {
		if err := j.set(journalKey, strconv.Itoa(entry.Undoes), held{}); err != nil {
			return err
		}
		return j.set(journalKey, beingMade, held{})
	}
	next := 1
	if len(numbers) > 0 {
		next = numbers[len(numbers)-1] + 1
		if last, err := j.get(journalKey, strconv.Itoa(next-1)); err == nil && last.text() == text {
			return j.set(journalKey, beingMade, held{}) // the process was killed here
		}
	}
	if err := j.set(journalKey, strconv.Itoa(next), naming(text)); err != nil {
		return err
	}
	for len(numbers) >= maxJournal {
		if err := j.set(journalKey, strconv.Itoa(numbers[0]), held{}); err != nil {
			return err
		}
		numbers = numbers[1:]
	}
	return j.set(journalKey, beingMade, held{})
}

// recover finishes a change of which something is made, and forgets one of which nothing is.
func (j journal) recover() error {
	entry, text, interrupted, err := j.interrupted()
	if err != nil || !interrupted {
		return err
	}
	begun := false
	for _, v := range entry.Values {
		now, err := j.get(v.view().key, winkeys.ActiveRuntime)
		if err != nil {
			return err
		}
		begun = begun || now.equals(v.After)
	}
	if !begun {
		return j.set(journalKey, beingMade, held{})
	}
	for _, v := range entry.Values {
		now, err := j.get(v.view().key, winkeys.ActiveRuntime)
		if err != nil {
			return err
		}
		if !now.equals(v.Before) {
			continue // it is made, or another program has written it
		}
		if err := j.set(v.view().key, winkeys.ActiveRuntime, v.After); err != nil {
			return err
		}
	}
	return j.finish(entry, text)
}

// interrupted is the change that a killed process left.
func (j journal) interrupted() (entry journalEntry, text string, found bool, err error) {
	left, err := j.get(journalKey, beingMade)
	if err != nil || !left.Present {
		return entry, "", false, err
	}
	entry, err = decodeJournal(left.text())
	return entry, left.text(), err == nil, err
}

// entries are what can be undone, the oldest first, with their numbers.
func (j journal) entries() (entries []journalEntry, numbers []int, err error) {
	if numbers, err = j.numbers(); err != nil {
		return nil, nil, err
	}
	for _, number := range numbers {
		kept, err := j.get(journalKey, strconv.Itoa(number))
		if err != nil {
			return nil, nil, err
		}
		entry, err := decodeJournal(kept.text())
		if err != nil {
			return nil, nil, err
		}
		entries = append(entries, entry)
	}
	return entries, numbers, nil
}

// undo puts back what the last change replaced. Unless forced, the values have to be as that change left them.
func (j journal) undo(forced bool) (journalEntry, error) {
	entries, numbers, err := j.entries()
	if err != nil {
		return journalEntry{}, err
	}
	if len(entries) == 0 {
		return journalEntry{}, &RefusedError{Code: CodeNothing, Text: "there is nothing to undo in " + registry.LocalMachine + `\` + loader.ActiveRuntimeKey}
	}
	last := entries[len(entries)-1]
	back := journalEntry{At: time.Now().UTC().Truncate(time.Second), Undoes: numbers[len(numbers)-1]}
	for _, v := range last.Values {
		now, err := j.get(v.view().key, winkeys.ActiveRuntime)
		if err != nil {
			return last, err
		}
		if !forced && !now.equals(v.After) {
			return last, &RefusedError{Code: CodeChanged, Text: fmt.Sprintf("%s is %s now, which another program wrote: it was %s", v.view().path(), now, v.After),
				Fix: "See what is active with xrprobe use --status; to put back what was there before the last use all the same, add --force."}
		}
		back.Values = append(back.Values, heldValue{Narrow: v.Narrow, Before: now, After: v.Before})
	}
	return last, j.make(back)
}
