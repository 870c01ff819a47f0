// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// calls makes the calls of a probe up to the level "properties", in C and through the Khronos loader, and prints the
// results as JSON. The speed and the answers of the Go binding are compared with it.
//
// Like a probe, it never destroys its instance: it ends its process instead of unloading a foreign library.

// For open_memstream.
#define _POSIX_C_SOURCE 200809L

#include <openxr/openxr.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// out is memory, so that the program prints everything at the end, or nothing. Runtimes do flush standard output.
static FILE* out;

static _Noreturn void fail(const char* call, XrResult result) {
  fprintf(stderr, "calls: %s returned %d\n", call, result);
  _exit(1);
}

static void check(const char* call, XrResult result) {
  if (XR_FAILED(result)) fail(call, result);
}

// array allocates count structures of size bytes each and sets their types. The type is a structure's first member.
static void* array(uint32_t count, size_t size, XrStructureType type) {
  char* first = calloc(count ? count : 1, size);
  if (first == NULL) {
    fprintf(stderr, "calls: out of memory\n");
    _exit(1);
  }
  for (uint32_t i = 0; i < count; i++) memcpy(first + i * size, &type, sizeof type);
  return first;
}

// print_string prints a JSON string. It escapes only what JSON requires, because OpenXR promises UTF-8.
static void print_string(const char* text) {
  fputc('"', out);
  for (const unsigned char* c = (const unsigned char*)text; *c; c++) {
    if (*c == '"' || *c == '\\') {
      fprintf(out, "\\%c", *c);
    } else if (*c < 0x20) {
      fprintf(out, "\\u%04x", *c);
    } else {
      fputc(*c, out);
    }
  }
  fputc('"', out);
}

static void print_version(const char* name, XrVersion version) {
  fprintf(out, "\"%s\":\"%d.%d.%d\"", name, (int)XR_VERSION_MAJOR(version), (int)XR_VERSION_MINOR(version),
         (int)XR_VERSION_PATCH(version));
}

// separate prints a comma before every element except for the first.
static void separate(uint32_t index) {
  if (index > 0) fputc(',', out);
}

static void print_extensions(void) {
  uint32_t count = 0;
  check("xrEnumerateInstanceExtensionProperties",
        xrEnumerateInstanceExtensionProperties(NULL, 0, &count, NULL));
  XrExtensionProperties* extensions = array(count, sizeof *extensions, XR_TYPE_EXTENSION_PROPERTIES);
  check("xrEnumerateInstanceExtensionProperties",
        xrEnumerateInstanceExtensionProperties(NULL, count, &count, extensions));
  fprintf(out, "\"extensions\":[");
  for (uint32_t i = 0; i < count; i++) {
    separate(i);
    fprintf(out, "{\"name\":");
    print_string(extensions[i].extensionName);
    fprintf(out, ",\"version\":%" PRIu32 "}", extensions[i].extensionVersion);
  }
  fprintf(out, "],");
  free(extensions);
}

static XrInstance create_instance(void) {
  static const XrVersion wanted[] = {XR_MAKE_VERSION(1, 1, 0), XR_MAKE_VERSION(1, 0, 0)};
  XrInstance instance = XR_NULL_HANDLE;
  XrResult result = XR_ERROR_API_VERSION_UNSUPPORTED;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted && result == XR_ERROR_API_VERSION_UNSUPPORTED; i++) {
    XrInstanceCreateInfo info = {.type = XR_TYPE_INSTANCE_CREATE_INFO};
    strcpy(info.applicationInfo.applicationName, "calls");
    info.applicationInfo.apiVersion = wanted[i];
    result = xrCreateInstance(&info, &instance);
    if (XR_SUCCEEDED(result)) print_version("api_version", wanted[i]);
  }
  check("xrCreateInstance", result);
  return instance;
}

static void print_instance(XrInstance instance) {
  XrInstanceProperties properties = {.type = XR_TYPE_INSTANCE_PROPERTIES};
  check("xrGetInstanceProperties", xrGetInstanceProperties(instance, &properties));
  fprintf(out, ",\"name\":");
  print_string(properties.runtimeName);
  fputc(',', out);
  print_version("version", properties.runtimeVersion);
}

static void print_system_properties(XrInstance instance, XrSystemId system) {
  XrSystemProperties properties = {.type = XR_TYPE_SYSTEM_PROPERTIES};
  check("xrGetSystemProperties", xrGetSystemProperties(instance, system, &properties));
  fprintf(out, ",\"name\":");
  print_string(properties.systemName);
  fprintf(out, ",\"vendor_id\":%" PRIu32, properties.vendorId);
  fprintf(out, ",\"max_swapchain_image_width\":%" PRIu32, properties.graphicsProperties.maxSwapchainImageWidth);
  fprintf(out, ",\"max_swapchain_image_height\":%" PRIu32, properties.graphicsProperties.maxSwapchainImageHeight);
  fprintf(out, ",\"max_layer_count\":%" PRIu32, properties.graphicsProperties.maxLayerCount);
  fprintf(out, ",\"orientation_tracking\":%s", properties.trackingProperties.orientationTracking ? "true" : "false");
  fprintf(out, ",\"position_tracking\":%s", properties.trackingProperties.positionTracking ? "true" : "false");
}

static void print_views(XrInstance instance, XrSystemId system, XrViewConfigurationType type) {
  uint32_t count = 0;
  check("xrEnumerateViewConfigurationViews",
        xrEnumerateViewConfigurationViews(instance, system, type, 0, &count, NULL));
  XrViewConfigurationView* views = array(count, sizeof *views, XR_TYPE_VIEW_CONFIGURATION_VIEW);
  check("xrEnumerateViewConfigurationViews",
        xrEnumerateViewConfigurationViews(instance, system, type, count, &count, views));
  fprintf(out, ",\"views\":[");
  for (uint32_t i = 0; i < count; i++) {
    separate(i);
    fprintf(out, "{\"recommended_width\":%" PRIu32 ",\"max_width\":%" PRIu32, views[i].recommendedImageRectWidth,
           views[i].maxImageRectWidth);
    fprintf(out, ",\"recommended_height\":%" PRIu32 ",\"max_height\":%" PRIu32, views[i].recommendedImageRectHeight,
           views[i].maxImageRectHeight);
    fprintf(out, ",\"recommended_samples\":%" PRIu32 ",\"max_samples\":%" PRIu32 "}",
           views[i].recommendedSwapchainSampleCount, views[i].maxSwapchainSampleCount);
  }
  fputc(']', out);
  free(views);
}

static void print_blend_modes(XrInstance instance, XrSystemId system, XrViewConfigurationType type) {
  uint32_t count = 0;
  check("xrEnumerateEnvironmentBlendModes",
        xrEnumerateEnvironmentBlendModes(instance, system, type, 0, &count, NULL));
  XrEnvironmentBlendMode* modes = array(count, sizeof *modes, XR_TYPE_UNKNOWN);
  check("xrEnumerateEnvironmentBlendModes",
        xrEnumerateEnvironmentBlendModes(instance, system, type, count, &count, modes));
  fprintf(out, ",\"blend_modes\":[");
  for (uint32_t i = 0; i < count; i++) {
    separate(i);
    fprintf(out, "%d", modes[i]);
  }
  fputc(']', out);
  free(modes);
}

static void print_view_configurations(XrInstance instance, XrSystemId system) {
  uint32_t count = 0;
  check("xrEnumerateViewConfigurations", xrEnumerateViewConfigurations(instance, system, 0, &count, NULL));
  XrViewConfigurationType* types = array(count, sizeof *types, XR_TYPE_UNKNOWN);
  check("xrEnumerateViewConfigurations", xrEnumerateViewConfigurations(instance, system, count, &count, types));
  fprintf(out, ",\"view_configurations\":[");
  for (uint32_t i = 0; i < count; i++) {
    XrViewConfigurationProperties properties = {.type = XR_TYPE_VIEW_CONFIGURATION_PROPERTIES};
    check("xrGetViewConfigurationProperties",
          xrGetViewConfigurationProperties(instance, system, types[i], &properties));
    separate(i);
    fprintf(out, "{\"type\":%d,\"fov_mutable\":%s", types[i], properties.fovMutable ? "true" : "false");
    print_views(instance, system, types[i]);
    print_blend_modes(instance, system, types[i]);
    fputc('}', out);
  }
  fputc(']', out);
  free(types);
}

static void print_system(XrInstance instance, XrFormFactor form_factor) {
  XrSystemGetInfo info = {.type = XR_TYPE_SYSTEM_GET_INFO, .formFactor = form_factor};
  XrSystemId system = XR_NULL_SYSTEM_ID;
  XrResult result = xrGetSystem(instance, &info, &system);
  fprintf(out, "{\"form_factor\":%d,\"result\":%d", form_factor, result);
  if (XR_SUCCEEDED(result)) {
    print_system_properties(instance, system);
    print_view_configurations(instance, system);
  }
  fputc('}', out);
}

int main(void) {
  char* text = NULL;
  size_t size = 0;
  out = open_memstream(&text, &size);
  if (out == NULL) return 1;
  fputc('{', out);
  print_extensions();
  XrInstance instance = create_instance();
  print_instance(instance);
  fprintf(out, ",\"systems\":[");
  print_system(instance, XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY);
  fputc(',', out);
  print_system(instance, XR_FORM_FACTOR_HANDHELD_DISPLAY);
  fprintf(out, "]}\n");
  if (fclose(out) != 0 || fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0) _exit(1);
  _exit(0);
}
