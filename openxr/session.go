// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// ErrDestroyed matches the error of a call on something that is already destroyed. The
// runtime is not called.
var ErrDestroyed = errors.New("already destroyed")

// Session is an application's use of a system. Creating one may switch the display of a
// headset on.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#session
type Session struct {
	instance *Instance
	handle   xr.Session
}

// CreateSession creates a session. The chain holds its graphics binding. It may be nil if
// the instance has XR_MND_headless enabled; such a session shows nothing.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrCreateSession
func (s *System) CreateSession(chain *Chain) (*Session, error) {
	handle := new(xr.Session)
	err := chain.call(func(first unsafe.Pointer) error {
		info := &xr.SessionCreateInfo{Type: xr.TypeSessionCreateInfo, Next: first, SystemID: s.id}
		return check("xrCreateSession", s.instance.commands.CreateSession(s.instance.handle, info, handle))
	})
	if err != nil {
		return nil, err
	}
	if *handle == 0 {
		return nil, &DistrustError{Command: "xrCreateSession", Text: "reported success but gave no session"}
	}
	return &Session{instance: s.instance, handle: *handle}, nil
}

// Destroy ends the session. A second call returns [ErrDestroyed].
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrDestroySession
func (s *Session) Destroy() error {
	return s.call("xrDestroySession", func(c *xr.Commands) xr.Result {
		defer func() { s.handle = 0 }()
		return c.DestroySession(s.handle)
	})
}

// Begin starts the frame loop. It is allowed only in the session state READY, which a
// [SessionStateChanged] reports.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrBeginSession
func (s *Session) Begin(configuration xr.ViewConfigurationType) error {
	info := &xr.SessionBeginInfo{Type: xr.TypeSessionBeginInfo, PrimaryViewConfigurationType: configuration}
	return s.call("xrBeginSession", func(c *xr.Commands) xr.Result { return c.BeginSession(s.handle, info) })
}

// RequestExit asks the runtime to end the session. A [SessionStateChanged] reports each
// state on the way there.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrRequestExitSession
func (s *Session) RequestExit() error {
	return s.call("xrRequestExitSession", func(c *xr.Commands) xr.Result { return c.RequestExitSession(s.handle) })
}

// End stops the frame loop, in the session state STOPPING.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEndSession
func (s *Session) End() error {
	return s.call("xrEndSession", func(c *xr.Commands) xr.Result { return c.EndSession(s.handle) })
}

// call calls a command, or returns [ErrDestroyed] if the session is destroyed.
func (s *Session) call(command string, call func(*xr.Commands) xr.Result) error {
	if s.handle == 0 {
		return fmt.Errorf("%s: the session is %w", command, ErrDestroyed)
	}
	return check(command, call(s.instance.commands))
}

// ReferenceSpaces returns the reference spaces that the session offers.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateReferenceSpaces
func (s *Session) ReferenceSpaces() ([]xr.ReferenceSpaceType, error) {
	return enumerateSession(s, "xrEnumerateReferenceSpaces", (*xr.Commands).EnumerateReferenceSpaces)
}

// SwapchainFormats returns the image formats that swapchains may have, in the runtime's
// order of preference, as numbers of the session's graphics interface. A session without
// graphics has none.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateSwapchainFormats
func (s *Session) SwapchainFormats() ([]int64, error) {
	return enumerateSession(s, "xrEnumerateSwapchainFormats", (*xr.Commands).EnumerateSwapchainFormats)
}

// enumerateSession runs the two-call idiom with a command of a session.
func enumerateSession[T any](s *Session, command string, call func(*xr.Commands, xr.Session, uint32, *uint32, *T) xr.Result) ([]T, error) {
	if s.handle == 0 {
		return nil, fmt.Errorf("%s: the session is %w", command, ErrDestroyed)
	}
	return enumerate(command, 0, unprepared[T], func(capacity uint32, count *uint32, first *T) xr.Result {
		return call(s.instance.commands, s.handle, capacity, count, first)
	})
}
