// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
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
	// Visible says that the document is visible.
	Visible bool
}

// Classes knows the class of each session mode, whatever is connected.
type Classes interface {
	Class(mode webxr.SessionMode) webxr.Class
}

// Events are callbacks that run by tasks on the document's event loop. Each may be nil.
type Events struct {
	// DeviceChange fires the event of that name.
	DeviceChange func()
	// Incompatible sets the XR-compatible boolean of every WebGL context to false.
	Incompatible func()
}

// XRSystem is a document's navigator.xr. It applies no privacy rules of its own: it follows the
// specification's steps and reads the permissions' states. It shows no prompt for
// "xr-session-supported", delays no result, and does not make different causes look alike. A
// page must never reach it directly, but only through permission.Document, which does all
// of that.
//
// The methods may be called from any goroutine and return at once. A result that depends
// only on the document comes before the method returns; every other result comes by a task on
// the document's event loop.
// https://www.w3.org/TR/webxr/#xrsystem-interface
type XRSystem struct {
	devices     *Devices
	document    Document
	tasks       TaskQueue
	classes     Classes
	permissions Permissions
	events      Events
	gone        atomic.Bool

	// Guarded by the devices' mutex.
	pending  bool
	active   *Session
	statuses []*PermissionStatus
}

// SystemConfig configures [Devices.NewXRSystem]. Every field except Events must be set.
type SystemConfig struct {
	Document    Document
	Tasks       TaskQueue
	Classes     Classes
	Permissions Permissions
	Events      Events
}

// NewXRSystem returns the navigator.xr of a document. The document lives until the context ends;
// promises that are pending then never settle. The error is [ErrNotExposed].
func (d *Devices) NewXRSystem(ctx context.Context, c SystemConfig) (*XRSystem, error) {
	if !c.Document.SecureContext || !c.Document.Window {
		return nil, ErrNotExposed
	}
	x := &XRSystem{devices: d, document: c.Document, tasks: c.Tasks, classes: c.Classes, permissions: c.Permissions, events: c.Events}
	d.mutex.Lock()
	d.systems = append(d.systems, x)
	d.mutex.Unlock()
	context.AfterFunc(ctx, x.leave)
	return x, nil
}

// leave removes the document and its sessions.
func (x *XRSystem) leave() {
	x.gone.Store(true)
	d := x.devices
	d.mutex.Lock()
	d.systems = slices.DeleteFunc(d.systems, func(other *XRSystem) bool { return other == x })
	tasks := d.reselect()
	d.mutex.Unlock()
	queueAll(tasks)
}

// Queue queues a task on the document's event loop. The task does not run if the document goes
// away before.
func (x *XRSystem) Queue(do func()) { x.tasks.Queue(Task{system: x, do: do}) }

// event returns the task that runs a handler; none if the handler is nil.
func (x *XRSystem) event(handler func()) []Task {
	if handler == nil {
		return nil
	}
	return []Task{{system: x, do: handler}}
}

// incompatible returns the task that sets the XR-compatible boolean of every WebGL context to false.
func (x *XRSystem) incompatible() []Task { return x.event(x.events.Incompatible) }

// deviceChange returns the task that fires devicechange; none if the document may not use
// "xr-spatial-tracking".
// https://www.w3.org/TR/webxr/#eventdef-xrsystem-devicechange
func (x *XRSystem) deviceChange() []Task {
	if !x.document.allows(webxr.PolicySpatialTracking) {
		return nil
	}
	return x.event(x.events.DeviceChange)
}
