// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SessionResult is the result of requestSession: Session if Err is nil, else the promise is rejected
// with Err, a [webxr.Error].
type SessionResult struct {
	Session *Session
	Err     error
}

// request is a call of requestSession that has not settled yet.
type request struct {
	system *XRSystem
	mode   webxr.SessionMode
	init   SessionInit
	settle func(SessionResult)

	// Guarded by the devices' mutex.
	reserved, ended bool
}

// RequestSession is the part of requestSession that chooses a device, resolves features and
// requests permission; the embedder draws. It calls settle once, or never if the document goes
// away or cancel is called. After cancel another request may follow.
// https://www.w3.org/TR/webxr/#dom-xrsystem-requestsession
func (x *XRSystem) RequestSession(now Activation, mode string, init SessionInit, settle func(SessionResult)) (cancel func()) {
	wanted, err := webxr.ParseSessionMode(mode)
	r := &request{system: x, mode: wanted, init: init, settle: settle}
	switch {
	case err != nil:
		settle(SessionResult{Err: webxr.TypeError})
	case wanted.Immersive():
		r.immersive(now)
	default:
		r.inline(now)
	}
	return r.cancel
}

func (r *request) cancel() { r.finish() }

// finish ends the request, and reports whether it had not ended before.
func (r *request) finish() bool {
	d := r.system.devices
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return r.finishLocked()
}

// finishLocked is finish with the mutex held.
func (r *request) finishLocked() bool {
	if r.ended {
		return false
	}
	r.ended = true
	if r.reserved {
		r.system.pending = false
	}
	return true
}

func (r *request) immersive(now Activation) {
	if !now.AllowsImmersive() {
		r.settle(SessionResult{Err: webxr.SecurityError})
		return
	}
	if !r.reserve() {
		r.settle(SessionResult{Err: webxr.InvalidStateError})
		return
	}
	if r.system.classes.Class(r.mode) == webxr.NeverSupport {
		r.system.Queue(r.fail) // whatever the devices are
		return
	}
	r.system.devices.ensure(func(device *Device) {
		r.system.Queue(func() { r.onDevice(device) })
	})
}

// inline obtains the inline device. It is the default one, whatever features are requested.
// https://www.w3.org/TR/webxr/#obtain-the-current-device
func (r *request) inline(now Activation) {
	if !inlineAllowed(now, r.init) {
		r.settle(SessionResult{Err: webxr.SecurityError})
		return
	}
	r.system.Queue(func() { r.onDevice(r.system.devices.inline) })
}

// AllowsImmersive reports whether an immersive session request is allowed. A document that is not
// visible cannot have shown the user what is about to begin.
// https://www.w3.org/TR/webxr/#immersive-session-request-is-allowed
func (now Activation) AllowsImmersive() bool {
	return (now.TransientActivation || now.Launching) && now.IntentUnderstood && now.Visible
}

// inlineAllowed reports whether an inline session request is allowed.
// https://www.w3.org/TR/webxr/#inline-session-request-is-allowed
func inlineAllowed(now Activation, init SessionInit) bool {
	plain := len(init.RequiredFeatures) == 0 && len(init.OptionalFeatures) == 0
	return plain || now.TransientActivation || now.Launching
}

// reserve sets the pending immersive session boolean. It returns false if there is a pending or
// an active immersive session already.
func (r *request) reserve() bool {
	x := r.system
	x.devices.mutex.Lock()
	defer x.devices.mutex.Unlock()
	if x.pending || x.active != nil {
		return false
	}
	x.pending = true
	r.reserved = true
	return true
}

// onDevice is the queued task. It resolves the features, requests the permission and begins the
// session.
func (r *request) onDevice(device *Device) {
	if device == nil || !device.Supports(r.mode) {
		r.fail()
		return
	}
	r.system.requestXR(device, r.mode, r.init, func(state webxr.PermissionState, features []webxr.Feature) {
		if state == webxr.Denied {
			r.fail()
			return
		}
		r.begin(device, features)
	})
}

// fail rejects the promise. A missing device and a denied permission give the same error.
func (r *request) fail() {
	if r.finish() {
		r.settle(SessionResult{Err: webxr.NotSupportedError})
	}
}

// begin begins the session, unless the device has changed while the prompt was shown.
func (r *request) begin(device *Device, features []webxr.Feature) {
	d := r.system.devices
	session := &Session{system: r.system, device: device, mode: r.mode, features: features}
	d.mutex.Lock()
	if r.mode.Immersive() && !sameDevice(d.immersive, device) {
		d.mutex.Unlock()
		r.fail()
		return
	}
	if !r.finishLocked() {
		d.mutex.Unlock()
		return
	}
	tasks := session.activate()
	d.mutex.Unlock()
	r.settle(SessionResult{Session: session})
	queueAll(tasks)
}

// activate makes an immersive session its document's active one. A headset shows one session, so
// that of every other document ends. The mutex must be held.
// https://www.w3.org/TR/webxr/#active-immersive-session
func (s *Session) activate() []Task {
	if !s.mode.Immersive() {
		return nil
	}
	x := s.system
	var tasks []Task
	for _, other := range x.devices.systems {
		tasks = append(tasks, other.shutDown()...)
	}
	x.active = s
	return tasks
}

// requestXR requests the permission "xr" for the features that need consent. A denied permission
// is not requested again for immersive sessions; it does not concern inline sessions. If a
// request was necessary, then runs by a task of its own.
// https://www.w3.org/TR/webxr/#request-the-xr-permission
func (x *XRSystem) requestXR(device *Device, mode webxr.SessionMode, init SessionInit, then func(webxr.PermissionState, []webxr.Feature)) {
	resolved, possible := x.resolve(device, mode, init)
	switch {
	case !possible, mode.Immersive() && x.deniedXR(mode):
		then(webxr.Denied, nil)
	case len(resolved.askRequired)+len(resolved.askOptional) == 0:
		then(webxr.Granted, resolved.granted)
	default:
		x.permissions.Request(x.describe(mode, resolved), func(grant Grant) {
			x.Queue(func() { then(x.decide(device, mode, resolved, grant)) })
		})
	}
}

// deniedXR reports whether the permission "xr" is denied for a mode, whatever the features.
func (x *XRSystem) deniedXR(mode webxr.SessionMode) bool {
	return x.permissions.State(x.describe(mode, resolution{})) == webxr.Denied
}

func (x *XRSystem) describe(mode webxr.SessionMode, r resolution) PermissionDescriptor {
	descriptor := x.permission(webxr.PermissionXR, mode)
	descriptor.Required, descriptor.Optional = r.askRequired, r.askOptional
	return descriptor
}

// decide applies the user's decision. A required feature without consent denies the request; an
// optional one is dropped.
func (x *XRSystem) decide(device *Device, mode webxr.SessionMode, r resolution, grant Grant) (webxr.PermissionState, []webxr.Feature) {
	consented := func(feature webxr.Feature) bool { return slices.Contains(grant.Features, feature) }
	if grant.State != webxr.Granted {
		return webxr.Denied, nil
	}
	granted := slices.Clone(r.granted)
	for _, feature := range r.askRequired {
		if !consented(feature) {
			return webxr.Denied, nil
		}
		granted = append(granted, feature)
	}
	for _, feature := range r.askOptional {
		if consented(feature) {
			granted = append(granted, feature)
		}
	}
	x.remember(device, mode, granted)
	return webxr.Granted, granted
}
