// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build cgo && glfw

package glsession

/*
#cgo LDFLAGS: -lX11
#include <X11/Xatom.h>
#include <X11/extensions/Xrandr.h>
#include <dlfcn.h>
#include <string.h>

// GLX is looked up at run time, as GLFW does it, so that the program also starts without GLX.
typedef int (*query_context)(Display *, void *, int, int *);
typedef void **(*choose_config)(Display *, int, const int *, int *);
typedef int (*config_attribute)(Display *, void *, int, int *);

enum { fbconfig_id = 0x8013, screen = 0x800C, visual_id = 0x800B };

// find_config returns the framebuffer configuration of a context, and that configuration's
// visual in *visual.
static void *find_config(Display *display, void *context, void *query, void *choose, void *attribute, int *visual) {
  int id = 0, number = 0, count = 0;
  *visual = 0;
  if (!query || !choose || !attribute) return 0;
  if (((query_context)query)(display, context, fbconfig_id, &id) != 0) return 0;
  if (((query_context)query)(display, context, screen, &number) != 0) return 0;
  const int wanted[] = {fbconfig_id, id, None};
  void **configs = ((choose_config)choose)(display, number, wanted, &count);
  void *config = configs && count > 0 ? configs[0] : 0;
  if (configs) XFree(configs);
  if (config) ((config_attribute)attribute)(display, config, visual_id, visual);
  return config;
}

// read_edid reads the first bytes of a monitor's EDID and returns how many it has read. RandR
// is also looked up at run time; GLFW has already loaded it.
static int read_edid(Display *display, RROutput output, unsigned char *edid, int size) {
  void *library = dlopen("libXrandr.so.2", RTLD_LAZY | RTLD_LOCAL);
  __typeof__(XRRGetOutputProperty) *property = library ? dlsym(library, "XRRGetOutputProperty") : 0;
  Atom type = None, name = XInternAtom(display, RR_PROPERTY_RANDR_EDID, False);
  int format = 0, length = 0;
  unsigned long count = 0, left = 0;
  unsigned char *value = 0;
  if (property && property(display, output, name, 0, size / 4, False, False, AnyPropertyType, &type, &format, &count, &left, &value) == Success &&
      type == XA_INTEGER && format == 8) {
    length = count < (unsigned long)size ? (int)count : size;
    memcpy(edid, value, length);
  }
  if (value) XFree(value);
  if (library) dlclose(library);
  return length;
}
*/
import "C"

import (
	"syscall"
	"unsafe"

	"github.com/go-gl/glfw/v3.3/glfw"

	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

const (
	noDisplayFix = "Run this in a desktop session, or on a virtual display (xvfb-run)."
	noOpenGLFix  = "Install or repair the graphics driver (on Debian: libgl1-mesa-dri), and check that another OpenGL program, such as glxinfo, works."
)

func thread() int { return syscall.Gettid() }

// binding returns the graphics binding for Xlib and GLX. GLFW does not give access to the
// framebuffer configuration, so find_config looks it up.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrGraphicsBindingOpenGLXlibKHR
func (w *Window) binding() *xr.GraphicsBindingOpenGLXlibKHR {
	display, context := unsafe.Pointer(glfw.GetX11Display()), unsafe.Pointer(w.window.GetGLXContext())
	var visual C.int
	config := C.find_config((*C.Display)(display), context, glfw.GetProcAddress("glXQueryContext"),
		glfw.GetProcAddress("glXChooseFBConfig"), glfw.GetProcAddress("glXGetFBConfigAttrib"), &visual)
	return &xr.GraphicsBindingOpenGLXlibKHR{
		Type: xr.TypeGraphicsBindingOpenglXlibKHR, XDisplay: (*xr.Display)(display), Visualid: uint32(visual),
		GlxFBConfig: uintptr(config), GlxDrawable: uintptr(w.window.GetGLXWindow()), GlxContext: uintptr(context),
	}
}

// identify returns a monitor's ID, or "".
func identify(m *glfw.Monitor) string {
	var edid [16]C.uchar
	length := C.read_edid((*C.Display)(unsafe.Pointer(glfw.GetX11Display())), C.RROutput(m.GetX11Monitor()), &edid[0], C.int(len(edid)))
	return hardware.MonitorID(C.GoBytes(unsafe.Pointer(&edid[0]), length))
}
