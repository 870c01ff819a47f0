// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SessionResult is the result of requestSession: Session if Err is nil, else the promise is rejected
// with Err, a [webxr.Error].
type SessionResult struct {
	Session *Session
	Err     error
}

// AllowsImmersive reports whether an immersive session request is allowed.
// https://www.w3.org/TR/webxr/#immersive-session-request-is-allowed
func (now Activation) AllowsImmersive() bool {
	return (now.TransientActivation || now.Launching) && now.IntentUnderstood
}

// AllowsInline reports whether an inline session request is allowed.
// https://www.w3.org/TR/webxr/#inline-session-request-is-allowed
func (now Activation) AllowsInline(init SessionInit) bool {
	plain := len(init.RequiredFeatures) == 0 && len(init.OptionalFeatures) == 0
	return plain || now.TransientActivation || now.Launching
}

// RequestSession is the part of requestSession that chooses a device, resolves features and
// requests permission; the embedder draws. It calls settle once, or never if the document goes
// away or cancel is called, which also withdraws the prompt. After cancel another request may
// follow.
// https://www.w3.org/TR/webxr/#dom-xrsystem-requestsession
func (x *XRSystem) RequestSession(now Activation, mode string, init SessionInit, settle func(SessionResult)) (cancel func()) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		err = webxr.TypeError
	} else {
		err = x.begins(now, wanted, init)
	}
	if err != nil {
		settle(SessionResult{Err: err})
		return func() {}
	}
	p := &promise{request: x.NewRequest(wanted, init, now.Call), settle: settle}
	p.request.Prepare(func(granted bool) { x.Queue(func() { p.decide(granted) }) })
	return p.cancel
}

// begins sets the pending immersive session boolean for a request of an immersive session. It
// returns the error that rejects the request at once.
func (x *XRSystem) begins(now Activation, mode webxr.SessionMode, init SessionInit) error {
	switch {
	case !mode.Immersive() && now.AllowsInline(init):
		return nil
	case !mode.Immersive(), !now.AllowsImmersive():
		return webxr.SecurityError
	case x.session.Load() != nil, !x.pending.CompareAndSwap(false, true):
		return webxr.InvalidStateError
	default:
		return nil
	}
}

// promise is the promise of a call of requestSession.
type promise struct {
	request *Request
	settle  func(SessionResult)
	done    atomic.Bool
}

// decide settles the promise. It runs as a task.
func (p *promise) decide(granted bool) {
	var result SessionResult
	if granted {
		result.Session = p.request.Begin()
	}
	if result.Session == nil { // a missing device and a denied permission give the same error
		result.Err = webxr.NotSupportedError
	}
	if p.finish() {
		p.settle(result)
	}
}

func (p *promise) cancel() {
	if p.finish() {
		p.request.Cancel()()
	}
}

// finish ends the promise, and reports whether it had not ended before.
func (p *promise) finish() bool {
	if p.done.Swap(true) {
		return false
	}
	if p.request.mode.Immersive() {
		p.request.system.pending.Store(false)
	}
	return true
}

// Request is a call of requestSession apart from its promise: the steps that run in parallel to
// the page, and the one that begins the session. A user agent that delays some of them calls
// them one by one; XRSystem.RequestSession is for those that do not.
type Request struct {
	system *XRSystem
	mode   webxr.SessionMode
	wanted wanted
	call   any

	// Guarded by the devices' mutex.
	ended    bool
	asks     *consent // what the user is asked, or will be after a session; nil if nothing
	device   *Device
	features []webxr.Feature
}

// NewRequest returns a request for a session. Call is [Activation.Call]. It reads the page's lists
// and looks at no device.
func (x *XRSystem) NewRequest(mode webxr.SessionMode, init SessionInit, call any) *Request {
	return &Request{system: x, mode: mode, wanted: x.want(mode, init), call: call}
}

// Possible reports whether any device could serve the request. If not, the page may learn at once
// that it has failed.
func (r *Request) Possible() bool {
	return !r.wanted.impossible && r.system.classes.Class(r.mode) != webxr.NeverSupport
}

// Prepare obtains the device, resolves the features and requests the permission "xr". It calls
// ready once, before or after it returns, or never if the user ignores the prompt or the request
// is cancelled. The same features are looked up whether there is a device or not.
// https://www.w3.org/TR/webxr/#request-the-xr-permission
func (r *Request) Prepare(ready func(granted bool)) {
	switch {
	case !r.Possible():
		ready(false)
	case !r.mode.Immersive():
		// It is the default inline device, whatever features are requested.
		// https://www.w3.org/TR/webxr/#obtain-the-current-device
		r.prepareOn(r.system.devices.inline, ready)
	default:
		r.system.devices.Ensure(func(device *Device) { r.prepareOn(device, ready) })
	}
}

// prepareOn prepares the session on a device. A denied permission is not requested again for
// immersive sessions; it does not concern inline sessions.
func (r *Request) prepareOn(device *Device, ready func(granted bool)) {
	resolved, possible := r.system.resolve(device, r.mode, r.wanted)
	switch {
	case !supports(device, r.mode), !possible, r.mode.Immersive() && r.system.deniedXR(r.mode):
		ready(false)
	case resolved.asks():
		r.ask(device, resolved, ready)
	default:
		ready(r.grant(device, resolved.granted))
	}
}

// deniedXR reports whether the permission "xr" is denied for a mode, whatever the features.
func (x *XRSystem) deniedXR(mode webxr.SessionMode) bool {
	return x.permissions.State(x.permission(webxr.PermissionXR, mode)) == webxr.Denied
}

// decide applies the user's decision. A required feature without consent denies the request; an
// optional one is dropped.
func (r resolution) decide(grant Grant) (features []webxr.Feature, consented bool) {
	if grant.State != webxr.Granted {
		return nil, false
	}
	features = slices.Clone(r.granted)
	for _, feature := range r.askRequired {
		if !slices.Contains(grant.Features, feature) {
			return nil, false
		}
		features = append(features, feature)
	}
	for _, feature := range r.askOptional {
		if slices.Contains(grant.Features, feature) {
			features = append(features, feature)
		}
	}
	return features, true
}

// grant keeps the granted features, unless the request was cancelled before: nothing is kept of
// an answer that comes too late.
func (r *Request) grant(device *Device, features []webxr.Feature) bool {
	d := r.system.devices
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if r.ended {
		return false
	}
	r.device, r.features = device, features
	r.system.remember(device, r.mode, features)
	return true
}

// Begin begins the session. Call it in a task of the document, after ready was called with true.
// It returns nil if the request was cancelled, or the device has changed while the prompt was
// shown.
func (r *Request) Begin() *Session {
	x := r.system
	d := x.devices
	d.mutex.Lock()
	if r.ended || r.device == nil || x.gone.Load() || r.mode.Immersive() && !d.current.Load().device.serves(r.device, r.mode) {
		d.mutex.Unlock()
		return nil
	}
	r.ended = true
	session := &Session{system: x, device: r.device, mode: r.mode, features: r.features}
	tasks := session.activate()
	d.mutex.Unlock()
	if r.mode.Immersive() {
		x.queueRefresh()
		d.changed(tasks)
	}
	return session
}

// activate makes an immersive session the active one. A headset shows one session, so that of
// any other document ends. The mutex must be held.
// https://www.w3.org/TR/webxr/#active-immersive-session
func (s *Session) activate() []Task {
	if !s.mode.Immersive() {
		return nil
	}
	var tasks []Task
	if other := s.system.devices.shutDown(); other != nil {
		tasks = append(tasks, other.endTask())
	}
	s.system.devices.session.Store(s)
	s.system.session.Store(s)
	return tasks
}

// Cancel gives the request up: no answer of the user counts any more. It returns the function that
// withdraws the prompt, which runs the embedder's code and does nothing if no prompt is up.
func (r *Request) Cancel() (withdraw func()) {
	d := r.system.devices
	d.mutex.Lock()
	r.ended = true
	withdraw = r.endAsking().removal()
	d.mutex.Unlock()
	return withdraw
}
