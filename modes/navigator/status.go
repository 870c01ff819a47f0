// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"
	"sync"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// MaxStatuses is how many [PermissionStatus] objects of a document receive changes: the latest
// ones. A page may query as often as it likes, and no change costs more for it.
const MaxStatuses = 128

// statusList holds the latest status objects of a document.
type statusList struct {
	mutex sync.Mutex
	list  []*PermissionStatus
}

func (l *statusList) add(s *PermissionStatus) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.list) == MaxStatuses {
		l.list = slices.Delete(l.list, 0, 1)
	}
	l.list = append(l.list, s)
}

func (l *statusList) some() bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return len(l.list) > 0
}

func (l *statusList) all() []*PermissionStatus {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return slices.Clone(l.list)
}

// PermissionStatus is an XRPermissionStatus. Its state is the result that a request would have
// now, as far as the document may know.
// https://www.w3.org/TR/webxr/#xrpermissionstatus
type PermissionStatus struct {
	system   *XRSystem
	mode     webxr.SessionMode
	wanted   wanted
	onChange func()

	mutex   sync.Mutex
	state   webxr.PermissionState
	granted []webxr.Feature
}

// QueryXR queries the permission "xr" for a mode and its features. Change runs on the document's
// event loop when the state or the granted features change; it may be nil. Only the latest
// [MaxStatuses] objects of a document receive changes. The error is [webxr.TypeError].
// https://www.w3.org/TR/webxr/#query-the-xr-permission
func (x *XRSystem) QueryXR(mode string, init SessionInit, change func()) (*PermissionStatus, error) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		return nil, webxr.TypeError
	}
	s := &PermissionStatus{system: x, mode: wanted, wanted: x.want(wanted, init), onChange: change}
	s.state, s.granted = s.query()
	x.statuses.add(s)
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

// query computes the state. It depends on the device, and on what the user decided about "xr",
// only while the document has an immersive session of the mode; otherwise it is prompt. It calls
// none of the embedder's code.
//
// D12: the Permissions specification denies a permission if the policy-controlled feature of
// the same name is not allowed. There is none of this name. Here "xr-spatial-tracking",
// which governs WebXR, counts.
//
// D15: the specification answers for every document and at any time which features the device
// has, feature by feature, and whether the user has declined a prompt that appears only beside a
// headset. Consent to "xr-session-supported" is consent to one boolean, so that here it changes
// no answer of this query. Only a session, which the user began, does.
func (s *PermissionStatus) query() (webxr.PermissionState, []webxr.Feature) {
	x := s.system
	if !s.mode.Immersive() {
		return stateOf(x.resolve(x.devices.inline, s.mode, s.wanted))
	}
	if !x.document.allows(webxr.PolicySpatialTracking) {
		return webxr.Denied, nil
	}
	session := x.session.Load()
	switch {
	case session == nil || session.mode != s.mode:
		return webxr.Prompt, nil
	case session.denied.Load():
		return webxr.Denied, nil
	default:
		return stateOf(x.resolve(session.device, s.mode, s.wanted))
	}
}

// stateOf returns the permission's state, and the granted features, of resolved features.
func stateOf(resolved resolution, possible bool) (webxr.PermissionState, []webxr.Feature) {
	switch {
	case !possible:
		return webxr.Denied, nil
	case resolved.asks():
		return webxr.Prompt, resolved.granted
	default:
		return webxr.Granted, resolved.granted
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

// queueRefresh queues the task that makes every status query again, if there are any.
func (x *XRSystem) queueRefresh() {
	if x.statuses.some() {
		x.Queue(x.refreshStatuses)
	}
}

// refreshStatuses makes every status query again. It runs as a task.
func (x *XRSystem) refreshStatuses() {
	for _, status := range x.statuses.all() {
		status.refresh()
	}
}
