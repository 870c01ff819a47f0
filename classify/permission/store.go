// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"time"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Key is what a decision is about: a serialised top-level origin and a session mode.
// https://www.w3.org/TR/permissions/#permission-key
type Key struct {
	Origin string
	Mode   webxr.SessionMode
}

// Entry is a decision: granted or denied. A zero Expires means never.
type Entry struct {
	State   webxr.PermissionState
	Expires time.Time
}

// Store keeps decisions. Its methods are called one at a time, return at once, and must not
// call the gate. They are called when the first document of an origin opens, when a decision is
// made and when it expires, and never in a page's call. While one of them is slow, decisions are
// stored late, and documents of other origins open late; no page waits.
// https://www.w3.org/TR/permissions/#permission-store
type Store interface {
	Load(key Key) (entry Entry, found bool)
	Save(key Key, entry Entry)
	Delete(key Key)
}

// Memory is a store in memory.
type Memory map[Key]Entry

// Load implements [Store].
func (m Memory) Load(key Key) (Entry, bool) {
	entry, found := m[key]
	return entry, found
}

// Save implements [Store].
func (m Memory) Save(key Key, entry Entry) { m[key] = entry }

// Delete implements [Store].
func (m Memory) Delete(key Key) { delete(m, key) }
