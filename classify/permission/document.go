// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"container/list"
	"context"
	"slices"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// DocumentConfig has what does not change while a document is open.
type DocumentConfig struct {
	navigator.Document
	// ThirdParty is set if the document's origin is not its top-level origin.
	ThirdParty bool
	// Off is set if the user agent turns XR off here, for instance by an administrator's
	// policy, or in incognito. To the page it looks as if no device were connected.
	Off bool
	// Hidden is set if the document is not visible when it is opened.
	Hidden bool
	Tasks  navigator.TaskQueue
	// Events run as tasks of the document's event loop.
	Events navigator.Events
}

// Document is a page's navigator.xr, and its navigator.permissions as far as they are about
// XR. Its methods return at once, and call none of the embedder's code but its event loop, its
// classes, its clock and its source of random numbers. If the result depends only on the
// document, the promise settles before its method returns; otherwise it settles in a task of
// the document's event loop.
type Document struct {
	partition *Partition
	site      *site
	config    DocumentConfig
	system    *navigator.XRSystem // nil if navigator.xr is not exposed
	devices   *navigator.Devices
	spatial   bool // policy allows "xr-spatial-tracking"
	own       bool // the partition is the document's own
	gone      atomic.Bool
	// forget makes the context forget the document; nil until it is set.
	forget atomic.Pointer[func() bool]

	// The site's mutex guards these fields.
	place          *list.Element // in the site's documents
	frozen, hidden bool
	onThaw         []func() // run when the document is thawed
	events         events
	statuses       [slots][]*Status
	refreshing     bool     // the task that updates the statuses is queued
	request        *request // of an immersive session; nil if none is pending
	session        *navigator.Session
}

// opaqueOrigin is the serialisation of every opaque origin. No two opaque origins are
// equal, so each document with one has decisions of its own.
const opaqueOrigin = "null"

// Open opens a document in a partition. The document closes when the context ends, or with
// [Document.Close]; calls without an answer are dropped then.
func (p *Partition) Open(ctx context.Context, c DocumentConfig) *Document {
	if c.ThirdParty && p.gate.config.FirstPartyOnly {
		c.Allowed = slices.DeleteFunc(slices.Clone(c.Allowed), func(policy webxr.Policy) bool { return policy == webxr.PolicySpatialTracking })
	}
	d := &Document{partition: p, devices: p.gate.config.Devices, hidden: c.Hidden, own: c.Origin == opaqueOrigin}
	if d.own {
		d.partition = p.gate.newPartition(Memory{})
	}
	if c.Off {
		d.devices = p.gate.noDevices
	}
	c.Partition = d.partition
	d.config, d.spatial = c, slices.Contains(c.Allowed, webxr.PolicySpatialTracking)
	d.site = d.partition.acquire(c.Origin)
	system, err := d.devices.NewXRSystem(context.WithoutCancel(ctx), navigator.SystemConfig{
		Document: c.Document, Tasks: c.Tasks, Classes: p.gate.classes, Permissions: permissions{d},
	})
	if err == nil {
		d.system = system
	}
	d.site.mutex.Lock()
	d.place = d.site.documents.PushBack(d)
	d.site.attend()
	d.events.early = !d.devices.Enumerated()
	d.events.announced = d.visibleDevices()
	d.site.unlock()
	forget := context.AfterFunc(ctx, d.Close)
	d.forget.Store(&forget)
	return d
}

// Partition returns the partition that the document uses.
func (d *Document) Partition() *Partition { return d.partition }

// Exposed reports whether the document has navigator.xr.
// https://www.w3.org/TR/webxr/#navigator-xr-attribute
func (d *Document) Exposed() bool { return d.system != nil }

// IsSessionSupported reports to the page whether to advertise a session mode. While the
// user has not decided, a false takes [SettleMin] to [SettleMax]. Err is nil, a
// [webxr.Error] or [navigator.ErrNotExposed].
// https://www.w3.org/TR/webxr/#dom-xrsystem-issessionsupported
func (d *Document) IsSessionSupported(mode string, settle func(navigator.SupportedResult)) {
	if d.system == nil {
		settle(navigator.SupportedResult{Err: navigator.ErrNotExposed})
		return
	}
	at, immersive := slot(webxr.SessionMode(mode))
	if !immersive || !d.dependsOnDevices(immersiveModes[at]) {
		d.system.IsSessionSupported(mode, settle)
		return
	}
	if state := d.site.state(at); state != webxr.Prompt {
		d.answer(state, at, settle)
		return
	}
	d.ask(at, settle)
}

// ask adds a call to the open question, unless the user has decided meanwhile.
func (d *Document) ask(at int, settle func(navigator.SupportedResult)) {
	s := d.site
	s.mutex.Lock()
	if state := s.state(at); state != webxr.Prompt || d.gone.Load() {
		s.mutex.Unlock()
		d.answer(state, at, settle)
		return
	}
	callbacks := s.addCall(at, pendingCall{d, settle})
	s.unlock()
	callbacks.run()
}

// dependsOnDevices reports whether the answer about an immersive mode may depend on the
// connected devices.
func (d *Document) dependsOnDevices(mode webxr.SessionMode) bool {
	return d.spatial && d.partition.gate.classes.Class(mode) == webxr.HighlyVariable
}

// answer settles a call by the user's decision: with false without consent, and otherwise by
// the connected devices.
func (d *Document) answer(state webxr.PermissionState, at int, settle func(navigator.SupportedResult)) {
	if state != webxr.Granted {
		d.system.Settle(settle, false)
		return
	}
	if d.devices.Enumerated() {
		d.system.Settle(settle, d.supports(immersiveModes[at]))
		return
	}
	d.waitForDevices(at, settle)
}

// waitForDevices answers a call after the first report, or when the user revokes the consent.
func (d *Document) waitForDevices(at int, settle func(navigator.SupportedResult)) {
	s, call := d.site, &pendingCall{d, settle}
	s.mutex.Lock()
	s.waiting[at] = append(s.waiting[at], call)
	s.mutex.Unlock()
	d.devices.Ensure(func(*navigator.Device) {
		s.mutex.Lock()
		callbacks := s.answerWaiting(at, call)
		s.mutex.Unlock()
		callbacks.run()
	})
}

// answerWhenThawed answers a pending call. A consent must still hold when a frozen document is
// thawed, because the devices of that moment answer.
func (d *Document) answerWhenThawed(state webxr.PermissionState, at int, settle func(navigator.SupportedResult)) callbackList {
	return d.whenThawed(func() {
		if state == webxr.Granted && d.site.state(at) != webxr.Granted {
			state = webxr.Denied
		}
		d.answer(state, at, settle)
	})
}

// queueWhenThawed queues a task.
func (d *Document) queueWhenThawed(task func()) callbackList {
	return d.whenThawed(func() { d.queue(task) })
}

// whenThawed returns a function to run now, or keeps it until a frozen document is thawed.
// It drops the function if the document has gone.
func (d *Document) whenThawed(f func()) callbackList {
	switch {
	case d.gone.Load():
		return nil
	case d.frozen:
		d.onThaw = append(d.onThaw, f)
		return nil
	default:
		return callbackList{f}
	}
}

// queue queues a task. A document without navigator.xr drops it.
func (d *Document) queue(task func()) {
	if d.system != nil {
		d.system.Queue(task)
	}
}

// state returns the permission's state in the document.
// https://www.w3.org/TR/permissions/#dfn-permission-state
//
// D12: the Permissions specification denies a permission if the policy-controlled feature
// of the same name is forbidden. There is no feature of this name, so the feature that
// governs WebXR is used.
func (d *Document) state(mode webxr.SessionMode) webxr.PermissionState {
	at, immersive := slot(mode)
	class := d.partition.gate.classes.Class(mode)
	switch {
	case d.system == nil || !d.spatial:
		return webxr.Denied
	case class == webxr.NeverSupport:
		return webxr.Denied
	case class == webxr.UsuallySupport || !immersive:
		return webxr.Granted
	default:
		return d.site.state(at)
	}
}

// mayPrompt reports whether the strategy allows a prompt for the document now.
func (d *Document) mayPrompt(mode webxr.SessionMode) bool {
	if d.partition.gate.config.Strategy == AlwaysAsk {
		return !d.config.Off
	}
	return d.supports(mode)
}

// supports reports whether the selected device supports a mode.
func (d *Document) supports(mode webxr.SessionMode) bool {
	device := d.devices.Selected()
	return device != nil && device.Supports(mode)
}

// active reports whether the document is fully active.
// https://html.spec.whatwg.org/multipage/document-sequences.html#fully-active
func (d *Document) active() bool { return !d.gone.Load() && !d.frozen }

// Close closes the document, as the end of its context does: its session ends, its calls are
// dropped, and its prompts are withdrawn. A second call does nothing.
func (d *Document) Close() {
	if d.gone.Swap(true) {
		return
	}
	if forget := d.forget.Load(); forget != nil {
		(*forget)()
	}
	d.site.mutex.Lock()
	d.onThaw, d.statuses = nil, [slots][]*Status{}
	d.site.documents.Remove(d.place)
	d.setSession(nil)
	callbacks := d.leaveQuestions()
	if r := d.request; r != nil {
		r.finish()
		callbacks = append(callbacks, r.cancel)
	}
	d.site.unlock()
	callbacks.run()
	if d.system != nil {
		d.system.Close()
	}
	d.partition.release(d.site)
	if d.own {
		d.partition.Close()
	}
}

// leaveQuestions makes the document leave the open questions that it has called about.
func (d *Document) leaveQuestions() callbackList {
	var callbacks callbackList
	for _, q := range d.site.questions {
		if q != nil && slices.Contains(q.documents, d) {
			callbacks = append(callbacks, q.leave(d)...)
		}
	}
	return callbacks
}

// Freeze puts the document into the back/forward cache. A frozen document receives nothing, its
// prompts are withdrawn, and its session ends.
func (d *Document) Freeze() {
	d.site.mutex.Lock()
	d.frozen = true
	callbacks := d.leaveQuestions()
	if d.request != nil {
		callbacks = append(callbacks, d.request.freeze()...)
	}
	d.site.unlock()
	callbacks.run()
	d.endSession()
}

// endSession ends the session of a document that was frozen. The page learns that when it is
// thawed.
func (d *Document) endSession() {
	if d.system == nil {
		return
	}
	session := d.system.Session()
	if session == nil {
		return
	}
	ended := session.ShutDown()
	d.site.mutex.Lock()
	callbacks := d.queueWhenThawed(ended)
	d.site.mutex.Unlock()
	callbacks.run()
}

// Thaw restores the document. It receives what was settled meanwhile, in order, and at most
// one event about devices.
func (d *Document) Thaw() {
	d.site.mutex.Lock()
	d.frozen = false
	callbacks := callbackList(d.onThaw)
	d.onThaw = nil
	callbacks = append(callbacks, d.scheduleEvents()...)
	if d.site.questions != [slots]*question{} {
		callbacks = append(callbacks, d.site.updatePromptsSoon()...)
	}
	d.site.unlock()
	callbacks.run()
}

// SetVisible sets whether the document is visible. A hidden document receives no events
// about devices until it is visible again, and may request no immersive session: it cannot have
// shown the user what is about to begin.
func (d *Document) SetVisible(visible bool) {
	d.site.mutex.Lock()
	d.hidden = !visible
	callbacks := d.scheduleEvents()
	d.site.unlock()
	callbacks.run()
}
