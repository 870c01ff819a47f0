// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "github.com/xrprobe/xrprobe/modes/webxr"

// mayKnow reports whether the document may learn what the immersive XR device is to a
// session mode: where that varies, with the permission that isSessionSupported needs, and
// always while a session shows it.
//
// D9: the specification has makeXRCompatible and the permission "xr" tell without consent
// what isSessionSupported tells with it alone. Here one rule holds for all of them.
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

// seems says whether an immersive XR device is there for all that the document may know,
// and returns it where it may know that. What all user agents of this kind have is there
// whether it is or not, and what none has is not.
func (x *XRSystem) seems() (device *Device, there bool) {
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

// Compatible is how the promise of makeXRCompatible settles. Where Adapter is true the
// embedder makes sure that the context is on the device's adapter, if need be by losing
// and restoring it. Where it is resolved, the context's XR-compatible boolean is true.
type Compatible struct {
	Adapter bool
	Err     error
}

// MakeXRCompatible answers makeXRCompatible for a WebGL context that is lost or not, and
// the xrCompatible attribute of getContext, which is the same question.
// https://www.w3.org/TR/webxr/#dom-webglrenderingcontextbase-makexrcompatible
func (x *XRSystem) MakeXRCompatible(contextLost bool, settle func(Compatible)) {
	if !x.document.allows(webxr.PolicySpatialTracking) {
		settle(Compatible{}) // set and forget, as in a document without devices
		return
	}
	answer := func(*Device) {
		device, there := x.seems()
		if !there || contextLost {
			x.Queue(func() { settle(Compatible{Err: webxr.InvalidStateError}) })
			return
		}
		x.Queue(func() { settle(Compatible{Adapter: device != nil}) })
	}
	if !x.mayKnow(webxr.ImmersiveVR) && !x.mayKnow(webxr.ImmersiveAR) {
		answer(nil) // how long devices take to be found is theirs to know too
		return
	}
	x.devices.ensure(answer)
}
