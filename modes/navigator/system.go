// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"container/list"
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// ErrNotExposed means that there is no navigator.xr: the global object is not a secure context, or
// not a Window.
// https://www.w3.org/TR/webxr/#xrsystem-interface
var ErrNotExposed = errors.New("only a Window that is a secure context has navigator.xr")

// Document holds the facts about a document that do not change while it lives.
type Document struct {
	// Origin is the top-level origin, serialised. Grants are kept by it.
	Origin string
	// Partition identifies the browsing profile by a unique comparable value, such as a pointer.
	// A grant in one profile does not count in another.
	Partition any
	// SecureContext and Window say that the global object is a secure context and a Window.
	SecureContext, Window bool
	// Allowed are the policy-controlled features that the document is allowed to use.
	Allowed []webxr.Policy
}

// allows reports whether the document may use a policy-controlled feature.
func (d Document) allows(policy webxr.Policy) bool { return slices.Contains(d.Allowed, policy) }

// Activation holds the facts about a document at the moment of a call of requestSession.
type Activation struct {
	// TransientActivation says that the user has just interacted with the document.
	TransientActivation bool
	// Launching says that the call is part of launching a web application. The embedder must
	// check that; it is not enough that some installed application has the same origin.
	Launching bool
	// IntentUnderstood says that the user's intent to begin an immersive session is well
	// understood, by explicit or implicit consent.
	IntentUnderstood bool
	// Call is whatever identifies the call for the embedder, or nil. It comes back in
	// [PermissionDescriptor], so that a prompt can name the call that it is about.
	Call any
}

// Classes knows the class of each session mode, whatever is connected.
type Classes interface {
	Class(mode webxr.SessionMode) webxr.Class
}

// Events are callbacks that run by one task on the document's event loop after another immersive
// XR device was selected, in the order of the fields and after the function of [Session.OnEnd].
// Each may be nil. A document without any is not visited when devices change.
type Events struct {
	// Incompatible sets the XR-compatible boolean of every WebGL context to false.
	Incompatible func()
	// DeviceChange fires the event of that name.
	DeviceChange func()
}

// XRSystem is a document's navigator.xr. It applies no privacy rules of its own: it follows the
// specification's steps and reads the permissions' states. It shows no prompt for
// "xr-session-supported", delays no result, and does not make different causes look alike. A
// page must never reach it directly, but only through permission.Document, which does all
// of that.
//
// The methods may be called from any goroutine and return at once. A result that depends
// only on the document comes before the method returns; every other result comes by a task on
// the document's event loop. Every Err of a result is nil or a [webxr.Error].
// https://www.w3.org/TR/webxr/#xrsystem-interface
type XRSystem struct {
	devices     *Devices
	document    Document
	tasks       TaskQueue
	classes     Classes
	permissions Permissions
	events      Events
	listener    *list.Element // nil without event handlers
	// forget makes the context forget the document; nil until it is set.
	forget atomic.Pointer[func() bool]

	gone    atomic.Bool
	pending atomic.Bool // an immersive session is requested
	// session is the document's immersive session. It is written with the devices' mutex held.
	session  atomic.Pointer[Session]
	statuses statusList
}

// SystemConfig configures [Devices.NewXRSystem]. Every field except Events must be set.
type SystemConfig struct {
	Document    Document
	Tasks       TaskQueue
	Classes     Classes
	Permissions Permissions
	Events      Events
}

// NewXRSystem returns the navigator.xr of a document. The document lives until the context ends or
// [XRSystem.Close] is called; promises that are pending then never settle. The error is
// [ErrNotExposed].
func (d *Devices) NewXRSystem(ctx context.Context, c SystemConfig) (*XRSystem, error) {
	if !c.Document.SecureContext || !c.Document.Window {
		return nil, ErrNotExposed
	}
	x := &XRSystem{devices: d, document: c.Document, tasks: c.Tasks, classes: c.Classes, permissions: c.Permissions, events: c.Events}
	if c.Events.DeviceChange != nil || c.Events.Incompatible != nil {
		d.mutex.Lock()
		x.listener = d.listeners.PushBack(x)
		d.mutex.Unlock()
	}
	forget := context.AfterFunc(ctx, x.Close)
	x.forget.Store(&forget)
	return x, nil
}

// Close closes the document: its session ends, and its requests are given up. A second call does
// nothing.
func (x *XRSystem) Close() {
	if x.gone.Swap(true) {
		return
	}
	if forget := x.forget.Load(); forget != nil {
		(*forget)()
	}
	x.cancelAsking()
	d := x.devices
	d.mutex.Lock()
	if x.listener != nil {
		d.listeners.Remove(x.listener)
	}
	session := x.session.Load()
	if session == nil {
		d.mutex.Unlock()
		return
	}
	session.end()
	tasks := d.reselect()
	d.mutex.Unlock()
	d.changed(tasks)
}

// Queue queues a task on the document's event loop. The task does not run if the document goes
// away before.
func (x *XRSystem) Queue(do func()) { x.tasks.Queue(Task{system: x, do: do}) }

// Session returns the document's immersive session, or nil if it has none. It takes no lock.
func (x *XRSystem) Session() *Session { return x.session.Load() }

// changeTask returns the document's task after another device was selected, which may have ended
// its session. The event devicechange is not fired in a document that may not use
// "xr-spatial-tracking". The devices' mutex must be held.
// https://www.w3.org/TR/webxr/#eventdef-xrsystem-devicechange
func (x *XRSystem) changeTask(ended *Session) Task {
	steps := []func(){x.events.Incompatible}
	if x.document.allows(webxr.PolicySpatialTracking) {
		steps = append(steps, x.events.DeviceChange)
	}
	if ended != nil && ended.system == x {
		steps = append([]func(){ended.onEnd}, append(steps, x.refreshStatuses)...)
	}
	return Task{system: x, do: func() {
		for _, step := range steps {
			if step != nil {
				step()
			}
		}
	}}
}
