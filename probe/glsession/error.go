// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package glsession

import "errors"

// ErrNotBuiltIn matches an [*Error] that says that the program was built without GLFW.
var ErrNotBuiltIn = errors.New("GLFW is not built in")

// Error says why there is no window or no list of monitors.
type Error struct {
	Code string // one of the constants Code...; codes are stable
	Text string // one line
	Fix  string // what the user can do
}

func (e *Error) Error() string { return e.Text }

// Is reports whether target is [ErrNotBuiltIn] and the error's code is [CodeNotBuiltIn].
func (e *Error) Is(target error) bool { return target == ErrNotBuiltIn && e.Code == CodeNotBuiltIn }

// The codes of errors.
const (
	CodeNotBuiltIn = "glfw_not_built_in"
	CodeThread     = "glfw_not_on_main_thread"
	CodeNoDisplay  = "no_display"
	CodeNoOpenGL   = "no_opengl"
)

// Monitor is a display onto which the desktop extends. An unknown number is 0.
type Monitor struct {
	// Name is the connector's name on X11, and the driver's name for the monitor on Windows.
	Name string
	// ID is the manufacturer and the product number, as hardware.MonitorID returns it, or "".
	ID                string
	Width, Height     int // of the current mode, in pixels
	RefreshRate       int // of the current mode, in hertz
	WidthMM, HeightMM int // of the display, in millimetres
}
