// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "github.com/xrprobe/xrprobe/modes/webxr"

// SupportedResult is the result of isSessionSupported: Value if Err is nil, else the promise is
// rejected with Err, a [webxr.Error].
type SupportedResult struct {
	Value bool
	Err   error
}

// IsSessionSupported reports through settle whether a page may advertise a session mode. It
// calls settle once, or never if the document goes away. It shows no prompt, requests no
// permission and asks no runtime. As long as "xr-session-supported" is not granted for the
// mode, its result is false and does not depend on any device.
// https://www.w3.org/TR/webxr/#dom-xrsystem-issessionsupported
//
// D3, D4: the specification has this method request a permission. That may show a prompt,
// without any user activation, though the method is meant to avoid intrusive user interface.
// Here permission.Document requests the permission before it calls this method.
func (x *XRSystem) IsSessionSupported(mode string, settle func(SupportedResult)) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		settle(SupportedResult{Err: webxr.TypeError})
		return
	}
	if wanted == webxr.Inline {
		settle(SupportedResult{Value: true})
		return
	}
	if !x.document.allows(webxr.PolicySpatialTracking) {
		settle(SupportedResult{Err: webxr.SecurityError})
		return
	}
	switch x.classes.Class(wanted) {
	case webxr.NeverSupport:
		settle(SupportedResult{Value: false})
	case webxr.UsuallySupport:
		settle(SupportedResult{Value: true})
	default:
		x.checkDevice(wanted, settle)
	}
}

// checkDevice runs the steps that depend on the permission and the device. Without the
// permission it does not wait for devices, because the length of the wait reveals something
// about them.
func (x *XRSystem) checkDevice(mode webxr.SessionMode, settle func(SupportedResult)) {
	if !x.permitted(mode) {
		x.Settle(settle, false)
		return
	}
	x.devices.Ensure(func(device *Device) { x.settleBy(device, mode, settle) })
}

// settleBy settles with true if the device supports the mode and the permission still holds:
// the user may have revoked it during the wait for a device.
//
// D2: if there is no device, the specification resolves the promise directly, and in every
// other case by a task, so that a page can tell them apart. Here it is always a task.
func (x *XRSystem) settleBy(device *Device, mode webxr.SessionMode, settle func(SupportedResult)) {
	x.Settle(settle, supports(device, mode) && x.permitted(mode))
}

// Settle queues the task that settles a promise of isSessionSupported with a value. A gate
// that settles the promise for the document uses the same task, so that no page can tell the
// two apart.
func (x *XRSystem) Settle(settle func(SupportedResult), value bool) {
	x.tasks.Queue(Task{system: x, settle: settle, answer: SupportedResult{Value: value}})
}
