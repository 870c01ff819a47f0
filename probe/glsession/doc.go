// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package glsession opens a hidden window with an OpenGL context, which is what an OpenXR
// session with graphics is made with, and lists the monitors of the machine.
//
// It is GLFW that does so (https://www.glfw.org, X11 and Win32), and GLFW needs cgo and, to
// be built, the headers of X11. So it is built in only with the build tag glfw; without
// it everything here returns [ErrNotBuiltIn], and nothing needs cgo.
//
// GLFW belongs to the main thread, which the tag keeps for the goroutine of main, and its
// libraries are foreign code: only a child process of package probe asks for it. Nothing
// is ever shown, and no input is read.
package glsession
