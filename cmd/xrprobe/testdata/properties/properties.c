// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// properties asks a runtime through the Khronos loader, with the layouts of the Khronos headers, for each structure with
// properties whose extension the runtime lists, one at a time, and for the requirements of graphics interfaces. It prints
// a line for each member, which the test compares with what xrprobe reads by its tables. It knows the structures that the
// lab's Monado has code for. If the runtime lists more, the test fails.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XR_USE_GRAPHICS_API_OPENGL
#define XR_USE_GRAPHICS_API_OPENGL_ES
#define XR_USE_GRAPHICS_API_VULKAN
#define XR_USE_PLATFORM_EGL
#include <EGL/egl.h>
#include <GL/gl.h>
#include <vulkan/vulkan.h>
#include <openxr/openxr.h>
#include <openxr/openxr_platform.h>

static XrInstance instance;
static XrSystemId headset;
static XrExtensionProperties listed[512];
static uint32_t listed_count;

static void check(const char *call, XrResult result) {
  if (XR_SUCCEEDED(result)) return;
  fprintf(stderr, "properties: %s answered %d\n", call, result);
  exit(1);
}

static bool lists(const char *extension) {
  for (uint32_t i = 0; i < listed_count; i++) {
    if (strcmp(listed[i].extensionName, extension) == 0) return true;
  }
  return false;
}

// Every byte of a structure has this value before the runtime is asked.
#define SENTINEL 0x5c

static void ask(void *structure) {
  XrSystemProperties properties = {XR_TYPE_SYSTEM_PROPERTIES, structure};
  check("xrGetSystemProperties", xrGetSystemProperties(instance, headset, &properties));
}

static bool untouched(const void *member, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (((const unsigned char *)member)[i] != SENTINEL) return false;
  }
  return true;
}

#define STRUCTURE(structure, number, extension, members)      \
  if (lists(extension)) {                                     \
    const char *name = #structure;                            \
    structure s;                                              \
    bool reported = false;                                        \
    memset(&s, SENTINEL, sizeof s);                           \
    s.type = number;                                          \
    s.next = NULL;                                            \
    ask(&s);                                                  \
    members if (!reported) printf("%s untouched\n", name);        \
  }
#define MEMBER(member)                                                          \
  if (!untouched(&s.member, sizeof s.member)) {                                 \
    printf("%s." #member " %llu\n", name, (unsigned long long)s.member);        \
    reported = true;                                                                \
  }

static void structures(void) {
  STRUCTURE(XrSystemEyeGazeInteractionPropertiesEXT, XR_TYPE_SYSTEM_EYE_GAZE_INTERACTION_PROPERTIES_EXT,
            XR_EXT_EYE_GAZE_INTERACTION_EXTENSION_NAME, MEMBER(supportsEyeGazeInteraction))
  STRUCTURE(XrSystemHandTrackingPropertiesEXT, XR_TYPE_SYSTEM_HAND_TRACKING_PROPERTIES_EXT,
            XR_EXT_HAND_TRACKING_EXTENSION_NAME, MEMBER(supportsHandTracking))
  STRUCTURE(XrSystemUserPresencePropertiesEXT, XR_TYPE_SYSTEM_USER_PRESENCE_PROPERTIES_EXT,
            XR_EXT_USER_PRESENCE_EXTENSION_NAME, MEMBER(supportsUserPresence))
  STRUCTURE(XrSystemPlaneDetectionPropertiesEXT, XR_TYPE_SYSTEM_PLANE_DETECTION_PROPERTIES_EXT,
            XR_EXT_PLANE_DETECTION_EXTENSION_NAME, MEMBER(supportedFeatures))
  STRUCTURE(XrSystemFacialTrackingPropertiesHTC, XR_TYPE_SYSTEM_FACIAL_TRACKING_PROPERTIES_HTC,
            XR_HTC_FACIAL_TRACKING_EXTENSION_NAME, MEMBER(supportEyeFacialTracking) MEMBER(supportLipFacialTracking))
  STRUCTURE(XrSystemBodyTrackingPropertiesFB, XR_TYPE_SYSTEM_BODY_TRACKING_PROPERTIES_FB,
            XR_FB_BODY_TRACKING_EXTENSION_NAME, MEMBER(supportsBodyTracking))
  STRUCTURE(XrSystemFaceTrackingProperties2FB, XR_TYPE_SYSTEM_FACE_TRACKING_PROPERTIES2_FB,
            XR_FB_FACE_TRACKING2_EXTENSION_NAME, MEMBER(supportsVisualFaceTracking) MEMBER(supportsAudioFaceTracking))
  STRUCTURE(XrSystemPassthroughPropertiesFB, XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES_FB,
            XR_FB_PASSTHROUGH_EXTENSION_NAME, MEMBER(supportsPassthrough))
  STRUCTURE(XrSystemPassthroughProperties2FB, XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES2_FB,
            XR_FB_PASSTHROUGH_EXTENSION_NAME, MEMBER(capabilities))
  STRUCTURE(XrSystemForceFeedbackCurlPropertiesMNDX, XR_TYPE_SYSTEM_FORCE_FEEDBACK_CURL_PROPERTIES_MNDX,
            XR_MNDX_FORCE_FEEDBACK_CURL_EXTENSION_NAME, MEMBER(supportsForceFeedbackCurl))
}

static void print_versions(const char *command, XrVersion lowest, XrVersion highest) {
  for (int i = 0; i < 2; i++) {
    XrVersion v = i == 0 ? lowest : highest;
    printf("%s.%sApiVersionSupported %u.%u.%u\n", command, i == 0 ? "min" : "max",
           XR_VERSION_MAJOR(v), XR_VERSION_MINOR(v), XR_VERSION_PATCH(v));
  }
}

// REQUIREMENTS asks for the versions of one graphics interface.
#define REQUIREMENTS(command, structure, number, extension)                                               \
  if (lists(extension)) {                                                                                 \
    PFN_##command function;                                                                               \
    check(#command, xrGetInstanceProcAddr(instance, #command, (PFN_xrVoidFunction *)&function));          \
    structure out = {number};                                                                             \
    check(#command, function(instance, headset, &out));                                                   \
    print_versions(#command, out.minApiVersionSupported, out.maxApiVersionSupported);                     \
  }

// WORDS asks for names with spaces between them.
#define WORDS(command, extension)                                                                         \
  if (lists(extension)) {                                                                                 \
    PFN_##command function;                                                                               \
    char text[65536] = "";                                                                                \
    uint32_t count;                                                                                       \
    check(#command, xrGetInstanceProcAddr(instance, #command, (PFN_xrVoidFunction *)&function));          \
    check(#command, function(instance, headset, sizeof text, &count, text));                              \
    printf(#command ".list %s\n", text);                                                                  \
  }

static void commands(void) {
  REQUIREMENTS(xrGetOpenGLGraphicsRequirementsKHR, XrGraphicsRequirementsOpenGLKHR, XR_TYPE_GRAPHICS_REQUIREMENTS_OPENGL_KHR,
               XR_KHR_OPENGL_ENABLE_EXTENSION_NAME)
  REQUIREMENTS(xrGetOpenGLESGraphicsRequirementsKHR, XrGraphicsRequirementsOpenGLESKHR, XR_TYPE_GRAPHICS_REQUIREMENTS_OPENGL_ES_KHR,
               XR_KHR_OPENGL_ES_ENABLE_EXTENSION_NAME)
  REQUIREMENTS(xrGetVulkanGraphicsRequirementsKHR, XrGraphicsRequirementsVulkanKHR, XR_TYPE_GRAPHICS_REQUIREMENTS_VULKAN_KHR,
               XR_KHR_VULKAN_ENABLE_EXTENSION_NAME)
  REQUIREMENTS(xrGetVulkanGraphicsRequirements2KHR, XrGraphicsRequirementsVulkan2KHR, XR_TYPE_GRAPHICS_REQUIREMENTS_VULKAN2_KHR,
               XR_KHR_VULKAN_ENABLE2_EXTENSION_NAME)
  WORDS(xrGetVulkanInstanceExtensionsKHR, XR_KHR_VULKAN_ENABLE_EXTENSION_NAME)
  WORDS(xrGetVulkanDeviceExtensionsKHR, XR_KHR_VULKAN_ENABLE_EXTENSION_NAME)
}

int main(void) {
  for (uint32_t i = 0; i < 512; i++) listed[i].type = XR_TYPE_EXTENSION_PROPERTIES;
  check("xrEnumerateInstanceExtensionProperties", xrEnumerateInstanceExtensionProperties(NULL, 512, &listed_count, listed));
  const char *names[512];
  uint32_t enabled = 0;
  for (uint32_t i = 0; i < listed_count; i++) {
    if (strstr(listed[i].extensionName, "overlay") == NULL) names[enabled++] = listed[i].extensionName;
  }
  XrInstanceCreateInfo create = {XR_TYPE_INSTANCE_CREATE_INFO};
  create.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 1, 0);
  strcpy(create.applicationInfo.applicationName, "properties");
  create.enabledExtensionCount = enabled;
  create.enabledExtensionNames = names;
  check("xrCreateInstance", xrCreateInstance(&create, &instance));
  XrSystemGetInfo get = {XR_TYPE_SYSTEM_GET_INFO, NULL, XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY};
  check("xrGetSystem", xrGetSystem(instance, &get, &headset));
  structures();
  commands();
  check("xrDestroyInstance", xrDestroyInstance(instance));
  return 0;
}
