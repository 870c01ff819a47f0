// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"time"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// request is a call of requestSession. The site's mutex guards done and stop.
type request struct {
	document *Document
	settle   func(navigator.SessionResult)
	parts    *navigator.Request
	mode     webxr.SessionMode
	// failsAtOnce says that the page may learn at once that the request has failed.
	failsAtOnce bool
	done        bool
	stop        []func() // stop the timers
	stopPrepare func()   // stops the one after which something looks at devices; nil if there is none
}

// RequestSession is the half of requestSession that is about devices, features and
// permissions. If the document may not know which devices are connected, nothing looks at them
// for [PromptDelayMin] to [PromptDelayMax], and a request that fails settles after [SettleMin] to
// [SettleMax], with the same error whatever the cause. A request that fails whatever the devices
// are, is rejected in the next task. So is one of a page with consent, or after [PromptWindow] if
// the user does not answer its prompt. Cancel gives the request up, so that it never settles,
// withdraws its prompt, and keeps nothing of a later answer. Err is nil, a [webxr.Error] or [navigator.ErrNotExposed].
// https://www.w3.org/TR/webxr/#dom-xrsystem-requestsession
func (d *Document) RequestSession(now navigator.Activation, mode string, init navigator.SessionInit, settle func(navigator.SessionResult)) (cancel func()) {
	if d.system == nil {
		settle(navigator.SessionResult{Err: navigator.ErrNotExposed})
		return func() {}
	}
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		settle(navigator.SessionResult{Err: webxr.TypeError})
		return func() {}
	}
	r := &request{document: d, settle: settle, mode: wanted, parts: d.system.NewRequest(wanted, init, now.Call)}
	d.site.mutex.Lock()
	err = r.begin(now, init)
	d.site.unlock()
	switch {
	case err != nil:
		settle(navigator.SessionResult{Err: err})
	case !r.parts.Possible():
		d.system.Queue(r.reject) // does nothing in a document that has gone
	}
	return r.giveUp
}

// begin makes the request the document's, and starts its timers. It returns the error that
// rejects it at once.
func (r *request) begin(now navigator.Activation, init navigator.SessionInit) error {
	d := r.document
	immersive := r.mode.Immersive()
	switch {
	case d.gone.Load():
		r.done = true // the promises of a document that has gone never settle
		return nil
	case d.frozen:
		return webxr.InvalidStateError
	case immersive && (!now.AllowsImmersive() || d.hidden), !immersive && !now.AllowsInline(init):
		return webxr.SecurityError
	case immersive && (d.request != nil || d.system.Session() != nil):
		return webxr.InvalidStateError
	}
	if immersive {
		d.request = r
	}
	at, _ := slot(r.mode)
	r.failsAtOnce = !immersive || d.consented(at)
	if r.parts.Possible() {
		r.startTimers()
	}
	return nil
}

// startTimers starts the timer of a failure and the one after which something may look at
// devices. Both times are drawn before anything does. With consent nothing is drawn: something
// looks at once, and an ignored prompt lasts as long as any.
func (r *request) startTimers() {
	config := r.document.partition.gate.config
	fails, looks := PromptWindow, time.Duration(0)
	if !r.failsAtOnce {
		fails, looks = drawSettleTime(config.Random), drawPromptDelay(config.Random)
	}
	r.stopPrepare = config.Clock.AfterFunc(looks, r.prepare)
	r.stop = []func(){config.Clock.AfterFunc(fails, r.timeOut), r.stopPrepare}
}

// prepare looks at the devices and asks the user, in parallel to the page.
func (r *request) prepare() {
	r.parts.Prepare(func(granted bool) {
		d := r.document
		d.site.mutex.Lock()
		var callbacks callbackList
		switch {
		case granted:
			callbacks = d.queueWhenThawed(r.beginSession)
		case r.failsAtOnce:
			callbacks = d.queueWhenThawed(r.reject)
		}
		d.site.mutex.Unlock()
		callbacks.run()
	})
}

// beginSession begins the session and settles the promise. It runs as a task. If the device has
// changed or the document was hidden meanwhile, the request has failed.
func (r *request) beginSession() {
	d := r.document
	d.site.mutex.Lock()
	hidden := r.mode.Immersive() && d.hidden // since the request was made
	d.site.mutex.Unlock()
	if hidden {
		r.cancel()
	}
	session := r.parts.Begin()
	if session == nil {
		if r.failsAtOnce {
			r.reject()
		}
		return
	}
	d.site.mutex.Lock()
	first := r.finish()
	if first && r.mode.Immersive() {
		d.noteChange() // of an earlier session
		d.setSession(session)
		d.noteChange() // if this one's device has just gone
	}
	callbacks := d.scheduleEvents()
	d.site.unlock()
	defer callbacks.run() // after the page has its session
	if !first {
		session.End() // the request was rejected or given up before
		return
	}
	r.settle(navigator.SessionResult{Session: session})
}

// reject rejects the promise. It runs as a task.
func (r *request) reject() {
	r.document.site.mutex.Lock()
	first := r.finish()
	r.document.site.unlock()
	if first {
		r.settle(navigator.SessionResult{Err: webxr.NotSupportedError})
	}
}

// timeOut rejects the request at the drawn time.
func (r *request) timeOut() {
	d := r.document
	d.site.mutex.Lock()
	var callbacks callbackList
	if r.finish() {
		callbacks = append(callbackList{r.cancel}, d.queueWhenThawed(func() { r.settle(navigator.SessionResult{Err: webxr.NotSupportedError}) })...)
	}
	d.site.unlock()
	callbacks.run()
}

// giveUp ends the request, which never settles then.
func (r *request) giveUp() {
	r.document.site.mutex.Lock()
	first := r.finish()
	r.document.site.unlock()
	if first {
		r.cancel()
	}
}

// finish ends the request, and reports whether it had not ended before. It stops the timers, and
// allows the document its next request.
func (r *request) finish() bool {
	if r.done {
		return false
	}
	r.done = true
	if r.document.request == r {
		r.document.request = nil
	}
	for _, stop := range r.stop {
		stop()
	}
	return true
}

// cancel cancels the request's parts, and withdraws the prompt in parallel to the caller, who may
// be a page. What the caller does is the same whether a prompt is up or not.
func (r *request) cancel() {
	withdraw := r.parts.Cancel()
	r.document.partition.gate.config.Clock.AfterFunc(0, withdraw)
}

// freeze withdraws the prompt of a request whose document is frozen. The request fails then, at
// its drawn time if it has one.
func (r *request) freeze() callbackList {
	callbacks := callbackList{r.cancel}
	if r.stopPrepare != nil {
		callbacks = append(callbacks, r.stopPrepare)
	}
	if r.failsAtOnce {
		callbacks = append(callbacks, r.document.queueWhenThawed(r.reject)...)
	}
	return callbacks
}

// MakeXRCompatible is makeXRCompatible and getContext's xrCompatible. Err is nil, a
// [webxr.Error] or [navigator.ErrNotExposed].
// https://www.w3.org/TR/webxr/#dom-webglrenderingcontextbase-makexrcompatible
func (d *Document) MakeXRCompatible(contextLost bool, settle func(navigator.CompatibleResult)) {
	if d.system == nil {
		settle(navigator.CompatibleResult{Err: navigator.ErrNotExposed})
		return
	}
	d.system.MakeXRCompatible(contextLost, func(result navigator.CompatibleResult) {
		if d.keepForThaw(func() { d.MakeXRCompatible(contextLost, settle) }) {
			return // what is right then is decided when the document is thawed
		}
		if result.Adapter {
			d.noteAdapter()
		}
		settle(result)
	})
}

// keepForThaw keeps a function until the document is thawed, if it is frozen, and reports whether
// it is.
func (d *Document) keepForThaw(f func()) bool {
	d.site.mutex.Lock()
	defer d.site.mutex.Unlock()
	if d.frozen {
		d.onThaw = append(d.onThaw, f)
	}
	return d.frozen
}

// QueryXR queries the permission "xr". While the document has no session of the mode the state is
// prompt, whatever the user decided and whatever is connected. The error is
// [webxr.TypeError], [webxr.InvalidStateError] if the document is not fully active, or
// [navigator.ErrNotExposed].
// https://www.w3.org/TR/webxr/#query-the-xr-permission
func (d *Document) QueryXR(mode string, init navigator.SessionInit, change func()) (*navigator.PermissionStatus, error) {
	switch {
	case !d.Active():
		return nil, webxr.InvalidStateError
	case d.system == nil:
		return nil, navigator.ErrNotExposed
	default:
		return d.system.QueryXR(mode, init, change)
	}
}

// Active reports whether the document is fully active.
func (d *Document) Active() bool {
	d.site.mutex.Lock()
	defer d.site.mutex.Unlock()
	return d.active()
}
