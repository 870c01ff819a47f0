// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package page

import (
	"slices"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Mode is a session mode, by its place in the specification's list.
type Mode uint8

// ModeOf returns a mode, which must be one of the specification's.
func ModeOf(mode webxr.SessionMode) Mode { return Mode(slices.Index(webxr.SessionModes(), mode)) }

// Event is what a document is told without having called.
type Event struct {
	// Document is the number that the client gave the document.
	Document uint64
	kind     kind
	mode     Mode
	state    State
}

// kind is an event's kind, by its place in the list of methods.
type kind uint8

const (
	deviceChange kind = iota
	sessionEnd
	incompatible
	change
)

var methods = [...]string{deviceChange: "devicechange", sessionEnd: "sessionend", incompatible: "incompatible", change: "change"}

// DeviceChange is the event of that name, on navigator.xr.
func DeviceChange(document uint64) Event { return Event{Document: document, kind: deviceChange} }

// SessionEnd says that a document's immersive session was ended for it.
func SessionEnd(document uint64) Event { return Event{Document: document, kind: sessionEnd} }

// Incompatible says that no WebGL context of a document is XR-compatible any more.
func Incompatible(document uint64) Event { return Event{Document: document, kind: incompatible} }

// Change is the event of that name, on every PermissionStatus of a mode in a document.
func Change(document uint64, mode Mode, state State) Event {
	return Event{Document: document, kind: change, mode: mode, state: state}
}

// Line returns the notification that tells of the event.
func (e Event) Line() []byte {
	line := append([]byte(`{"jsonrpc":"2.0","method":"`), methods[e.kind]...)
	line = strconv.AppendUint(append(line, `","params":{"document":`...), e.Document, 10)
	if e.kind == change {
		line = append(line, `,"mode":"`+string(webxr.SessionModes()[e.mode])+`","state":"`+e.state.text()+`"`...)
	}
	return append(line, "}}\n"...)
}
