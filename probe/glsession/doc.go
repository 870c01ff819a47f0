// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package glsession opens a hidden window with an OpenGL context, which an OpenXR session
// with graphics needs, and lists the monitors of the machine:
//
//	window, err := glsession.Open(xr.MakeVersion(4, 5, 0)) // OpenGL 4.5 or newer
//	var chain openxr.Chain
//	window.Bind(&chain)
//	session, err := system.CreateSession(&chain)
//	monitors, err := glsession.Monitors()
//
// The package uses GLFW for X11 and Win32, which needs cgo and, on Linux, the headers of
// X11. It does so only with the build tag glfw. Without the tag every function returns
// [ErrNotBuiltIn], and the package needs no cgo.
//
// GLFW works only on the main thread. With the build tag, the package keeps that thread for
// the goroutine of main, and the functions must be called there. GLFW loads foreign
// libraries, so only a child process of package probe uses it. The package never shows a
// window and never reads input.
//
// Source: https://www.glfw.org.
package glsession
