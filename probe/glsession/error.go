// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package glsession

import "errors"

// ErrNotBuiltIn matches an [*Error] of a program that was built without GLFW.
var ErrNotBuiltIn = errors.New("GLFW is not built in")

// Error says why there is no window, in one line. Code is stable.
type Error struct {
	Code string
	Text string
	// Fix says what mends it.
	Fix string
}

func (e *Error) Error() string { return e.Text }

// Is reports whether target is [ErrNotBuiltIn], and that is the reason.
func (e *Error) Is(target error) bool { return target == ErrNotBuiltIn && e.Code == CodeNotBuiltIn }

// The codes of errors.
const (
	CodeNotBuiltIn = "glfw_not_built_in"
	CodeThread     = "glfw_not_on_main_thread"
	CodeNoDisplay  = "no_display"
	CodeNoOpenGL   = "no_opengl"
)

// Monitor is a display that the desktop extends onto. Sizes are those of the mode of now.
// What is not known is 0.
type Monitor struct {
	// Name is the connector's on X11, and the driver's word for the monitor on Windows.
	Name string
	// ID is who made it and its product number, as hardware.MonitorID writes it.
	ID            string
	Width, Height int // in pixels
	RefreshRate   int // in hertz
	WidthMM       int
	HeightMM      int
}
