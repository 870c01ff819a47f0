// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// A small OpenXR runtime for tests. Compiled as it is, it answers honestly for one
// headset; each macro below makes it fail, lie or litter in one way. It needs no
// OpenXR header: the few structures are spelt out, with C's layout on 64 bits. MinGW
// compiles it for Windows, where there are no signals and so no
// BY_KILL and no BY_STOP.

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    XR_SUCCESS = 0,
    XR_EVENT_UNAVAILABLE = 4,
    XR_SPACE_BOUNDS_UNAVAILABLE = 7,
    XR_ERROR_PATH_FORMAT_INVALID = -21,
    XR_ERROR_API_VERSION_UNSUPPORTED = -4,
    XR_ERROR_INITIALIZATION_FAILED = -6,
    XR_ERROR_FUNCTION_UNSUPPORTED = -7,
    XR_ERROR_SIZE_INSUFFICIENT = -11,
    XR_ERROR_FORM_FACTOR_UNSUPPORTED = -34,
    XR_ERROR_FORM_FACTOR_UNAVAILABLE = -35,
    XR_ERROR_RUNTIME_UNAVAILABLE = -51,
};

#define HMD 1
#define STEREO 2
#define VERSION(major, minor, patch) (((uint64_t)(major) << 48) | ((uint64_t)(minor) << 32) | (patch))

#ifndef BLEND_MODES
#define BLEND_MODES 1 // OPAQUE; 2 is ADDITIVE, 3 is ALPHA_BLEND
#endif

typedef int32_t result;
typedef struct { int32_t type; void *next; char name[128]; uint32_t version; } extension_properties;
typedef struct { int32_t type; void *next; uint64_t version; char name[128]; } instance_properties;
typedef struct { int32_t type; const void *next; int32_t form_factor; } system_get_info;
typedef struct {
    int32_t type; void *next; uint64_t system; uint32_t vendor; char name[256];
    uint32_t max_height, max_width, max_layers, orientation, position;
} system_properties;
typedef struct { int32_t type; void *next; int32_t configuration; uint32_t fov_mutable; } configuration_properties;
typedef struct {
    int32_t type; void *next;
    uint32_t width, max_width, height, max_height, samples, max_samples;
} view;
typedef struct {
    uint32_t kind, version; size_t size;
    uint32_t interface_version; uint64_t api_version; void *get_instance_proc_addr;
} runtime_request;

// die never returns, in the way that the test asked for.
static void die(void) {
#if defined(BY_ABORT)
    abort();
#elif defined(BY_EXIT)
    _exit(7);
#elif defined(BY_HANG)
    for (;;) sleep(1000);
#elif defined(BY_STUBBORN_HANG)
    signal(SIGTERM, SIG_IGN);
    for (;;) sleep(1000);
#elif defined(BY_KILL)
    kill(getpid(), SIGKILL);
#elif defined(BY_STOP)
    kill(getpid(), SIGSTOP);
    for (;;) sleep(1000);
#else
    *(volatile int *)8 = 1;
#endif
}

static void *die_on_thread(void *unused) {
    die();
    return NULL;
}

static void trouble(void) {
#if defined(ON_THREAD)
    pthread_t thread;
    pthread_create(&thread, NULL, die_on_thread, NULL);
    pthread_join(thread, NULL);
#else
    die();
#endif
}

// note writes how far the runtime was asked.
static void note(const char *level) {
#if defined(TELLS)
    fprintf(stderr, "at %s\n", level);
#endif
}

// The next five say where the trouble is.
#if defined(AT_LOAD)
__attribute__((constructor)) static void at_load(void) { trouble(); }
#endif
static void at_extensions(void) {
    note("extensions");
#if defined(AT_EXTENSIONS)
    trouble();
#endif
}
static void at_instance(void) {
    note("instance");
#if defined(AT_INSTANCE)
    trouble();
#endif
}
static void at_system(void) {
    note("system");
#if defined(AT_SYSTEM)
    trouble();
#endif
}
static void at_properties(void) {
    note("properties");
#if defined(AT_PROPERTIES)
    trouble();
#endif
}

static void litter(void) {
#if defined(NOISY)
    char line[1024];
    memset(line, 'x', sizeof line);
    for (int i = 0; i < 1024; i++) {
        if (write(1, line, sizeof line) < 0 || write(2, line, sizeof line) < 0) return;
    }
    if (write(1, "\n\x1b[2Jlast words\n", 16) < 0) return;
#endif
#if defined(CLOSES_LOW_DESCRIPTORS)
    for (int fd = 3; fd < 900; fd++) close(fd);
#endif
#if defined(WRITES_EVERYWHERE)
    char junk[64];
    memset(junk, '!', sizeof junk);
    for (int fd = 3; fd < 1024; fd++) {
        if (write(fd, junk, sizeof junk) < 0) continue;
    }
#endif
}

static result xrEnumerateInstanceExtensionProperties(const char *layer, uint32_t capacity, uint32_t *count, extension_properties *out) {
    at_extensions();
    litter();
#if defined(HUGE_COUNT)
    *count = 0xffffffffu;
    return XR_SUCCESS;
#elif defined(GROWING_COUNT)
    *count = capacity + 1;
    return capacity == 0 ? XR_SUCCESS : XR_ERROR_SIZE_INSUFFICIENT;
#elif defined(OVERFULL_COUNT)
    *count = capacity == 0 ? 1 : 1000;
    return XR_SUCCESS;
#elif defined(UNWRITTEN)
    *count = 2;
    return XR_SUCCESS;
#endif
    *count = 2;
    if (capacity == 0) return XR_SUCCESS;
    if (capacity < 2) return XR_ERROR_SIZE_INSUFFICIENT;
    strcpy(out[0].name, "XR_MND_headless");
    out[0].version = 3;
    strcpy(out[1].name, "XR_KHR_opengl_enable");
    out[1].version = 10;
#if defined(UNENDING_NAME)
    memset(out[0].name, 'n', sizeof out[0].name);
    memcpy(out[1].name, "bad\xff\x1b[2J", 9);
#endif
    return XR_SUCCESS;
}

static result xrCreateInstance(const char *info, uint64_t *instance) {
    at_instance();
#if defined(SERVICE_DOWN)
    fprintf(stderr, "cannot connect to the service\n");
    return XR_ERROR_RUNTIME_UNAVAILABLE;
#endif
    uint64_t version;
    memcpy(&version, info + 24 + 264, sizeof version);
#if defined(ONLY_1_0)
    if (version >= VERSION(1, 1, 0)) return XR_ERROR_API_VERSION_UNSUPPORTED;
#elif defined(NO_VERSION)
    return XR_ERROR_API_VERSION_UNSUPPORTED;
#endif
#if !defined(NULL_INSTANCE)
    *instance = 0x1234567800000001u;
#endif
    return XR_SUCCESS;
}

static result xrGetInstanceProperties(uint64_t instance, instance_properties *out) {
    strcpy(out->name, "Test runtime");
    out->version = VERSION(2, 5, 9);
    return XR_SUCCESS;
}

static result xrGetSystem(uint64_t instance, const system_get_info *info, uint64_t *id) {
    at_system();
    if (info->form_factor != HMD) return XR_ERROR_FORM_FACTOR_UNSUPPORTED;
#if defined(UNPLUGGED)
    return XR_ERROR_FORM_FACTOR_UNAVAILABLE;
#elif defined(SYSTEM_FAILS)
    return XR_ERROR_INITIALIZATION_FAILED;
#endif
    *id = 42;
    return XR_SUCCESS;
}

static result xrGetSystemProperties(uint64_t instance, uint64_t id, system_properties *out) {
    at_properties();
#if defined(SILENT_PROPERTIES)
    return XR_SUCCESS;
#endif
    // Of what is chained to it the runtime knows hand tracking alone.
    for (struct { int32_t type; void *next; uint32_t supported; } *s = out->next; s != NULL; s = s->next) {
#if !defined(NO_HANDS)
        if (s->type == 1000051000) s->supported = 1;
#endif
    }
#if defined(CUTS_CHAIN)
    out->next = (void *)0xdeadbeef;
#endif
    out->system = id;
    out->vendor = 0x1209;
    strcpy(out->name, "Test headset");
    out->max_width = 4096;
    out->max_height = 2048;
    out->max_layers = 16;
    out->orientation = 1;
    out->position = 0;
    return XR_SUCCESS;
}

static result xrEnumerateViewConfigurations(uint64_t instance, uint64_t id, uint32_t capacity, uint32_t *count, int32_t *out) {
    *count = 1;
    if (capacity > 0) out[0] = STEREO;
    return XR_SUCCESS;
}

static result xrGetViewConfigurationProperties(uint64_t instance, uint64_t id, int32_t configuration, configuration_properties *out) {
    out->configuration = configuration;
    out->fov_mutable = 1;
    return XR_SUCCESS;
}

static result xrEnumerateViewConfigurationViews(uint64_t instance, uint64_t id, int32_t configuration, uint32_t capacity, uint32_t *count, view *out) {
    *count = 2;
    for (uint32_t i = 0; i < capacity && i < 2; i++) {
        out[i].width = 1000 + i;
        out[i].max_width = 2000 + i;
        out[i].height = 1100 + i;
        out[i].max_height = 2200 + i;
        out[i].samples = 1;
        out[i].max_samples = 4;
    }
    return XR_SUCCESS;
}

static result xrEnumerateEnvironmentBlendModes(uint64_t instance, uint64_t id, int32_t configuration, uint32_t capacity, uint32_t *count, int32_t *out) {
#if defined(NO_BLEND_COMMAND)
    return XR_ERROR_FUNCTION_UNSUPPORTED;
#endif
    static const int32_t modes[] = {BLEND_MODES};
    *count = sizeof modes / sizeof modes[0];
    for (uint32_t i = 0; i < capacity && i < *count; i++) out[i] = modes[i];
    return XR_SUCCESS;
}

typedef struct {
    int32_t type; const void *next;
    const char *id, *function, *message;
    uint32_t objects; void *object; uint32_t labels; void *label;
} callback_data;
typedef uint32_t (*debug_callback)(uint64_t, uint64_t, const callback_data *, void *);
typedef struct { int32_t type; const void *next; uint64_t severities, types; debug_callback callback; void *user; } messenger_info;

static messenger_info messenger;

static void *send_messages(void *unused) {
    callback_data whole = {.id = "VUID-1", .function = "xrTest", .message = "bad\xff"};
    callback_data empty = {0};
    messenger.callback(0x1000, 2, &whole, messenger.user);
    messenger.callback(0x10, 1, &empty, messenger.user);
    messenger.callback(0x10, 1, NULL, messenger.user);
    messenger.callback(0x10, 1, &whole, (void *)0x1234); // nobody's
    return NULL;
}

static result xrCreateSession(uint64_t instance, const void *info, uint64_t *session) {
#if !defined(NULL_SESSION)
    *session = 0x5e55;
#endif
    return XR_SUCCESS;
}

// Destroying a session has the runtime send its messages once more.
static result xrDestroySession(uint64_t session) {
    if (messenger.callback != NULL) send_messages(NULL);
    return XR_SUCCESS;
}

static result xrEnumerateReferenceSpaces(uint64_t session, uint32_t capacity, uint32_t *count, int32_t *out) {
    *count = 2;
    for (uint32_t i = 0; i < capacity && i < 2; i++) out[i] = 1 + i; // VIEW, LOCAL
    return XR_SUCCESS;
}

static result xrEnumerateSwapchainFormats(uint64_t session, uint32_t capacity, uint32_t *count, int64_t *out) {
    *count = 0;
    return XR_SUCCESS;
}

static result xrCreateReferenceSpace(uint64_t session, const void *info, uint64_t *space) {
    *space = 0x59ace;
    return XR_SUCCESS;
}

static result xrGetReferenceSpaceBoundsRect(uint64_t session, int32_t space, float *bounds) {
    if (space != 3) return XR_SPACE_BOUNDS_UNAVAILABLE; // not STAGE
    bounds[0] = 2.5f;
    bounds[1] = 4.0f;
    return XR_SUCCESS;
}

static result xrDestroySpace(uint64_t space) { return XR_SUCCESS; }

// One event of each kind, then none; the first one is nobody's.
static result xrPollEvent(uint64_t instance, char *event) {
    static const int32_t kinds[] = {999, 49, 17, 18, 40, 52};
    static size_t next;
    if (next == sizeof kinds / sizeof kinds[0]) return XR_EVENT_UNAVAILABLE;
#if defined(NO_EVENT)
    return XR_SUCCESS;
#endif
    memset(event + 16, 0, 64);
    memcpy(event, &kinds[next++], 4);
    *(uint64_t *)(event + 8) = 0xdeadbeef; // a next pointer that nobody may follow
    event[16] = 7;
    event[24] = 5;
    event[32] = 9;
    return XR_SUCCESS;
}

// The messages come at once, on a thread of the runtime's.
static result xrCreateDebugUtilsMessengerEXT(uint64_t instance, const messenger_info *info, uint64_t *out) {
    messenger = *info;
    pthread_t thread;
    pthread_create(&thread, NULL, send_messages, NULL);
    pthread_join(thread, NULL);
    *out = 1;
    return XR_SUCCESS;
}

static result xrDestroyDebugUtilsMessengerEXT(uint64_t messenger) { return XR_SUCCESS; }

static result xrStringToPath(uint64_t instance, const char *name, uint64_t *path) {
    if (name[0] != '/') return XR_ERROR_PATH_FORMAT_INVALID;
    *path = strlen(name);
    return XR_SUCCESS;
}

static result xrPathToString(uint64_t instance, uint64_t path, uint32_t capacity, uint32_t *count, char *out) {
    *count = 6;
#if defined(UNENDING_NAME)
    for (uint32_t i = 0; i < capacity; i++) out[i] = 'p';
#else
    if (capacity >= 6) memcpy(out, "/user", 6);
#endif
    return XR_SUCCESS;
}

typedef void (*function)(void);

// At the start only what the specification lets a loader ask for is answered.
static result xrGetInstanceProcAddr(uint64_t instance, const char *name, function *out) {
    static const struct { const char *name; function address; int global; } table[] = {
#define COMMAND(name, global) {#name, (function)name, global}
        COMMAND(xrEnumerateInstanceExtensionProperties, 1),
        COMMAND(xrCreateInstance, 1),
        COMMAND(xrGetInstanceProperties, 0),
        COMMAND(xrGetSystem, 0),
        COMMAND(xrGetSystemProperties, 0),
        COMMAND(xrEnumerateViewConfigurations, 0),
        COMMAND(xrGetViewConfigurationProperties, 0),
        COMMAND(xrEnumerateViewConfigurationViews, 0),
        COMMAND(xrCreateSession, 0),
        COMMAND(xrDestroySession, 0),
        COMMAND(xrEnumerateReferenceSpaces, 0),
        COMMAND(xrEnumerateSwapchainFormats, 0),
        COMMAND(xrCreateReferenceSpace, 0),
        COMMAND(xrGetReferenceSpaceBoundsRect, 0),
        COMMAND(xrDestroySpace, 0),
        COMMAND(xrPollEvent, 0),
#if !defined(NO_MESSENGER)
        COMMAND(xrCreateDebugUtilsMessengerEXT, 0),
        COMMAND(xrDestroyDebugUtilsMessengerEXT, 0),
#endif
        COMMAND(xrStringToPath, 0),
        COMMAND(xrPathToString, 0),
#if !defined(LACKS_BLEND_COMMAND)
        COMMAND(xrEnumerateEnvironmentBlendModes, 0),
#endif
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].name, name) == 0 && (table[i].global || instance != 0)) {
            *out = table[i].address;
            return XR_SUCCESS;
        }
    }
#if defined(STRICT)
    if (instance == 0) abort();
#endif
    *out = NULL;
    return XR_ERROR_FUNCTION_UNSUPPORTED;
}

#ifndef NEGOTIATE
#define NEGOTIATE xrNegotiateLoaderRuntimeInterface
#endif

__attribute__((visibility("default"))) result NEGOTIATE(const void *loader, runtime_request *request) {
#if defined(REFUSES)
    return XR_ERROR_INITIALIZATION_FAILED;
#elif defined(SILENT_NEGOTIATION)
    return XR_SUCCESS;
#endif
    request->interface_version = 1;
    request->api_version = VERSION(1, 1, 40);
    request->get_instance_proc_addr = (void *)xrGetInstanceProcAddr;
#if defined(NULL_PROC_ADDR)
    request->get_instance_proc_addr = NULL;
#elif defined(INTERFACE)
    request->interface_version = INTERFACE;
#elif defined(API_MAJOR)
    request->api_version = VERSION(API_MAJOR, 0, 0);
#endif
    return XR_SUCCESS;
}
