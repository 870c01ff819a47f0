// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Includes everything that OpenXR's headers declare for the platforms that the lab has. Tests
// compile it only to read its debugging information.

#include <time.h>

#include <EGL/egl.h>
#include <GL/glx.h>
#include <X11/Xlib.h>
#include <vulkan/vulkan.h>
#include <wayland-client.h>
#include <xcb/glx.h>
#include <xcb/xcb.h>

#define XR_USE_GRAPHICS_API_OPENGL
#define XR_USE_GRAPHICS_API_OPENGL_ES
#define XR_USE_GRAPHICS_API_VULKAN
#define XR_USE_PLATFORM_EGL
#define XR_USE_PLATFORM_WAYLAND
#define XR_USE_PLATFORM_XCB
#define XR_USE_PLATFORM_XLIB
#define XR_USE_TIMESPEC
#include <openxr/openxr.h>
#include <openxr/openxr_loader_negotiation.h>
#include <openxr/openxr_platform.h>

const uint64_t header_version = XR_CURRENT_API_VERSION;
