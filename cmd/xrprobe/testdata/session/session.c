// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// session creates a session through the Khronos loader, headless or with OpenGL on an X window of its own, and prints the
// numbers of its reference spaces and swapchain formats, which the test compares with the sessions that xrprobe creates.

#include <GL/glx.h>
#include <X11/Xlib.h>

#define XR_USE_PLATFORM_XLIB
#define XR_USE_GRAPHICS_API_OPENGL
#include <openxr/openxr.h>
#include <openxr/openxr_platform.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(const char *call, XrResult result) {
  if (XR_SUCCEEDED(result)) return;
  fprintf(stderr, "session: %s answered %d\n", call, result);
  exit(1);
}

static XrGraphicsBindingOpenGLXlibKHR window(void) {
  Display *display = XOpenDisplay(NULL);
  if (display == NULL) {
    fprintf(stderr, "session: no display\n");
    exit(1);
  }
  const int attributes[] = {GLX_RENDER_TYPE, GLX_RGBA_BIT, GLX_DRAWABLE_TYPE, GLX_WINDOW_BIT, GLX_DOUBLEBUFFER, True, None};
  int count = 0;
  GLXFBConfig *configs = glXChooseFBConfig(display, DefaultScreen(display), attributes, &count);
  XVisualInfo *visual = glXGetVisualFromFBConfig(display, configs[0]);
  XSetWindowAttributes set = {.colormap = XCreateColormap(display, DefaultRootWindow(display), visual->visual, AllocNone)};
  Window drawable = XCreateWindow(display, DefaultRootWindow(display), 0, 0, 64, 64, 0, visual->depth, InputOutput,
                                  visual->visual, CWColormap, &set);
  GLXContext context = glXCreateNewContext(display, configs[0], GLX_RGBA_TYPE, NULL, True);
  glXMakeCurrent(display, drawable, context);
  return (XrGraphicsBindingOpenGLXlibKHR){
      .type = XR_TYPE_GRAPHICS_BINDING_OPENGL_XLIB_KHR,
      .xDisplay = display,
      .visualid = visual->visualid,
      .glxFBConfig = configs[0],
      .glxDrawable = drawable,
      .glxContext = context,
  };
}

int main(int argc, char **argv) {
  int opengl = argc > 1 && strcmp(argv[1], "opengl") == 0;
  const char *extension = opengl ? XR_KHR_OPENGL_ENABLE_EXTENSION_NAME : "XR_MND_headless";
  XrInstanceCreateInfo create = {XR_TYPE_INSTANCE_CREATE_INFO};
  create.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 1, 0);
  strcpy(create.applicationInfo.applicationName, "session");
  create.enabledExtensionCount = 1;
  create.enabledExtensionNames = &extension;
  XrInstance instance;
  check("xrCreateInstance", xrCreateInstance(&create, &instance));
  XrSystemGetInfo get = {XR_TYPE_SYSTEM_GET_INFO, NULL, XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY};
  XrSystemId system;
  check("xrGetSystem", xrGetSystem(instance, &get, &system));

  XrSessionCreateInfo info = {XR_TYPE_SESSION_CREATE_INFO, NULL, 0, system};
  XrGraphicsBindingOpenGLXlibKHR binding;
  if (opengl) {
    PFN_xrGetOpenGLGraphicsRequirementsKHR requirements;
    check("xrGetInstanceProcAddr", xrGetInstanceProcAddr(instance, "xrGetOpenGLGraphicsRequirementsKHR", (PFN_xrVoidFunction *)&requirements));
    XrGraphicsRequirementsOpenGLKHR wanted = {XR_TYPE_GRAPHICS_REQUIREMENTS_OPENGL_KHR};
    check("xrGetOpenGLGraphicsRequirementsKHR", requirements(instance, system, &wanted));
    binding = window();
    info.next = &binding;
  }
  XrSession session;
  check("xrCreateSession", xrCreateSession(instance, &info, &session));
  uint32_t count = 0;
  XrReferenceSpaceType spaces[64];
  check("xrEnumerateReferenceSpaces", xrEnumerateReferenceSpaces(session, 64, &count, spaces));
  for (uint32_t i = 0; i < count; i++) printf("space %d\n", spaces[i]);
  int64_t formats[256];
  check("xrEnumerateSwapchainFormats", xrEnumerateSwapchainFormats(session, 256, &count, formats));
  for (uint32_t i = 0; i < count; i++) printf("format %lld\n", (long long)formats[i]);
  check("xrDestroySession", xrDestroySession(session));
  check("xrDestroyInstance", xrDestroyInstance(instance));
  return 0;
}
