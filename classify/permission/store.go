// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"time"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Key is what a decision belongs to: a top-level origin, serialised, and a session mode.
// https://www.w3.org/TR/permissions/#permission-key
type Key struct {
	Origin string
	Mode   webxr.SessionMode
}

// Entry is a decision: granted or denied, and when it expires; the zero time is never.
type Entry struct {
	State   webxr.PermissionState
	Expires time.Time
}

// Store keeps decisions. Its methods return at once, are called one at a time, and call
// nothing back. An embedder that wants decisions to outlive the program brings its own.
// https://www.w3.org/TR/permissions/#permission-store
type Store interface {
	Load(key Key) (entry Entry, some bool)
	Save(key Key, entry Entry)
	Delete(key Key)
}

// Memory is a store that is gone with the program.
type Memory map[Key]Entry

// Load returns the entry of a key.
func (m Memory) Load(key Key) (Entry, bool) {
	entry, some := m[key]
	return entry, some
}

// Save writes the entry of a key.
func (m Memory) Save(key Key, entry Entry) { m[key] = entry }

// Delete deletes the entry of a key, if there is one.
func (m Memory) Delete(key Key) { delete(m, key) }
