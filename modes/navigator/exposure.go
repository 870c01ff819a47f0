// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "github.com/xrprobe/xrprobe/modes/webxr"

// mayKnow reports whether the document may learn from the immersive XR device about a session
// mode. It may if the mode is highly variable and "xr-session-supported" is granted for it,
// and always while it has an immersive session.
//
// D9: in the specification, makeXRCompatible and the permission "xr" reveal without consent
// what isSessionSupported reveals only with consent. Here one rule holds for all of them.
func (x *XRSystem) mayKnow(mode webxr.SessionMode) bool {
	if x.classes.Class(mode) == webxr.HighlyVariable && x.permitted(mode) {
		return true
	}
	x.devices.mutex.Lock()
	defer x.devices.mutex.Unlock()
	return x.active != nil
}

// permitted reports whether "xr-session-supported" is granted for a mode. It shows no prompt.
func (x *XRSystem) permitted(mode webxr.SessionMode) bool {
	return x.permissions.State(x.permission(webxr.PermissionSessionSupported, mode)) == webxr.Granted
}

// visibleDevice reports whether there is an immersive XR device as far as the document may know,
// and returns the device if it may know that much. If user agents of this kind usually
// support a mode, there is a device, whether one is connected or not; if they never do, there
// is none.
func (x *XRSystem) visibleDevice() (device *Device, there bool) {
	selected := x.devices.Selected()
	for _, mode := range webxr.SessionModes() {
		switch {
		case !mode.Immersive():
		case selected != nil && selected.Supports(mode) && x.mayKnow(mode):
			return selected, true
		case x.classes.Class(mode) == webxr.UsuallySupport:
			there = true
		}
	}
	return nil, there
}

// CompatibleResult is the result of makeXRCompatible. If Err is nil, the promise is resolved and the
// embedder sets the context's XR-compatible boolean to true.
type CompatibleResult struct {
	// Adapter says that the context must be on the device's graphics adapter. The embedder
	// ensures that, if necessary by losing and restoring the context.
	Adapter bool
	// Err is nil or a [webxr.Error].
	Err error
}

// MakeXRCompatible is makeXRCompatible for a WebGL context, and the xrCompatible attribute of
// getContext, which works alike. ContextLost says whether the context is lost.
// https://www.w3.org/TR/webxr/#dom-webglrenderingcontextbase-makexrcompatible
func (x *XRSystem) MakeXRCompatible(contextLost bool, settle func(CompatibleResult)) {
	if !x.document.allows(webxr.PolicySpatialTracking) {
		settle(CompatibleResult{}) // the boolean is set, but there are no devices for this document
		return
	}
	answer := func(*Device) {
		device, there := x.visibleDevice()
		if !there || contextLost {
			x.Queue(func() { settle(CompatibleResult{Err: webxr.InvalidStateError}) })
			return
		}
		x.Queue(func() { settle(CompatibleResult{Adapter: device != nil}) })
	}
	if !x.mayKnow(webxr.ImmersiveVR) && !x.mayKnow(webxr.ImmersiveAR) {
		answer(nil) // without a wait, because its length reveals something about devices
		return
	}
	x.devices.ensure(answer)
}
