// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"context"
	"slices"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// DocumentConfig is what the user agent knows of a document for as long as it lives.
type DocumentConfig struct {
	navigator.Document
	// ThirdParty says that the document's origin is not its top-level origin.
	ThirdParty bool
	// Off says that XR is off here by the user agent's own rules, such as an
	// administrator's, or in incognito. To the page it is as if nothing were connected.
	Off bool
	// Hidden says that the document is not in view when it is opened.
	Hidden bool
	Tasks  navigator.TaskQueue
	// Events are what the document is told, by tasks of its event loop.
	Events navigator.Events
}

// Document is navigator.xr and navigator.permissions of one document, as far as they are
// about XR. Its methods return at once, and settle by tasks on the document's event loop
// what does not depend on the document alone.
type Document struct {
	partition *Partition
	config    DocumentConfig
	system    *navigator.XRSystem // nil where navigator.xr is not exposed
	devices   *navigator.Devices

	// Guarded by the partition's mutex.
	gone, frozen, hidden bool
	held                 []func() // steps for when it is thawed
	events               events
	requesting           bool // an immersive session
	session              *navigator.Session
}

// Open opens a document in a partition. It lives until the context ends: what is pending
// then is dropped.
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
		d.devices = p.gate.nothing
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
	d.events.told = d.known()
	p.mutex.Unlock()
	context.AfterFunc(ctx, d.Close)
	return d
}

// opaqueOrigin is how every origin is serialised that equals no other. What is decided
// for a document of one is its own.
const opaqueOrigin = "null"

// Partition returns the partition that the document was opened in.
func (d *Document) Partition() *Partition { return d.partition }

// Exposed reports whether the document has navigator.xr.
// https://www.w3.org/TR/webxr/#navigator-xr-attribute
func (d *Document) Exposed() bool { return d.system != nil }

// IsSessionSupported advises on whether to advertise a session mode. Where the user has
// not decided yet, an answer that is not yes takes [SettleMin] to [SettleMax]. The error is
// a [webxr.Error], or [navigator.ErrNotExposed].
// https://www.w3.org/TR/webxr/#dom-xrsystem-issessionsupported
func (d *Document) IsSessionSupported(mode string, settle func(navigator.SupportedResult)) {
	if d.system == nil {
		settle(navigator.SupportedResult{Err: navigator.ErrNotExposed})
		return
	}
	wanted := webxr.SessionMode(mode)
	if !d.varies(wanted) {
		d.system.IsSessionSupported(mode, settle)
		return
	}
	p, key := d.partition, d.key(wanted)
	p.mutex.Lock()
	state := p.state(key)
	if state == webxr.Prompt && !d.gone {
		after := p.ask(key, waiting{d, settle})
		p.mutex.Unlock()
		after.run()
		return
	}
	p.mutex.Unlock()
	d.answerBy(state, wanted, settle)
}

// varies reports whether the answer about a mode may depend on what is connected.
func (d *Document) varies(mode webxr.SessionMode) bool {
	return mode.Immersive() && d.allowed() && d.partition.gate.classes.Class(mode) == webxr.HighlyVariable
}

// allowed reports whether the document may track in space, by policy.
func (d *Document) allowed() bool {
	return slices.Contains(d.config.Allowed, webxr.PolicySpatialTracking)
}

func (d *Document) key(mode webxr.SessionMode) Key { return Key{Origin: d.config.Origin, Mode: mode} }

// answerBy answers by what was decided: without consent false, and with it by what is
// connected.
func (d *Document) answerBy(state webxr.PermissionState, mode webxr.SessionMode, settle func(navigator.SupportedResult)) {
	if state != webxr.Granted {
		d.system.Settle(settle, false)
		return
	}
	if device := d.devices.Selected(); device != nil {
		d.system.Settle(settle, device.Supports(mode))
		return
	}
	d.system.IsSessionSupported(string(mode), settle) // there is none, or not yet
}

// release answers a call that has waited.
func (d *Document) release(state webxr.PermissionState, mode webxr.SessionMode, settle func(navigator.SupportedResult)) effects {
	return d.when(func() { d.answerBy(state, mode, settle) })
}

// deliver queues a task, for which a frozen document waits.
func (d *Document) deliver(task func()) effects {
	return d.when(func() { d.queue(task) })
}

// when has a step made at once, when the document is thawed, or never if it has gone.
func (d *Document) when(step func()) effects {
	switch {
	case d.gone:
		return nil
	case d.frozen:
		d.held = append(d.held, step)
		return nil
	default:
		return effects{step}
	}
}

// queue queues a task, for which a document without navigator.xr has nothing to say.
func (d *Document) queue(task func()) {
	if d.system != nil {
		d.system.Queue(task)
	}
}

// state is the permission's state as the document has it.
// https://www.w3.org/TR/permissions/#dfn-permission-state
//
// D12: the Permissions specification denies what a policy-controlled feature of the same
// name forbids, and there is none of this name. The one that governs WebXR counts.
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

// worthAsking reports whether the user should be asked: always, or where the mode can be
// had now.
func (d *Document) worthAsking(mode webxr.SessionMode) bool {
	if d.partition.gate.config.Strategy == AlwaysAsk {
		return !d.config.Off
	}
	return d.supports(mode)
}

// supports reports whether what is connected supports a mode now.
func (d *Document) supports(mode webxr.SessionMode) bool {
	device := d.devices.Selected()
	return device != nil && device.Supports(mode)
}

// active reports whether the document is fully active.
// https://html.spec.whatwg.org/multipage/document-sequences.html#fully-active
func (d *Document) active() bool { return !d.gone && !d.frozen }

// Close drops everything with the document, as the end of its context does. A second call
// does nothing.
func (d *Document) Close() {
	d.partition.mutex.Lock()
	d.gone, d.held = true, nil
	d.partition.remove(d)
	after := d.leaveQuestions()
	d.partition.mutex.Unlock()
	after.run()
}

func (d *Document) leaveQuestions() effects {
	var after effects
	for _, q := range d.questions() {
		after = append(after, q.leave(d)...)
	}
	return after
}

// questions are those that the document has asked and that are open.
func (d *Document) questions() []*question {
	var open []*question
	for _, mode := range webxr.SessionModes() {
		if q := d.partition.questions[d.key(mode)]; q != nil && slices.Contains(q.askers, d) {
			open = append(open, q)
		}
	}
	return open
}

// Freeze puts the document into the back/forward cache: it is told nothing, and no prompt
// stands for it.
func (d *Document) Freeze() {
	d.partition.mutex.Lock()
	d.frozen = true
	after := d.leaveQuestions()
	d.partition.mutex.Unlock()
	after.run()
}

// Thaw restores the document. What was settled meanwhile it is told now, in order, and of
// devices at most once.
func (d *Document) Thaw() {
	d.partition.mutex.Lock()
	d.frozen = false
	after := effects(d.held)
	d.held = nil
	after = append(after, d.announce()...)
	for _, q := range d.questions() {
		after = append(after, q.look)
	}
	d.partition.mutex.Unlock()
	after.run()
}

// SetVisible says whether the document is in view. One that is not is told of devices
// when it is again.
func (d *Document) SetVisible(visible bool) {
	d.partition.mutex.Lock()
	d.hidden = !visible
	after := d.announce()
	d.partition.mutex.Unlock()
	after.run()
}
