// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Session is the device's half of an XRSession: its mode, its granted features, and that
// it ends.
// https://www.w3.org/TR/webxr/#xrsession-interface
type Session struct {
	system   *XRSystem
	device   *Device
	mode     webxr.SessionMode
	features []webxr.Feature
	onEnd    func()
	ended    bool
	// shut says that the session was ended for the page rather than by it.
	shut bool
}

// Mode returns the session's mode.
func (s *Session) Mode() webxr.SessionMode { return s.mode }

// Features returns the features that were granted, in the order in which they were.
func (s *Session) Features() []webxr.Feature { return slices.Clone(s.features) }

// OnEnd has a task run on the document's event loop when the session is shut down because
// its device has gone, also if that was before this call. What the page ends itself it
// knows.
func (s *Session) OnEnd(f func()) {
	d := s.system.devices
	d.mutex.Lock()
	s.onEnd = f
	var tasks []Task
	if s.shut {
		tasks = s.system.event(f)
	}
	d.mutex.Unlock()
	queueAll(tasks)
}

// End ends the session. A second call does nothing.
// https://www.w3.org/TR/webxr/#shut-down-the-session
func (s *Session) End() {
	d := s.system.devices
	d.mutex.Lock()
	s.end()
	tasks := d.reselect()
	d.mutex.Unlock()
	queueAll(tasks)
}

// Ended reports whether the session has ended, be it with its document.
func (s *Session) Ended() bool {
	s.system.devices.mutex.Lock()
	defer s.system.devices.mutex.Unlock()
	return s.ended || s.system.gone.Load()
}

// end takes the session out of its document's books. The mutex is held.
func (s *Session) end() {
	s.ended = true
	if s.system.active == s {
		s.system.active = nil
	}
}

// shutDown ends the document's immersive session, since the immersive XR device is
// another now. The mutex is held.
func (x *XRSystem) shutDown() []Task {
	if x.active == nil {
		return nil
	}
	ended := x.active
	ended.end()
	ended.shut = true
	return x.event(ended.onEnd)
}
