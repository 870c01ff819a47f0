// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !(cgo && glfw && (linux || windows))

package glsession

import (
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// BuiltIn reports whether this program was built with GLFW.
const BuiltIn = false

// Window is a hidden window with an OpenGL context.
type Window struct{}

// Open opens a window whose context has at least the version. The error is an [*Error].
func Open(xr.Version) (*Window, error) { return nil, notBuiltIn() }

// Bind appends the window's graphics binding to the chain that a session is made with.
func (*Window) Bind(*openxr.Chain) {}

// Close ends the context and the window, which no session may use any more.
func (*Window) Close() {}

// End gives back the connection to the display, which [Open] and [Monitors] share.
func End() {}

// Monitors lists the monitors. The error is an [*Error].
func Monitors() ([]Monitor, error) { return nil, notBuiltIn() }

func notBuiltIn() error {
	return &Error{
		Code: CodeNotBuiltIn, Text: "this program was built without GLFW, which opens the window for OpenGL",
		Fix: "Build it with CGO_ENABLED=1 and -tags glfw; the README says what that needs.",
	}
}
