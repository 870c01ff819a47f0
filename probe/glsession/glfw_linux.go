// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build cgo && glfw

package glsession

/*
#cgo LDFLAGS: -lX11
#include <X11/Xlib.h>

// GLX is found at run time, as GLFW finds it, so that a program starts without it too.
typedef int (*query_context)(Display *, void *, int, int *);
typedef void **(*choose_config)(Display *, int, const int *, int *);
typedef int (*config_attribute)(Display *, void *, int, int *);

enum { fbconfig_id = 0x8013, screen = 0x800C, visual_id = 0x800B };

// find_config finds the framebuffer configuration of a context, and the visual of that.
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
*/
import "C"

import (
	"syscall"
	"unsafe"

	"github.com/go-gl/glfw/v3.3/glfw"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

func thread() int { return syscall.Gettid() }

// bind appends the binding of Xlib and GLX, for which GLFW lacks the framebuffer
// configuration.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrGraphicsBindingOpenGLXlibKHR
func bind(w *glfw.Window, chain *openxr.Chain) {
	display, context := unsafe.Pointer(glfw.GetX11Display()), unsafe.Pointer(w.GetGLXContext())
	var visual C.int
	config := C.find_config((*C.Display)(display), context, glfw.GetProcAddress("glXQueryContext"),
		glfw.GetProcAddress("glXChooseFBConfig"), glfw.GetProcAddress("glXGetFBConfigAttrib"), &visual)
	openxr.Give(chain, &xr.GraphicsBindingOpenGLXlibKHR{
		Type: xr.TypeGraphicsBindingOpenglXlibKHR, XDisplay: (*xr.Display)(display), Visualid: uint32(visual),
		GlxFBConfig: uintptr(config), GlxDrawable: uintptr(w.GetGLXWindow()), GlxContext: uintptr(context),
	})
}
