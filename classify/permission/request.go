// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// request is a call of requestSession for an immersive mode, on its way. The partition's
// mutex guards it.
type request struct {
	document *Document
	settle   func(navigator.SessionResult)
	over     bool
	stop     func() // the timer
	cancel   func() // what the device does about it
}

// RequestSession is requestSession's half about devices, features and permissions. Where
// the document may not know what is connected a request that fails does so when the time
// has come that was drawn before, by one error, whatever the cause; one that succeeds
// does at once.
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
	open := d.consented(mode) || p.gate.classes.Class(mode) == webxr.NeverSupport
	if !open {
		r.stop = p.gate.config.Clock.AfterFunc(settlingTime(p.gate.config.Random), r.giveUp)
	}
	p.mutex.Unlock()
	cancel := d.system.RequestSession(now, string(mode), init, func(result navigator.SessionResult) { r.came(result, open) })
	p.mutex.Lock()
	r.cancel = cancel
	p.mutex.Unlock()
}

// came is what the request came to. A failure that the document may not date waits.
func (r *request) came(result navigator.SessionResult, open bool) {
	d := r.document
	if result.Err != nil && !open {
		return
	}
	d.partition.mutex.Lock()
	late := r.over
	r.finish()
	if !late {
		d.session = result.Session
	}
	d.partition.mutex.Unlock()
	switch {
	case !late:
		r.settle(result)
	case result.Session != nil:
		result.Session.End() // the page was told no
	}
}

// giveUp fails the request at its time.
func (r *request) giveUp() {
	d := r.document
	d.partition.mutex.Lock()
	var after effects
	if !r.over {
		r.finish()
		after = append(effects{r.cancel}, d.deliver(func() { r.settle(navigator.SessionResult{Err: webxr.NotSupportedError}) })...)
	}
	d.partition.mutex.Unlock()
	after.run()
}

// finish ends the document's waiting for the request, once.
func (r *request) finish() {
	if r.over {
		return
	}
	r.over, r.document.requesting = true, false
	if r.stop != nil {
		r.stop()
	}
}

// MakeXRCompatible answers makeXRCompatible and the xrCompatible attribute of getContext.
// https://www.w3.org/TR/webxr/#dom-webglrenderingcontextbase-makexrcompatible
func (d *Document) MakeXRCompatible(contextLost bool, settle func(navigator.CompatibleResult)) {
	if d.system == nil {
		settle(navigator.CompatibleResult{Err: navigator.ErrNotExposed})
		return
	}
	d.system.MakeXRCompatible(contextLost, func(answer navigator.CompatibleResult) {
		if answer.Adapter {
			d.partition.mutex.Lock()
			d.events.adapter = true
			d.partition.mutex.Unlock()
		}
		settle(answer)
	})
}

// QueryXR queries the permission "xr". Change runs when the answer is another, as late as
// other events about devices.
// https://www.w3.org/TR/webxr/#query-the-xr-permission
func (d *Document) QueryXR(mode string, init navigator.SessionInit, change func()) (*navigator.PermissionStatus, error) {
	if !d.Active() {
		return nil, webxr.InvalidStateError
	}
	if d.system == nil {
		return nil, navigator.ErrNotExposed
	}
	return d.system.QueryXR(mode, init, func() { d.changeLater(change) })
}

// changeLater tells of a change of the permission "xr".
func (d *Document) changeLater(change func()) {
	if change == nil {
		return
	}
	d.partition.mutex.Lock()
	d.events.later = append(d.events.later, change)
	after := d.announce()
	d.partition.mutex.Unlock()
	after.run()
}

// Active reports whether the document is fully active.
func (d *Document) Active() bool {
	d.partition.mutex.Lock()
	defer d.partition.mutex.Unlock()
	return d.active()
}
