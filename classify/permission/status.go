// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Status is a PermissionStatus of "xr-session-supported".
// https://www.w3.org/TR/permissions/#permissionstatus-interface
type Status struct {
	document *Document
	mode     webxr.SessionMode
	onChange func()
	state    webxr.PermissionState // the state that the page sees; the site's mutex guards it
}

// Query is navigator.permissions.query, with the name and the mode as the page wrote them.
// Change runs on the document's event loop after the state changed; it may be nil. Only the
// latest [navigator.MaxStatuses] statuses of a document and a mode receive changes, and one task
// brings them to all. The error is [webxr.TypeError], or [webxr.InvalidStateError] if the
// document is not fully active.
// https://www.w3.org/TR/permissions/#query-method
func (d *Document) Query(name, mode string, change func()) (*Status, error) {
	d.site.mutex.Lock()
	defer d.site.mutex.Unlock()
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
	if at, immersive := slot(s.mode); immersive && d.dependsOnDevices(s.mode) && d.system != nil {
		d.addStatus(at, s)
	}
	return s, nil
}

// addStatus makes a status receive changes.
func (d *Document) addStatus(at int, s *Status) {
	if len(d.statuses[at]) == navigator.MaxStatuses {
		d.statuses[at] = slices.Delete(d.statuses[at], 0, 1)
	}
	d.statuses[at] = append(d.statuses[at], s)
}

// State returns the permission's state.
func (s *Status) State() webxr.PermissionState {
	s.document.site.mutex.Lock()
	defer s.document.site.mutex.Unlock()
	return s.state
}

// queueRefresh queues the task that updates the document's statuses, unless it is queued.
func (d *Document) queueRefresh() callbackList {
	if d.refreshing {
		return nil
	}
	d.refreshing = true
	return d.queueWhenThawed(d.refreshStatuses)
}

// refreshStatuses updates the statuses, and calls onChange of those that changed. It runs as a
// task.
func (d *Document) refreshStatuses() {
	var changes []func()
	d.site.mutex.Lock()
	d.refreshing = false
	for at, mode := range immersiveModes {
		state := d.state(mode)
		for _, s := range d.statuses[at] {
			if s.state != state && s.onChange != nil {
				changes = append(changes, s.onChange)
			}
			s.state = state
		}
	}
	d.site.mutex.Unlock()
	for _, change := range changes {
		change()
	}
}
