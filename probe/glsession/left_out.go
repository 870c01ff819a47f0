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

// Open opens a hidden window whose context has this OpenGL version or a newer one, and
// makes the context current on this thread. Version 0 accepts any context. The error is an
// [*Error].
func Open(xr.Version) (*Window, error) { return nil, notBuiltIn() }

// Bind adds the window's graphics binding to the chain with which a session is created.
func (*Window) Bind(*openxr.Chain) {}

// Close destroys the context and the window. Destroy the session that uses them first.
func (*Window) Close() {}

// End closes the connection to the display, which [Open] and [Monitors] share. Call it after
// the last of them: an X server may reset itself when its last client disconnects.
func End() {}

// Monitors lists the monitors onto which the desktop extends. The error is an [*Error].
func Monitors() ([]Monitor, error) { return nil, notBuiltIn() }

func notBuiltIn() error {
	return &Error{
		Code: CodeNotBuiltIn, Text: "this program was built without GLFW, which opens the window for OpenGL",
		Fix: "Build it with CGO_ENABLED=1 and -tags glfw; the README says what the build needs.",
	}
}
