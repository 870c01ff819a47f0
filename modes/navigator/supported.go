// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"sync"
	"time"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Supported is how the promise of isSessionSupported settles: resolved with an answer,
// or rejected with a [webxr.Error].
type Supported struct {
	Value bool
	Err   error
}

// IsSessionSupported advises on whether to advertise a session mode. It settles once, or
// never if the document goes. It starts nothing: it reads what is known, and at the most
// requests a permission.
// https://www.w3.org/TR/webxr/#dom-xrsystem-issessionsupported
func (x *XRSystem) IsSessionSupported(mode string, settle func(Supported)) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		settle(Supported{Err: webxr.TypeError})
		return
	}
	if wanted == webxr.Inline {
		settle(Supported{Value: true})
		return
	}
	if !x.document.allows(webxr.PolicySpatialTracking) {
		settle(Supported{Err: webxr.SecurityError})
		return
	}
	switch x.classes.Class(wanted) {
	case webxr.NeverSupport:
		settle(Supported{Value: false})
	case webxr.UsuallySupport:
		settle(Supported{Value: true})
	default:
		x.askDevice(wanted, settle)
	}
}

// askDevice is what runs in parallel: the device, and then the permission.
func (x *XRSystem) askDevice(mode webxr.SessionMode, settle func(Supported)) {
	if device, known := x.devices.selected(); known {
		x.askPermission(device, mode, settle)
		return
	}
	x.devices.ensure(func(device *Device) { x.askPermission(device, mode, settle) })
}

// askPermission settles by what the device supports and the user permits.
//
// D2: where there is no device the specification resolves the promise directly, and
// everywhere else by a task, which tells a page one from the other. Here it is a task.
//
// D3, D4: requesting a permission may show a prompt, with no activation needed, though the
// method should avoid intrusive user interface. That is settled behind [Permissions], by
// whoever draws the prompt.
func (x *XRSystem) askPermission(device *Device, mode webxr.SessionMode, settle func(Supported)) {
	if device == nil || !device.Supports(mode) {
		x.Settle(settle, false)
		return
	}
	descriptor := x.permission(webxr.PermissionSessionSupported, mode)
	if state := x.permissions.State(descriptor); state != webxr.Prompt {
		x.Settle(settle, state == webxr.Granted)
		return
	}
	x.askUser(descriptor, settle)
}

// PromptPatience is how long isSessionSupported waits for a prompt that is ignored.
const PromptPatience = time.Minute

// askUser settles by the user's answer, or with no when patience ends. The answer that
// comes later is the permission's state all the same.
//
// D5: the specification does not say how long a prompt may take. A promise that an ignored
// prompt could keep pending for ever would tell a page that there is something to ask for.
func (x *XRSystem) askUser(d PermissionDescriptor, settle func(Supported)) {
	var once sync.Once
	answer := func(granted bool) { once.Do(func() { x.Settle(settle, granted) }) }
	stop := x.devices.clock.AfterFunc(PromptPatience, func() { answer(false) })
	x.permissions.Request(d, func(grant Grant) {
		stop()
		answer(grant.State == webxr.Granted)
	})
}

// Settle queues the task that settles a promise of isSessionSupported with an answer. Who
// answers in the document's place, such as a gate, does it by the same task.
func (x *XRSystem) Settle(settle func(Supported), answer bool) {
	x.tasks.Queue(Task{system: x, settle: settle, answer: Supported{Value: answer}})
}
