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

// ErrNotExposed says that there is no navigator.xr: the global object is no secure context,
// or no Window.
// https://www.w3.org/TR/webxr/#xrsystem-interface
var ErrNotExposed = errors.New("only a Window that is a secure context has navigator.xr")

// Document is what the user agent knows of a document for as long as it lives.
type Document struct {
	// Origin is the top-level origin, serialised: the key of what is granted.
	Origin string
	// Partition is the browsing profile, by any value that is its own, such as a pointer:
	// what is granted in one is granted in no other.
	Partition any
	// SecureContext and Window say that the global object is a secure context, and a Window.
	SecureContext, Window bool
	// Allowed are the policy-controlled features that the document is allowed to use.
	Allowed []webxr.Policy
}

// allows reports whether the document is allowed to use a policy-controlled feature.
func (d Document) allows(policy webxr.Policy) bool { return slices.Contains(d.Allowed, policy) }

// Moment is what the user agent knows of a document when it calls.
type Moment struct {
	// TransientActivation says that the user has just acted on the document.
	TransientActivation bool
	// Launching says that the call is part of launching a web application, and is checked
	// as such: an origin that some installed application has is not enough.
	Launching bool
	// IntentUnderstood says that the user's intent to begin an immersive session is well
	// understood, by explicit or implicit consent.
	IntentUnderstood bool
	// Visible says that the document is in view.
	Visible bool
}

// Classes tells what is known in advance of a session mode, whatever is connected.
type Classes interface {
	Class(mode webxr.SessionMode) webxr.Class
}

// Events are what a document is told, by tasks on its event loop. Any may be nil.
type Events struct {
	// DeviceChange fires the event of that name.
	DeviceChange func()
	// Incompatible sets the XR-compatible boolean of every WebGL context to false.
	Incompatible func()
}

// XRSystem is a document's navigator.xr, without the privacy rules: it applies the
// specification's steps to the permission's state and nothing else. It does not prompt for
// "xr-session-supported", does not delay an answer, and does not make different causes look
// alike. Pages must reach it through permission.Document only, which does all of that.
//
// The methods may be called from any goroutine and return at once. A result that depends on
// the document alone comes before the method returns; every other result comes by a task on
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

// SystemConfig is what an [XRSystem] is made from. All but Events must be set.
type SystemConfig struct {
	Document    Document
	Tasks       TaskQueue
	Classes     Classes
	Permissions Permissions
	Events      Events
}

// NewXRSystem returns the navigator.xr of a document that lives until the context ends:
// what is pending then is never settled. The error is [ErrNotExposed].
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

// leave ends the document's sessions with it.
func (x *XRSystem) leave() {
	x.gone.Store(true)
	d := x.devices
	d.mutex.Lock()
	d.systems = slices.DeleteFunc(d.systems, func(other *XRSystem) bool { return other == x })
	tasks := d.reselect()
	d.mutex.Unlock()
	queueAll(tasks)
}

// Queue queues a task on the document's event loop. It does not run if the document goes
// before.
func (x *XRSystem) Queue(do func()) { x.tasks.Queue(Task{system: x, do: do}) }

// event is the task of an event, if anybody wants it.
func (x *XRSystem) event(handler func()) []Task {
	if handler == nil {
		return nil
	}
	return []Task{{system: x, do: handler}}
}

// incompatible has every WebGL context's XR-compatible boolean set to false.
func (x *XRSystem) incompatible() []Task { return x.event(x.events.Incompatible) }

// deviceChange fires devicechange, but not in documents that may not track in space.
// https://www.w3.org/TR/webxr/#eventdef-xrsystem-devicechange
func (x *XRSystem) deviceChange() []Task {
	if !x.document.allows(webxr.PolicySpatialTracking) {
		return nil
	}
	return x.event(x.events.DeviceChange)
}
