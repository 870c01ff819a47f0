// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Event is something that a runtime reports: one of the event types of this package.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#events
type Event interface{ event() }

// EventsLost says how many events were lost because the runtime's queue was full.
type EventsLost struct{ Count uint32 }

// InstanceLossPending says when the instance will be lost.
type InstanceLossPending struct{ At xr.Time }

// SessionStateChanged says which state a session has entered.
type SessionStateChanged struct {
	Session xr.Session
	State   xr.SessionState
	At      xr.Time
}

// ReferenceSpaceChangePending says that the origin of a reference space is about to move.
type ReferenceSpaceChangePending struct {
	Session xr.Session
	Space   xr.ReferenceSpaceType
	At      xr.Time
}

// InteractionProfileChanged says that the controllers in use have changed.
type InteractionProfileChanged struct{ Session xr.Session }

// UnknownEvent is an event of a type that this package does not read.
type UnknownEvent struct{ Type xr.StructureType }

func (EventsLost) event()                  {}
func (InstanceLossPending) event()         {}
func (SessionStateChanged) event()         {}
func (ReferenceSpaceChangePending) event() {}
func (InteractionProfileChanged) event()   {}
func (UnknownEvent) event()                {}

// PollEvent returns the next event, and false if there is none.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrPollEvent
func (i *Instance) PollEvent() (Event, bool, error) {
	buffer := &xr.EventDataBuffer{Type: xr.TypeEventDataBuffer}
	result := i.commands.PollEvent(i.handle, buffer)
	buffer.Next = nil
	if result == xr.EventUnavailable {
		return nil, false, nil
	}
	if err := check("xrPollEvent", result); err != nil {
		return nil, false, err
	}
	if buffer.Type == xr.TypeEventDataBuffer {
		return nil, false, &DistrustError{Command: "xrPollEvent", Text: "reported an event but wrote none"}
	}
	return eventIn(buffer), true, nil
}

// eventIn reads an event. The buffer is larger than every event, so a wrong type never
// leads to a read beyond it.
func eventIn(buffer *xr.EventDataBuffer) Event {
	at := unsafe.Pointer(buffer)
	switch buffer.Type {
	case xr.TypeEventDataEventsLost:
		return EventsLost{(*xr.EventDataEventsLost)(at).LostEventCount}
	case xr.TypeEventDataInstanceLossPending:
		return InstanceLossPending{(*xr.EventDataInstanceLossPending)(at).LossTime}
	case xr.TypeEventDataSessionStateChanged:
		e := (*xr.EventDataSessionStateChanged)(at)
		return SessionStateChanged{e.Session, e.State, e.Time}
	case xr.TypeEventDataReferenceSpaceChangePending:
		e := (*xr.EventDataReferenceSpaceChangePending)(at)
		return ReferenceSpaceChangePending{e.Session, e.ReferenceSpaceType, e.ChangeTime}
	case xr.TypeEventDataInteractionProfileChanged:
		return InteractionProfileChanged{(*xr.EventDataInteractionProfileChanged)(at).Session}
	default:
		return UnknownEvent{buffer.Type}
	}
}
