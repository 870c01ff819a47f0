// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"
	"sync"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// PermissionStatus is an XRPermissionStatus. Its state is what a request would find now,
// as far as the document may know.
// https://www.w3.org/TR/webxr/#xrpermissionstatus
type PermissionStatus struct {
	system   *XRSystem
	mode     webxr.SessionMode
	init     SessionInit
	onChange func()

	mutex   sync.Mutex
	state   webxr.PermissionState
	granted []webxr.Feature
}

// QueryXR queries the permission "xr" for a mode and its features. Change, which may be
// nil, runs on the document's event loop when the answer is another. The error is
// [webxr.TypeError].
// https://www.w3.org/TR/webxr/#query-the-xr-permission
func (x *XRSystem) QueryXR(mode string, init SessionInit, change func()) (*PermissionStatus, error) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		return nil, webxr.TypeError
	}
	s := &PermissionStatus{system: x, mode: wanted, init: init, onChange: change}
	s.state, s.granted = s.query()
	x.devices.mutex.Lock()
	defer x.devices.mutex.Unlock()
	x.statuses = append(x.statuses, s)
	return s, nil
}

// State returns the permission's state.
func (s *PermissionStatus) State() webxr.PermissionState {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.state
}

// Granted returns the features that a session would be granted without asking.
func (s *PermissionStatus) Granted() []webxr.Feature {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.granted)
}

// query answers from the permission's state, the device and what was granted before. A
// document that may not know of the device is told to ask.
//
// D12: the Permissions specification denies what a policy-controlled feature of the same
// name forbids, and there is none of this name. The one that governs WebXR counts.
func (s *PermissionStatus) query() (webxr.PermissionState, []webxr.Feature) {
	x := s.system
	if x.deniedXR(s.mode) || s.mode.Immersive() && !x.document.allows(webxr.PolicySpatialTracking) {
		return webxr.Denied, nil
	}
	device := x.devices.inline
	if s.mode.Immersive() {
		if !x.mayKnow(s.mode) {
			return webxr.Prompt, nil
		}
		device = x.devices.Selected()
	}
	resolved, possible := x.resolve(device, s.mode, s.init)
	switch {
	case !possible:
		return webxr.Denied, nil
	case len(resolved.askRequired)+len(resolved.askOptional) == 0:
		return webxr.Granted, resolved.granted
	default:
		return webxr.Prompt, resolved.granted
	}
}

// refresh queries again, and tells of a change.
func (s *PermissionStatus) refresh() {
	state, granted := s.query()
	s.mutex.Lock()
	changed := state != s.state || !slices.Equal(granted, s.granted)
	s.state, s.granted = state, granted
	s.mutex.Unlock()
	if changed && s.onChange != nil {
		s.onChange()
	}
}

// permissionChange has every status look again. The devices' mutex is held.
func (x *XRSystem) permissionChange() []Task {
	var tasks []Task
	for _, status := range x.statuses {
		tasks = append(tasks, Task{system: x, do: status.refresh})
	}
	return tasks
}
