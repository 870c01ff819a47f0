// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// ErrDestroyed is returned by what was destroyed before; the runtime is not called.
var ErrDestroyed = errors.New("it was destroyed before")

// Session is an application's use of a system. Making one may light a headset up.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#session
type Session struct {
	instance *Instance
	handle   xr.Session
}

// CreateSession begins to use the system. The chain holds a graphics binding; without
// one, an instance with XR_MND_headless enabled makes a session that shows nothing.
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

// Begin starts the frame loop. It is allowed in the session state READY only, which an
// event tells of.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrBeginSession
func (s *Session) Begin(configuration xr.ViewConfigurationType) error {
	info := &xr.SessionBeginInfo{Type: xr.TypeSessionBeginInfo, PrimaryViewConfigurationType: configuration}
	return s.call("xrBeginSession", func(c *xr.Commands) xr.Result { return c.BeginSession(s.handle, info) })
}

// RequestExit asks the runtime to bring the session to its end, which events tell of.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrRequestExitSession
func (s *Session) RequestExit() error {
	return s.call("xrRequestExitSession", func(c *xr.Commands) xr.Result { return c.RequestExitSession(s.handle) })
}

// End stops the frame loop, in the session state STOPPING.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEndSession
func (s *Session) End() error {
	return s.call("xrEndSession", func(c *xr.Commands) xr.Result { return c.EndSession(s.handle) })
}

// call calls a command of a session that still is one.
func (s *Session) call(command string, call func(*xr.Commands) xr.Result) error {
	if s.handle == 0 {
		return fmt.Errorf("%s: the session: %w", command, ErrDestroyed)
	}
	return check(command, call(s.instance.commands))
}

// ReferenceSpaces returns the reference spaces that the session offers.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateReferenceSpaces
func (s *Session) ReferenceSpaces() ([]xr.ReferenceSpaceType, error) {
	return enumerateSession(s, "xrEnumerateReferenceSpaces", (*xr.Commands).EnumerateReferenceSpaces)
}

// SwapchainFormats returns the image formats that swapchains may have, in the runtime's
// order of preference and in the numbers of the session's graphics interface. A session
// without graphics has none.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateSwapchainFormats
func (s *Session) SwapchainFormats() ([]int64, error) {
	return enumerateSession(s, "xrEnumerateSwapchainFormats", (*xr.Commands).EnumerateSwapchainFormats)
}

// enumerateSession asks a session for numbers of one kind.
func enumerateSession[T any](s *Session, command string, call func(*xr.Commands, xr.Session, uint32, *uint32, *T) xr.Result) ([]T, error) {
	if s.handle == 0 {
		return nil, fmt.Errorf("%s: the session: %w", command, ErrDestroyed)
	}
	return enumerate(command, 0, unprepared[T], func(capacity uint32, count *uint32, first *T) xr.Result {
		return call(s.instance.commands, s.handle, capacity, count, first)
	})
}
