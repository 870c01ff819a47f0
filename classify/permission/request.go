// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// request is a call of requestSession for an immersive mode. The partition's mutex guards
// it.
type request struct {
	document *Document
	settle   func(navigator.SessionResult)
	done     bool
	stop     func() // stops the timer; nil if there is none
	cancel   func() // cancels the XRSystem's request
}

// RequestSession is the half of requestSession that is about devices, features and
// permissions. A request that succeeds settles at once. If the document may not know which
// devices are connected, a request that fails settles after [SettleMin] to [SettleMax], with
// the same error whatever the cause.
// https://www.w3.org/TR/webxr/#dom-xrsystem-requestsession
func (d *Document) RequestSession(now navigator.Activation, mode string, init navigator.SessionInit, settle func(navigator.SessionResult)) {
	if d.system == nil {
		settle(navigator.SessionResult{Err: navigator.ErrNotExposed})
		return
	}
	if !webxr.SessionMode(mode).Immersive() {
		d.system.RequestSession(now, mode, init, settle)
		return
	}
	if !now.AllowsImmersive() {
		settle(navigator.SessionResult{Err: webxr.SecurityError})
		return
	}
	d.requestImmersive(now, webxr.SessionMode(mode), init, settle)
}

func (d *Document) requestImmersive(now navigator.Activation, mode webxr.SessionMode, init navigator.SessionInit, settle func(navigator.SessionResult)) {
	p := d.partition
	p.mutex.Lock()
	if d.requesting || d.session != nil && !d.session.Ended() {
		p.mutex.Unlock()
		settle(navigator.SessionResult{Err: webxr.InvalidStateError})
		return
	}
	d.requesting = true
	r := &request{document: d, settle: settle, cancel: func() {}}
	failsAtOnce := d.consented(mode) || p.gate.classes.Class(mode) == webxr.NeverSupport
	if !failsAtOnce {
		r.stop = p.gate.config.Clock.AfterFunc(drawSettleTime(p.gate.config.Random), r.timeOut)
	}
	p.mutex.Unlock()
	cancel := d.system.RequestSession(now, string(mode), init, func(result navigator.SessionResult) { r.finish(result, failsAtOnce) })
	p.mutex.Lock()
	r.cancel = cancel
	p.mutex.Unlock()
}

// finish handles the XRSystem's result. A failure is left to the timer unless the page may
// see it at once.
func (r *request) finish(result navigator.SessionResult, failsAtOnce bool) {
	d := r.document
	if result.Err != nil && !failsAtOnce {
		return
	}
	d.partition.mutex.Lock()
	late := r.done
	r.markDone()
	if !late {
		d.session = result.Session
	}
	d.partition.mutex.Unlock()
	switch {
	case !late:
		r.settle(result)
	case result.Session != nil:
		result.Session.End() // the promise was rejected before
	}
}

// timeOut rejects the request at the drawn time.
func (r *request) timeOut() {
	d := r.document
	d.partition.mutex.Lock()
	var callbacks callbackList
	if !r.done {
		r.markDone()
		callbacks = append(callbackList{r.cancel}, d.queueWhenThawed(func() { r.settle(navigator.SessionResult{Err: webxr.NotSupportedError}) })...)
	}
	d.partition.mutex.Unlock()
	callbacks.run()
}

// markDone stops the timer, and allows the document its next request.
func (r *request) markDone() {
	if r.done {
		return
	}
	r.done, r.document.requesting = true, false
	if r.stop != nil {
		r.stop()
	}
}

// MakeXRCompatible is makeXRCompatible and getContext's xrCompatible.
// https://www.w3.org/TR/webxr/#dom-webglrenderingcontextbase-makexrcompatible
func (d *Document) MakeXRCompatible(contextLost bool, settle func(navigator.CompatibleResult)) {
	if d.system == nil {
		settle(navigator.CompatibleResult{Err: navigator.ErrNotExposed})
		return
	}
	d.system.MakeXRCompatible(contextLost, func(result navigator.CompatibleResult) {
		if result.Adapter {
			d.partition.mutex.Lock()
			d.events.onAdapter = true
			d.partition.mutex.Unlock()
		}
		settle(result)
	})
}

// QueryXR queries the permission "xr". Change runs up to [EventDelayMax] late.
// https://www.w3.org/TR/webxr/#query-the-xr-permission
func (d *Document) QueryXR(mode string, init navigator.SessionInit, change func()) (*navigator.PermissionStatus, error) {
	if !d.Active() {
		return nil, webxr.InvalidStateError
	}
	if d.system == nil {
		return nil, navigator.ErrNotExposed
	}
	return d.system.QueryXR(mode, init, func() { d.delayXRChange(change) })
}

// delayXRChange schedules a change of the permission "xr".
func (d *Document) delayXRChange(change func()) {
	if change == nil {
		return
	}
	d.partition.mutex.Lock()
	d.events.xrChanges = append(d.events.xrChanges, change)
	callbacks := d.scheduleEvents()
	d.partition.mutex.Unlock()
	callbacks.run()
}

// Active reports whether the document is fully active.
func (d *Document) Active() bool {
	d.partition.mutex.Lock()
	defer d.partition.mutex.Unlock()
	return d.active()
}
