// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build cgo && glfw

package glsession

import (
	"unsafe"

	"github.com/go-gl/glfw/v3.3/glfw"
	"golang.org/x/sys/windows"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

func thread() int { return int(windows.GetCurrentThreadId()) }

var getDC = windows.NewLazySystemDLL("user32.dll").NewProc("GetDC")

// bind appends the binding of WGL. The device context is the window's own, which GLFW
// asks Windows for, and lives as long as that.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrGraphicsBindingOpenGLWin32KHR
func bind(w *glfw.Window, chain *openxr.Chain) {
	device, _, _ := getDC.Call(uintptr(unsafe.Pointer(w.GetWin32Window())))
	openxr.Give(chain, &xr.GraphicsBindingOpenGLWin32KHR{
		Type: xr.TypeGraphicsBindingOpenglWin32KHR, HDC: device, HGLRC: uintptr(unsafe.Pointer(w.GetWGLContext())),
	})
}
