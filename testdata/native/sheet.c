// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// An OpenXR runtime made from a data sheet, in C. Package compiled writes the sheet into
// sheet.h (openxr/simulated/compiled/sheet.go): RUNTIME_NAME, RUNTIME_VERSION, API_MINOR,
// extensions[] and systems[]. The file needs no OpenXR header: it declares the few
// structures itself, with C's layout on 64 bits.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    XR_SUCCESS = 0,
    XR_ERROR_API_VERSION_UNSUPPORTED = -4,
    XR_ERROR_FUNCTION_UNSUPPORTED = -7,
    XR_ERROR_EXTENSION_NOT_PRESENT = -9,
    XR_ERROR_SIZE_INSUFFICIENT = -11,
    XR_ERROR_HANDLE_INVALID = -12,
    XR_ERROR_SYSTEM_INVALID = -18,
    XR_ERROR_FORM_FACTOR_UNSUPPORTED = -34,
    XR_ERROR_VIEW_CONFIGURATION_TYPE_UNSUPPORTED = -41,
};

#define VERSION(major, minor, patch) (((uint64_t)(major) << 48) | ((uint64_t)(minor) << 32) | (uint64_t)(patch))
#define INSTANCE 0x5eed
#define EXPORT __attribute__((visibility("default")))

typedef int32_t result;
typedef struct { const char *name; uint32_t version; } extension;
typedef struct { uint32_t width, max_width, height, max_height, samples, max_samples; } sizes;
typedef struct { int32_t type; uint32_t fov_mutable, views; sizes view[4]; uint32_t modes; int32_t mode[3]; } configuration;
typedef struct { int32_t type; const char *extension; uint32_t members; uint32_t member[4]; } property;
typedef struct {
    int32_t form_factor; const char *name; uint32_t vendor;
    uint32_t max_width, max_height, layers, orientation, position;
    uint32_t configurations; configuration configuration[4];
    uint32_t properties; property property[8];
} headset;

#include "sheet.h"

#define LENGTH(table) (sizeof(table) / sizeof(table)[0] - 1) // without the empty element at the end

// The structures that the caller passes. Type and next belong to the caller.
typedef struct { int32_t type; void *next; char name[128]; uint32_t version; } extension_properties;
typedef struct { int32_t type; void *next; uint64_t version; char name[128]; } instance_properties;
typedef struct { int32_t type; const void *next; int32_t form_factor; } system_get_info;
typedef struct {
    int32_t type; void *next; uint64_t system; uint32_t vendor; char name[256];
    uint32_t max_height, max_width, layers, orientation, position;
} system_properties;
typedef struct structure { int32_t type; struct structure *next; uint32_t member[]; } structure;
typedef struct { int32_t type; void *next; int32_t configuration; uint32_t fov_mutable; } configuration_properties;
typedef struct { int32_t type; void *next; sizes sizes; } view;
typedef struct {
    int32_t type; const void *next; uint64_t flags;
    char application[128]; uint32_t application_version; char engine[128]; uint32_t engine_version; uint64_t api_version;
    uint32_t layers; const char *const *layer; uint32_t extensions; const char *const *extension;
} instance_info;
typedef struct {
    uint32_t kind, version; size_t size;
    uint32_t interface_version; uint64_t api_version; void *get_instance_proc_addr;
} runtime_request;

// ROOM writes the count of a two-call enumeration, and returns if there is nothing to copy or
// not enough room.
#define ROOM(n)                                          \
    *count = (n);                                        \
    if (capacity == 0) return XR_SUCCESS;                \
    if (capacity < (n)) return XR_ERROR_SIZE_INSUFFICIENT

static result xrEnumerateInstanceExtensionProperties(const char *layer, uint32_t capacity, uint32_t *count, extension_properties *out) {
    ROOM(LENGTH(extensions));
    for (uint32_t i = 0; i < LENGTH(extensions); i++) {
        strcpy(out[i].name, extensions[i].name);
        out[i].version = extensions[i].version;
    }
    return XR_SUCCESS;
}

static int enabled[LENGTH(extensions) + 1];

static int offered(const char *name) {
    for (uint32_t i = 0; i < LENGTH(extensions); i++) {
        if (strcmp(extensions[i].name, name) == 0) return 1;
    }
    return 0;
}

static result xrCreateInstance(const instance_info *info, uint64_t *instance) {
    if (info->api_version >= VERSION(1, API_MINOR + 1, 0)) return XR_ERROR_API_VERSION_UNSUPPORTED;
    for (uint32_t i = 0; i < info->extensions; i++) {
        if (!offered(info->extension[i])) return XR_ERROR_EXTENSION_NOT_PRESENT;
    }
    for (uint32_t i = 0; i < LENGTH(extensions); i++) {
        enabled[i] = 0;
        for (uint32_t j = 0; j < info->extensions; j++) enabled[i] |= strcmp(extensions[i].name, info->extension[j]) == 0;
    }
    *instance = INSTANCE;
    return XR_SUCCESS;
}

static result xrDestroyInstance(uint64_t instance) { return XR_SUCCESS; }

static result xrGetInstanceProperties(uint64_t instance, instance_properties *out) {
    strcpy(out->name, RUNTIME_NAME);
    out->version = RUNTIME_VERSION;
    return XR_SUCCESS;
}

static result xrGetSystem(uint64_t instance, const system_get_info *info, uint64_t *id) {
    for (uint32_t i = 0; i < LENGTH(systems); i++) {
        if (systems[i].form_factor == info->form_factor) {
            *id = i + 1;
            return XR_SUCCESS;
        }
    }
    return XR_ERROR_FORM_FACTOR_UNSUPPORTED;
}

static const headset *system_of(uint64_t id) {
    return id == 0 || id > LENGTH(systems) ? NULL : &systems[id - 1];
}

static int is_enabled(const char *name) {
    for (uint32_t i = 0; i < LENGTH(extensions); i++) {
        if (strcmp(extensions[i].name, name) == 0) return enabled[i];
    }
    return 0;
}

// fill writes the chained structures that the sheet has and whose extensions are enabled.
static void fill(const headset *s, structure *next) {
    for (; next != NULL; next = next->next) {
        for (uint32_t i = 0; i < s->properties; i++) {
            const property *p = &s->property[i];
            if (p->type == next->type && is_enabled(p->extension)) memcpy(next->member, p->member, p->members * sizeof p->member[0]);
        }
    }
}

static result xrGetSystemProperties(uint64_t instance, uint64_t id, system_properties *out) {
    const headset *s = system_of(id);
    if (s == NULL) return XR_ERROR_SYSTEM_INVALID;
    out->system = id;
    out->vendor = s->vendor;
    strcpy(out->name, s->name);
    out->max_width = s->max_width;
    out->max_height = s->max_height;
    out->layers = s->layers;
    out->orientation = s->orientation;
    out->position = s->position;
    fill(s, out->next);
    return XR_SUCCESS;
}

static result xrEnumerateViewConfigurations(uint64_t instance, uint64_t id, uint32_t capacity, uint32_t *count, int32_t *out) {
    const headset *s = system_of(id);
    if (s == NULL) return XR_ERROR_SYSTEM_INVALID;
    ROOM(s->configurations);
    for (uint32_t i = 0; i < s->configurations; i++) out[i] = s->configuration[i].type;
    return XR_SUCCESS;
}

static result configuration_of(uint64_t id, int32_t type, const configuration **found) {
    const headset *s = system_of(id);
    if (s == NULL) return XR_ERROR_SYSTEM_INVALID;
    for (uint32_t i = 0; i < s->configurations; i++) {
        *found = &s->configuration[i];
        if ((*found)->type == type) return XR_SUCCESS;
    }
    return XR_ERROR_VIEW_CONFIGURATION_TYPE_UNSUPPORTED;
}

static result xrGetViewConfigurationProperties(uint64_t instance, uint64_t id, int32_t type, configuration_properties *out) {
    const configuration *c;
    result error = configuration_of(id, type, &c);
    if (error != XR_SUCCESS) return error;
    out->configuration = type;
    out->fov_mutable = c->fov_mutable;
    return XR_SUCCESS;
}

static result xrEnumerateViewConfigurationViews(uint64_t instance, uint64_t id, int32_t type, uint32_t capacity, uint32_t *count, view *out) {
    const configuration *c;
    result error = configuration_of(id, type, &c);
    if (error != XR_SUCCESS) return error;
    ROOM(c->views);
    for (uint32_t i = 0; i < c->views; i++) out[i].sizes = c->view[i];
    return XR_SUCCESS;
}

static result xrEnumerateEnvironmentBlendModes(uint64_t instance, uint64_t id, int32_t type, uint32_t capacity, uint32_t *count, int32_t *out) {
    const configuration *c;
    result error = configuration_of(id, type, &c);
    if (error != XR_SUCCESS) return error;
    ROOM(c->modes);
    for (uint32_t i = 0; i < c->modes; i++) out[i] = c->mode[i];
    return XR_SUCCESS;
}

typedef void (*function)(void);

static result xrGetInstanceProcAddr(uint64_t instance, const char *name, function *out) {
    static const struct { const char *name; function address; int global; } table[] = {
#define COMMAND(name, global) {#name, (function)name, global}
        COMMAND(xrEnumerateInstanceExtensionProperties, 1),
        COMMAND(xrCreateInstance, 1),
        COMMAND(xrDestroyInstance, 0),
        COMMAND(xrGetInstanceProperties, 0),
        COMMAND(xrGetSystem, 0),
        COMMAND(xrGetSystemProperties, 0),
        COMMAND(xrEnumerateViewConfigurations, 0),
        COMMAND(xrGetViewConfigurationProperties, 0),
        COMMAND(xrEnumerateViewConfigurationViews, 0),
        COMMAND(xrEnumerateEnvironmentBlendModes, 0),
    };
    *out = NULL;
    if (instance != 0 && instance != INSTANCE) return XR_ERROR_HANDLE_INVALID;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].name, name) == 0 && table[i].global == (instance == 0)) {
            *out = table[i].address;
            return XR_SUCCESS;
        }
    }
    return XR_ERROR_FUNCTION_UNSUPPORTED;
}

EXPORT result xrNegotiateLoaderRuntimeInterface(const void *loader, runtime_request *request) {
    request->interface_version = 1;
    request->api_version = VERSION(1, API_MINOR, 0);
    request->get_instance_proc_addr = (void *)xrGetInstanceProcAddr;
    return XR_SUCCESS;
}
