// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Requested is how the promise of requestSession settles: resolved with a session, or
// rejected with a [webxr.Error].
type Requested struct {
	Session *Session
	Err     error
}

// request is a call of requestSession on its way.
type request struct {
	system *XRSystem
	mode   webxr.SessionMode
	init   SessionInit
	settle func(Requested)

	// Guarded by the devices' mutex.
	reserved, ended bool
}

// RequestSession is the half of requestSession that chooses a device, resolves features
// and requests permission. It settles once, or never if the document goes or the request
// is given up, after which another may follow. Drawing is the embedder's.
// https://www.w3.org/TR/webxr/#dom-xrsystem-requestsession
func (x *XRSystem) RequestSession(now Moment, mode string, init SessionInit, settle func(Requested)) (giveUp func()) {
	wanted, err := webxr.ParseSessionMode(mode)
	r := &request{system: x, mode: wanted, init: init, settle: settle}
	switch {
	case err != nil:
		settle(Requested{Err: webxr.TypeError})
	case wanted.Immersive():
		r.immersive(now)
	default:
		r.inline(now)
	}
	return r.giveUp
}

// giveUp has nothing more come of the request.
func (r *request) giveUp() { r.over() }

// over ends the request, and reports whether it was still on its way.
func (r *request) over() bool {
	d := r.system.devices
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return r.end()
}

// end is over with the mutex held.
func (r *request) end() bool {
	if r.ended {
		return false
	}
	r.ended = true
	if r.reserved {
		r.system.pending = false
	}
	return true
}

func (r *request) immersive(now Moment) {
	if !now.AllowsImmersive() {
		r.settle(Requested{Err: webxr.SecurityError})
		return
	}
	if !r.reserve() {
		r.settle(Requested{Err: webxr.InvalidStateError})
		return
	}
	if r.system.classes.Class(r.mode) == webxr.NeverSupport {
		r.system.Queue(r.fail) // no device could change that, so none is looked at
		return
	}
	r.system.devices.ensure(func(device *Device) {
		r.system.Queue(func() { r.onDevice(device) })
	})
}

// inline obtains the inline device, which is the default one whatever is asked for.
// https://www.w3.org/TR/webxr/#obtain-the-current-device
func (r *request) inline(now Moment) {
	if !inlineAllowed(now, r.init) {
		r.settle(Requested{Err: webxr.SecurityError})
		return
	}
	r.system.Queue(func() { r.onDevice(r.system.devices.inline) })
}

// AllowsImmersive reports whether an immersive session request is allowed. A document
// out of view cannot have shown the user what is about to begin.
// https://www.w3.org/TR/webxr/#immersive-session-request-is-allowed
func (now Moment) AllowsImmersive() bool {
	return (now.TransientActivation || now.Launching) && now.IntentUnderstood && now.Visible
}

// inlineAllowed reports whether an inline session request is allowed.
// https://www.w3.org/TR/webxr/#inline-session-request-is-allowed
func inlineAllowed(now Moment, init SessionInit) bool {
	plain := len(init.RequiredFeatures) == 0 && len(init.OptionalFeatures) == 0
	return plain || now.TransientActivation || now.Launching
}

// reserve sets the pending immersive session boolean, unless there is a pending or an
// active immersive session already.
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

// onDevice is the queued task: the features and the permission, and then the session.
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

// fail rejects. What is missing and what was declined look the same.
func (r *request) fail() {
	if r.over() {
		r.settle(Requested{Err: webxr.NotSupportedError})
	}
}

// begin makes the session, unless its device has gone while the user was asked.
func (r *request) begin(device *Device, features []webxr.Feature) {
	d := r.system.devices
	session := &Session{system: r.system, device: device, mode: r.mode, features: features}
	d.mutex.Lock()
	if r.mode.Immersive() && !sameDevice(d.immersive, device) {
		d.mutex.Unlock()
		r.fail()
		return
	}
	if !r.end() {
		d.mutex.Unlock()
		return
	}
	tasks := session.enter()
	d.mutex.Unlock()
	r.settle(Requested{Session: session})
	queueAll(tasks)
}

// enter writes the session into its document's books. A headset shows one session, so
// another document's ends when this one begins. The mutex is held.
// https://www.w3.org/TR/webxr/#active-immersive-session
func (s *Session) enter() []Task {
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

// requestXR requests the permission "xr" for the features that need it. What was denied for
// immersive sessions is not asked for again; inline ones are allowed always. What follows
// runs as a task of its own where somebody had to be asked.
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

// deniedXR reports whether the permission "xr" is denied for a mode, whatever its features.
func (x *XRSystem) deniedXR(mode webxr.SessionMode) bool {
	return x.permissions.State(x.describe(mode, resolution{})) == webxr.Denied
}

func (x *XRSystem) describe(mode webxr.SessionMode, r resolution) PermissionDescriptor {
	descriptor := x.permission(webxr.PermissionXR, mode)
	descriptor.Required, descriptor.Optional = r.askRequired, r.askOptional
	return descriptor
}

// decide applies what the user consented to: a required feature without consent denies
// all, an optional one is dropped.
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
