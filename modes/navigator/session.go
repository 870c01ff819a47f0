// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Session is the part of an XRSession that depends on the device: its mode, its blend mode, its
// granted features and its end.
// https://www.w3.org/TR/webxr/#xrsession-interface
type Session struct {
	system   *XRSystem
	device   *Device
	mode     webxr.SessionMode
	features []webxr.Feature
	// denied says that the user has denied the permission "xr" since the session began.
	denied atomic.Bool
	ended  atomic.Bool

	// Guarded by the devices' mutex.
	onEnd func()
	// wasShutDown says that the user agent ended the session, and not the page.
	wasShutDown bool
	// deviceGone says that another device, or none, was selected meanwhile.
	deviceGone bool
}

// Mode returns the session's mode.
func (s *Session) Mode() webxr.SessionMode { return s.mode }

// BlendMode returns the session's environment blend mode.
// https://www.w3.org/TR/webxr-ar-module-1/#dom-xrsession-environmentblendmode
func (s *Session) BlendMode() webxr.BlendMode { return s.device.BlendMode(s.mode) }

// Features returns the granted features, in the order in which they were granted.
func (s *Session) Features() []webxr.Feature { return slices.Clone(s.features) }

// OnEnd queues f as a task when the user agent shuts the session down because its device is gone,
// even if that happened before this call. It does not if the page ends the session.
func (s *Session) OnEnd(f func()) {
	d := s.system.devices
	d.mutex.Lock()
	s.onEnd = f
	late := s.wasShutDown
	d.mutex.Unlock()
	if late && f != nil {
		s.system.Queue(f)
	}
}

// End ends the session. A second call does nothing.
// https://www.w3.org/TR/webxr/#shut-down-the-session
func (s *Session) End() {
	d := s.system.devices
	d.mutex.Lock()
	if s.ended.Load() {
		d.mutex.Unlock()
		return
	}
	s.end()
	tasks := d.reselect()
	d.mutex.Unlock()
	if !s.mode.Immersive() {
		return
	}
	s.system.queueRefresh()
	d.changed(tasks)
}

// ShutDown ends the session as the user agent does, for instance because its document is frozen.
// It returns what is due in the document then, for the caller to queue.
func (s *Session) ShutDown() (due func()) {
	d := s.system.devices
	d.mutex.Lock()
	if s.ended.Load() {
		d.mutex.Unlock()
		return func() {}
	}
	s.end()
	s.wasShutDown = true
	task, tasks := s.endTask(), d.reselect()
	d.mutex.Unlock()
	d.changed(tasks)
	return task.do
}

// Ended reports whether the session, or its document, has ended. It takes no lock.
func (s *Session) Ended() bool { return s.ended.Load() || s.system.gone.Load() }

// DeviceGone reports whether the user agent shut the session down because its device is no longer
// the selected one, and not because another session began.
func (s *Session) DeviceGone() bool {
	s.system.devices.mutex.Lock()
	defer s.system.devices.mutex.Unlock()
	return s.deviceGone
}

// end marks the session as ended. The mutex must be held.
func (s *Session) end() {
	s.ended.Store(true)
	s.system.session.CompareAndSwap(s, nil)
	s.system.devices.session.CompareAndSwap(s, nil)
}

// shutDown ends the immersive session because another device was selected or another session
// begins. It returns the session, or nil if there was none. The mutex must be held.
func (d *Devices) shutDown() *Session {
	session := d.session.Load()
	if session != nil {
		session.end()
		session.wasShutDown = true
	}
	return session
}

// endTask returns the task after a session was shut down. The mutex must be held.
func (s *Session) endTask() Task {
	onEnd := s.onEnd
	return Task{system: s.system, do: func() {
		if onEnd != nil {
			onEnd()
		}
		s.system.refreshStatuses()
	}}
}
