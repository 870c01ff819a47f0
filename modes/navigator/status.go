// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"
	"sync"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// PermissionStatus is an XRPermissionStatus. Its state is the result that a request would have
// now, as far as the document may know.
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

// QueryXR queries the permission "xr" for a mode and its features. Change runs on the document's
// event loop when the state or the granted features change; it may be nil. The error is
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

// Granted returns the features that a session would be granted without a prompt.
func (s *PermissionStatus) Granted() []webxr.Feature {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.granted)
}

// query computes the state from the permission, the device and the features granted before. If the
// document may not know about the device, the state is prompt.
//
// D12: the Permissions specification denies a permission if the policy-controlled feature of
// the same name is not allowed. There is none of this name. Here "xr-spatial-tracking",
// which governs WebXR, counts.
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

// refresh queries again, and calls onChange if the result has changed.
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

// permissionChange makes every status query again. The devices' mutex must be held.
func (x *XRSystem) permissionChange() []Task {
	var tasks []Task
	for _, status := range x.statuses {
		tasks = append(tasks, Task{system: x, do: status.refresh})
	}
	return tasks
}
