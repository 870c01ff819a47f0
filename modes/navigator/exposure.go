// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "github.com/xrprobe/xrprobe/modes/webxr"

// mayKnow reports whether the document may learn from the immersive XR device about a session
// mode. It may if the mode is highly variable and "xr-session-supported" is granted for it,
// and while it has an immersive session of the mode. It takes no lock.
//
// D9: in the specification, makeXRCompatible reveals without consent what isSessionSupported
// reveals only with consent. Here one rule holds for both.
func (x *XRSystem) mayKnow(mode webxr.SessionMode) bool {
	if session := x.session.Load(); session != nil && session.mode == mode {
		return true
	}
	return x.classes.Class(mode) == webxr.HighlyVariable && x.permitted(mode)
}

// permitted reports whether "xr-session-supported" is granted for a mode. It shows no prompt.
func (x *XRSystem) permitted(mode webxr.SessionMode) bool {
	return x.permissions.State(x.permission(webxr.PermissionSessionSupported, mode)) == webxr.Granted
}

// compatible returns the result of makeXRCompatible, and looks at the device only after the
// document may know about a mode. If user agents of this kind usually support a mode, a context
// is compatible, whether a device is connected or not; if they never do, it is not.
func (x *XRSystem) compatible(contextLost bool) CompatibleResult {
	result := CompatibleResult{Err: webxr.InvalidStateError}
	if contextLost {
		return result
	}
	for _, mode := range webxr.SessionModes() {
		switch {
		case !mode.Immersive():
		case x.mayKnow(mode) && supports(x.devices.lookUp(), mode):
			return CompatibleResult{Compatible: true, Adapter: true}
		case x.classes.Class(mode) == webxr.UsuallySupport:
			result = CompatibleResult{Compatible: true}
		}
	}
	return result
}

// lookUp returns the selected device, and counts that.
func (d *Devices) lookUp() *Device {
	d.lookUps.Add(1)
	return d.Selected()
}

// supports reports whether there is a device that supports a mode.
func supports(device *Device, mode webxr.SessionMode) bool {
	return device != nil && device.Supports(mode)
}

// CompatibleResult is the result of makeXRCompatible. If Err is nil, the promise is resolved.
type CompatibleResult struct {
	// Compatible is the context's XR-compatible boolean. It is false although the promise is
	// resolved if the document may not use "xr-spatial-tracking".
	Compatible bool
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
		settle(CompatibleResult{}) // to this document it is as if there were no devices
		return
	}
	answer := func(*Device) {
		x.Queue(func() { settle(x.compatible(contextLost)) })
	}
	if !x.mayKnow(webxr.ImmersiveVR) && !x.mayKnow(webxr.ImmersiveAR) {
		answer(nil) // without a wait, because its length reveals something about devices
		return
	}
	x.devices.Ensure(answer)
}
