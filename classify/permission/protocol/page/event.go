// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package page

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Mode is a session mode, as its index in [webxr.SessionModes].
type Mode uint8

// ModeOf returns the Mode of a session mode, which must be one of [webxr.SessionModes].
func ModeOf(mode webxr.SessionMode) Mode { return Mode(slices.Index(webxr.SessionModes(), mode)) }

// MarshalText returns the mode's name, such as "immersive-vr".
func (m Mode) MarshalText() ([]byte, error) { return []byte(webxr.SessionModes()[m]), nil }

// Event is something that a document learns without having asked.
type Event struct {
	// Document is the number that the client gave the document.
	Document uint64
	kind     kind
	mode     Mode
	state    State
}

// kind is the kind of an event, as its index in kinds.
type kind uint8

const (
	deviceChange kind = iota
	sessionEnd
	incompatible
	change
)

// kinds are the methods of the notifications, by kind.
var kinds = [...]string{deviceChange: "devicechange", sessionEnd: "sessionend", incompatible: "incompatible", change: "change"}

// MarshalText returns the notification's method.
func (k kind) MarshalText() ([]byte, error) { return []byte(kinds[k]), nil }

// DeviceChange returns the event "devicechange" on a document's navigator.xr.
func DeviceChange(document uint64) Event { return Event{Document: document, kind: deviceChange} }

// SessionEnd returns the event that the user agent ended a document's immersive session.
func SessionEnd(document uint64) Event { return Event{Document: document, kind: sessionEnd} }

// Incompatible returns the event that a document's WebGL contexts are no longer
// XR-compatible.
func Incompatible(document uint64) Event { return Event{Document: document, kind: incompatible} }

// Change returns the event "change" on every PermissionStatus that a document has of a
// mode.
func Change(document uint64, mode Mode, state State) Event {
	return Event{Document: document, kind: change, mode: mode, state: state}
}

// Line returns the event's notification: one line of JSON with its line feed.
func (e Event) Line() []byte {
	n := notification{Method: e.kind, Params: params{Document: e.Document}}
	if e.kind == change {
		n.Params.Mode, n.Params.State = &e.mode, &e.state
	}
	return line(n)
}
