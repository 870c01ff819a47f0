// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build cgo && glfw

package glsession

import (
	"regexp"
	"sync"
	"unsafe"

	"github.com/go-gl/glfw/v3.3/glfw"
	"golang.org/x/sys/windows"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

const (
	noDisplayFix = "Run this in a user's desktop session, not as a service."
	noOpenGLFix  = "Install the driver of the graphics card's maker: the driver that comes with Windows supports only OpenGL 1.1."
)

func thread() int { return int(windows.GetCurrentThreadId()) }

var (
	user32         = windows.NewLazySystemDLL("user32.dll")
	getDC          = user32.NewProc("GetDC")
	displayDevices = user32.NewProc("EnumDisplayDevicesW")
)

// binding returns the graphics binding for WGL. The device context belongs to the window,
// because GLFW gives its windows one each, and lives as long as the window.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrGraphicsBindingOpenGLWin32KHR
func (w *Window) binding() *xr.GraphicsBindingOpenGLWin32KHR {
	device, _, _ := getDC.Call(uintptr(unsafe.Pointer(w.window.GetWin32Window())))
	return &xr.GraphicsBindingOpenGLWin32KHR{
		Type: xr.TypeGraphicsBindingOpenglWin32KHR, HDC: device, HGLRC: uintptr(unsafe.Pointer(w.window.GetWGLContext())),
	}
}

// displayDevice is DISPLAY_DEVICEW.
// https://learn.microsoft.com/windows/win32/api/wingdi/ns-wingdi-display_devicew
type displayDevice struct {
	size  uint32
	name  [32]uint16
	text  [128]uint16
	flags uint32
	id    [128]uint16
	key   [128]uint16
}

// identify returns a monitor's ID, or "". The ID is a part of the monitor's hardware ID in
// Windows, such as "MONITOR\HVRAA01\{…}".
func identify(m *glfw.Monitor) string {
	adapter, err := windows.UTF16PtrFromString(m.GetWin32Adapter())
	if err != nil {
		return ""
	}
	for i := uintptr(0); ; i++ {
		device := displayDevice{}
		device.size = uint32(unsafe.Sizeof(device))
		if found, _, _ := displayDevices.Call(uintptr(unsafe.Pointer(adapter)), i, uintptr(unsafe.Pointer(&device)), 0); found == 0 {
			return ""
		}
		if windows.UTF16ToString(device.name[:]) == m.GetWin32Monitor() {
			return idIn(windows.UTF16ToString(device.id[:]))
		}
	}
}

// monitorID matches a hardware ID with a manufacturer and a product number. The hardware ID
// "MONITOR\Default_Monitor\..." has neither.
var monitorID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^MONITOR\\([A-Z]{3}[0-9A-F]{4})\\`) })

func idIn(hardwareID string) string {
	match := monitorID().FindStringSubmatch(hardwareID)
	if match == nil {
		return ""
	}
	return match[1]
}
