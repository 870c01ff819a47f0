// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Session is the part of an XRSession that depends on the device: its mode, its granted features
// and its end.
// https://www.w3.org/TR/webxr/#xrsession-interface
type Session struct {
	system   *XRSystem
	device   *Device
	mode     webxr.SessionMode
	features []webxr.Feature
	onEnd    func()
	ended    bool
	// wasShutDown says that the user agent ended the session, and not the page.
	wasShutDown bool
}

// Mode returns the session's mode.
func (s *Session) Mode() webxr.SessionMode { return s.mode }

// Features returns the granted features, in the order in which they were granted.
func (s *Session) Features() []webxr.Feature { return slices.Clone(s.features) }

// OnEnd queues f as a task when the user agent shuts the session down because its device is gone,
// even if that happened before this call. It does not if the page ends the session.
func (s *Session) OnEnd(f func()) {
	d := s.system.devices
	d.mutex.Lock()
	s.onEnd = f
	var tasks []Task
	if s.wasShutDown {
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

// Ended reports whether the session, or its document, has ended.
func (s *Session) Ended() bool {
	s.system.devices.mutex.Lock()
	defer s.system.devices.mutex.Unlock()
	return s.ended || s.system.gone.Load()
}

// end marks the session as ended. The mutex must be held.
func (s *Session) end() {
	s.ended = true
	if s.system.active == s {
		s.system.active = nil
	}
}

// shutDown ends the document's immersive session because the immersive XR device has changed. The
// mutex must be held.
func (x *XRSystem) shutDown() []Task {
	if x.active == nil {
		return nil
	}
	ended := x.active
	ended.end()
	ended.wasShutDown = true
	return x.event(ended.onEnd)
}
