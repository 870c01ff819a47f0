// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Status is a PermissionStatus of "xr-session-supported".
// https://www.w3.org/TR/permissions/#permissionstatus-interface
type Status struct {
	document *Document
	mode     webxr.SessionMode
	onChange func()
	state    webxr.PermissionState // the state that the page sees
	stop     func()                // stops the timer of the entry's expiry
}

// Query is navigator.permissions.query, with the name and the mode as the page wrote them.
// Change runs on the document's event loop after the state changed; it may be nil. The
// error is [webxr.TypeError], or [webxr.InvalidStateError] if the document is not fully
// active.
// https://www.w3.org/TR/permissions/#query-method
func (d *Document) Query(name, mode string, change func()) (*Status, error) {
	p := d.partition
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !d.active() {
		return nil, webxr.InvalidStateError
	}
	if webxr.PermissionName(name) != webxr.PermissionSessionSupported {
		return nil, webxr.TypeError
	}
	descriptor, err := navigator.DescribeSessionSupported(d.config.Origin, mode)
	if err != nil {
		return nil, err
	}
	s := &Status{document: d, mode: descriptor.Mode, onChange: change, state: d.state(descriptor.Mode)}
	if d.dependsOnDevices(s.mode) && d.system != nil {
		p.statuses[d.key(s.mode)] = append(p.statuses[d.key(s.mode)], s)
		s.restartExpiryTimer()
	}
	return s, nil
}

// State returns the permission's state.
func (s *Status) State() webxr.PermissionState {
	s.document.partition.mutex.Lock()
	defer s.document.partition.mutex.Unlock()
	return s.state
}

// refresh updates the state and calls onChange if it changed. It runs as a task.
func (s *Status) refresh() {
	p := s.document.partition
	p.mutex.Lock()
	state := s.document.state(s.mode)
	changed := state != s.state
	s.state = state
	p.mutex.Unlock()
	if changed && s.onChange != nil {
		s.onChange()
	}
}

// restartExpiryTimer starts the timer that revokes the entry when it expires, and stops
// the one before.
func (s *Status) restartExpiryTimer() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	p, key := s.document.partition, s.document.key(s.mode)
	if entry, found := p.store.Load(key); found && !entry.Expires.IsZero() {
		clock := p.gate.config.Clock
		s.stop = clock.AfterFunc(entry.Expires.Sub(clock.Now()), func() { p.expire(key) })
	}
}
