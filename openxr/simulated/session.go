// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"slices"
	"sync"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// headlessExtension allows sessions without graphics. The runtime has no other kind of
// session.
const headlessExtension = "XR_MND_headless"

// sessionObject is a headless session. It is in the state ready once it has been created.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#session-lifecycle
type sessionObject struct {
	instance *instanceObject
	handle   xr.Session
	sheet    SessionSheet

	mutex sync.Mutex
	state xr.SessionState
}

func (o *sessionObject) runtimeOf() *Runtime { return o.instance.runtime }

// changeState moves the session through states and sends the application an event for each.
func (o *sessionObject) changeState(states ...xr.SessionState) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for _, state := range states {
		o.state = state
		sendEvent(o.instance, xr.EventDataSessionStateChanged{Type: xr.TypeEventDataSessionStateChanged, Session: o.handle, State: state})
	}
}

func (o *sessionObject) isIn(states ...xr.SessionState) bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return slices.Contains(states, o.state)
}

func createSession(instance xr.Instance, info *xr.SessionCreateInfo, out *xr.Session) uintptr {
	return onInstance(instance, "xrCreateSession", []any{info, out}, func(o *instanceObject) xr.Result {
		if info == nil || out == nil || info.Type != xr.TypeSessionCreateInfo {
			return xr.ErrorValidationFailure
		}
		if info.SystemID == xr.NullSystemID || uint64(info.SystemID) > uint64(len(o.runtime.sheet.Systems)) {
			return xr.ErrorSystemInvalid
		}
		if !slices.Contains(o.extensions, headlessExtension) {
			return xr.ErrorGraphicsDeviceInvalid
		}
		session := &sessionObject{instance: o}
		if known := o.runtime.sheet.Systems[info.SystemID-1].Session; known != nil {
			session.sheet = *known
		}
		session.handle = xr.Session(newHandle(session))
		*out = session.handle
		session.changeState(xr.SessionStateIdle, xr.SessionStateReady)
		return xr.Success
	})
}

// onSession runs a command on a session.
func onSession(handle xr.Session, command string, arguments []any, answer func(*sessionObject) xr.Result) uintptr {
	return onObject(uint64(handle), command, append([]any{handle}, arguments...), answer)
}

func destroySession(session xr.Session) uintptr {
	return onSession(session, "xrDestroySession", nil, func(destroyed *sessionObject) xr.Result {
		removeHandles(func(o object) bool {
			return o == object(destroyed) || sessionOf(o) == destroyed
		})
		return xr.Success
	})
}

func beginSession(session xr.Session, info *xr.SessionBeginInfo) uintptr {
	return onSession(session, "xrBeginSession", []any{info}, func(o *sessionObject) xr.Result {
		switch {
		case info == nil || info.Type != xr.TypeSessionBeginInfo:
			return xr.ErrorValidationFailure
		case o.isIn(xr.SessionStateSynchronized, xr.SessionStateVisible, xr.SessionStateFocused, xr.SessionStateStopping):
			return xr.ErrorSessionRunning
		case !o.isIn(xr.SessionStateReady):
			return xr.ErrorSessionNotReady
		}
		o.changeState(xr.SessionStateSynchronized, xr.SessionStateVisible, xr.SessionStateFocused)
		return xr.Success
	})
}

func requestExitSession(session xr.Session) uintptr {
	return onSession(session, "xrRequestExitSession", nil, func(o *sessionObject) xr.Result {
		if !o.isIn(xr.SessionStateFocused) {
			return xr.ErrorSessionNotRunning
		}
		o.changeState(xr.SessionStateVisible, xr.SessionStateSynchronized, xr.SessionStateStopping)
		return xr.Success
	})
}

func endSession(session xr.Session) uintptr {
	return onSession(session, "xrEndSession", nil, func(o *sessionObject) xr.Result {
		switch {
		case o.isIn(xr.SessionStateIdle, xr.SessionStateReady, xr.SessionStateExiting):
			return xr.ErrorSessionNotRunning
		case !o.isIn(xr.SessionStateStopping):
			return xr.ErrorSessionNotStopping
		}
		o.changeState(xr.SessionStateIdle, xr.SessionStateExiting)
		return xr.Success
	})
}

// sessionOf returns the session that an object was created from, or nil.
func sessionOf(o object) *sessionObject {
	switch o := o.(type) {
	case *spaceObject:
		return o.session
	case *trackerObject:
		return o.session
	default:
		return nil
	}
}

func enumerateReferenceSpaces(session xr.Session, capacity uint32, count *uint32, first *xr.ReferenceSpaceType) uintptr {
	return onSession(session, "xrEnumerateReferenceSpaces", []any{capacity, count, first}, func(o *sessionObject) xr.Result {
		return enumerate(o.spaces(), capacity, count, first, func(to *xr.ReferenceSpaceType, from ReferenceSpace) {
			*to = mustFindNamed(from.Type, referenceSpaceTypes())
		})
	})
}

// enumerateSwapchainFormats lists no formats, because a headless session draws nothing.
func enumerateSwapchainFormats(session xr.Session, capacity uint32, count *uint32, first *int64) uintptr {
	return onSession(session, "xrEnumerateSwapchainFormats", []any{capacity, count, first}, func(*sessionObject) xr.Result {
		return enumerate(nil, capacity, count, first, assign)
	})
}

// spaceObject is a reference space.
type spaceObject struct{ session *sessionObject }

func (o *spaceObject) runtimeOf() *Runtime { return o.session.instance.runtime }

func createReferenceSpace(session xr.Session, info *xr.ReferenceSpaceCreateInfo, out *xr.Space) uintptr {
	return onSession(session, "xrCreateReferenceSpace", []any{info, out}, func(o *sessionObject) xr.Result {
		switch {
		case info == nil || out == nil || info.Type != xr.TypeReferenceSpaceCreateInfo:
			return xr.ErrorValidationFailure
		case info.PoseInReferenceSpace.Orientation == xr.Quaternionf{}:
			return xr.ErrorPoseInvalid
		}
		if _, listed := o.space(info.ReferenceSpaceType); !listed {
			return xr.ErrorReferenceSpaceUnsupported
		}
		*out = xr.Space(newHandle(&spaceObject{session: o}))
		return xr.Success
	})
}

func destroySpace(space xr.Space) uintptr {
	return onObject(uint64(space), "xrDestroySpace", []any{space}, func(*spaceObject) xr.Result {
		handles.Delete(uint64(space))
		return xr.Success
	})
}

func getReferenceSpaceBoundsRect(session xr.Session, space xr.ReferenceSpaceType, out *xr.Extent2Df) uintptr {
	return onSession(session, "xrGetReferenceSpaceBoundsRect", []any{space, out}, func(o *sessionObject) xr.Result {
		found, listed := o.space(space)
		switch {
		case out == nil:
			return xr.ErrorValidationFailure
		case !listed:
			return xr.ErrorReferenceSpaceUnsupported
		case found.Bounds == nil:
			*out = xr.Extent2Df{}
			return xr.SpaceBoundsUnavailable
		}
		*out = xr.Extent2Df{Width: found.Bounds.Width, Height: found.Bounds.Depth}
		return xr.Success
	})
}
