// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"context"
	"slices"

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
// XR. Its methods return at once. If the result depends only on
// the document, the promise settles before its method returns; otherwise it settles in a task
// of the document's event loop.
type Document struct {
	partition *Partition
	config    DocumentConfig
	system    *navigator.XRSystem // nil if navigator.xr is not exposed
	devices   *navigator.Devices

	// The partition's mutex guards these fields.
	gone, frozen, hidden bool
	onThaw               []func() // run when the document is thawed
	events               events
	requesting           bool // an immersive session
	session              *navigator.Session
}

// opaqueOrigin is the serialisation of every opaque origin. No two opaque origins are
// equal, so each document with one has decisions of its own.
const opaqueOrigin = "null"

// Open opens a document in a partition. The document closes when the context ends; calls
// without an answer are dropped then.
func (p *Partition) Open(ctx context.Context, c DocumentConfig) *Document {
	if c.ThirdParty && p.gate.config.FirstPartyOnly {
		c.Allowed = slices.DeleteFunc(slices.Clone(c.Allowed), func(policy webxr.Policy) bool { return policy == webxr.PolicySpatialTracking })
	}
	if c.Origin == opaqueOrigin {
		p = p.gate.newPartition(Memory{})
		context.AfterFunc(ctx, p.Close)
	}
	c.Partition = p
	d := &Document{partition: p, config: c, devices: p.gate.config.Devices, hidden: c.Hidden}
	if c.Off {
		d.devices = p.gate.noDevices
	}
	system, err := d.devices.NewXRSystem(ctx, navigator.SystemConfig{
		Document: c.Document, Tasks: c.Tasks, Classes: p.gate.classes, Permissions: permissions{d},
		Events: navigator.Events{DeviceChange: d.deviceChanged, Incompatible: d.incompatible},
	})
	if err == nil {
		d.system = system
	}
	p.mutex.Lock()
	p.documents = append(p.documents, d)
	d.events.announced = d.visibleSupport()
	p.mutex.Unlock()
	context.AfterFunc(ctx, d.Close)
	return d
}

// Partition returns the partition that the document uses.
func (d *Document) Partition() *Partition { return d.partition }

// Exposed reports whether the document has navigator.xr.
// https://www.w3.org/TR/webxr/#navigator-xr-attribute
func (d *Document) Exposed() bool { return d.system != nil }

// IsSessionSupported reports to the page whether to advertise a session mode. While the
// user has not decided, a false takes [SettleMin] to [SettleMax]. The error is a
// [webxr.Error], or [navigator.ErrNotExposed].
// https://www.w3.org/TR/webxr/#dom-xrsystem-issessionsupported
func (d *Document) IsSessionSupported(mode string, settle func(navigator.SupportedResult)) {
	if d.system == nil {
		settle(navigator.SupportedResult{Err: navigator.ErrNotExposed})
		return
	}
	wanted := webxr.SessionMode(mode)
	if !d.dependsOnDevices(wanted) {
		d.system.IsSessionSupported(mode, settle)
		return
	}
	p, key := d.partition, d.key(wanted)
	p.mutex.Lock()
	state := p.state(key)
	if state == webxr.Prompt && !d.gone {
		callbacks := p.addCall(key, pendingCall{d, settle})
		p.mutex.Unlock()
		callbacks.run()
		return
	}
	p.mutex.Unlock()
	d.answer(state, wanted, settle)
}

// dependsOnDevices reports whether the answer about a mode may depend on the connected
// devices.
func (d *Document) dependsOnDevices(mode webxr.SessionMode) bool {
	return mode.Immersive() && d.allowed() && d.partition.gate.classes.Class(mode) == webxr.HighlyVariable
}

// allowed reports whether policy allows the document spatial tracking.
func (d *Document) allowed() bool {
	return slices.Contains(d.config.Allowed, webxr.PolicySpatialTracking)
}

func (d *Document) key(mode webxr.SessionMode) Key { return Key{Origin: d.config.Origin, Mode: mode} }

// answer settles a call by the user's decision: with false without consent, and otherwise by
// the connected devices.
func (d *Document) answer(state webxr.PermissionState, mode webxr.SessionMode, settle func(navigator.SupportedResult)) {
	if state != webxr.Granted {
		d.system.Settle(settle, false)
		return
	}
	if device := d.devices.Selected(); device != nil {
		d.system.Settle(settle, device.Supports(mode))
		return
	}
	d.system.IsSessionSupported(string(mode), settle) // no device is selected, or none yet
}

// answerWhenThawed answers a pending call.
func (d *Document) answerWhenThawed(state webxr.PermissionState, mode webxr.SessionMode, settle func(navigator.SupportedResult)) callbackList {
	return d.whenThawed(func() { d.answer(state, mode, settle) })
}

// queueWhenThawed queues a task.
func (d *Document) queueWhenThawed(task func()) callbackList {
	return d.whenThawed(func() { d.queue(task) })
}

// whenThawed returns a function to run now, or keeps it until a frozen document is thawed.
// It drops the function if the document has gone.
func (d *Document) whenThawed(f func()) callbackList {
	switch {
	case d.gone:
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
	class := d.partition.gate.classes.Class(mode)
	switch {
	case d.system == nil || !d.allowed():
		return webxr.Denied
	case class == webxr.NeverSupport:
		return webxr.Denied
	case class == webxr.UsuallySupport || !mode.Immersive():
		return webxr.Granted
	default:
		return d.partition.state(d.key(mode))
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
func (d *Document) active() bool { return !d.gone && !d.frozen }

// Close closes the document, as the end of its context does.
func (d *Document) Close() {
	d.partition.mutex.Lock()
	d.gone, d.onThaw = true, nil
	d.partition.remove(d)
	callbacks := d.leaveQuestions()
	d.partition.mutex.Unlock()
	callbacks.run()
}

func (d *Document) leaveQuestions() callbackList {
	var callbacks callbackList
	for _, q := range d.openQuestions() {
		callbacks = append(callbacks, q.leave(d)...)
	}
	return callbacks
}

// openQuestions returns the open questions that the document has called about.
func (d *Document) openQuestions() []*question {
	var open []*question
	for _, mode := range webxr.SessionModes() {
		if q := d.partition.questions[d.key(mode)]; q != nil && slices.Contains(q.documents, d) {
			open = append(open, q)
		}
	}
	return open
}

// Freeze puts the document into the back/forward cache. A frozen document receives nothing,
// and its prompt is withdrawn.
func (d *Document) Freeze() {
	d.partition.mutex.Lock()
	d.frozen = true
	callbacks := d.leaveQuestions()
	d.partition.mutex.Unlock()
	callbacks.run()
}

// Thaw restores the document. It receives what was settled meanwhile, in order, and at most
// one event about devices.
func (d *Document) Thaw() {
	d.partition.mutex.Lock()
	d.frozen = false
	callbacks := callbackList(d.onThaw)
	d.onThaw = nil
	callbacks = append(callbacks, d.scheduleEvents()...)
	for _, q := range d.openQuestions() {
		callbacks = append(callbacks, q.showPrompt)
	}
	d.partition.mutex.Unlock()
	callbacks.run()
}

// SetVisible sets whether the document is visible. A hidden document receives no events
// about devices until it is visible again.
func (d *Document) SetVisible(visible bool) {
	d.partition.mutex.Lock()
	d.hidden = !visible
	callbacks := d.scheduleEvents()
	d.partition.mutex.Unlock()
	callbacks.run()
}
