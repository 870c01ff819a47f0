// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// A small OpenXR runtime for tests. It simulates one headset, and misbehaves as its file's
// name says: libsegv@create.so, libexit=3@load.so, libdaemon@create+hang@system.so. The name
// has words with plus signs between them. A word may have a value, after "=", and a stage,
// after "@". libfollows.so reads its words from the file "words" in its own directory when it
// is loaded, and so does a library with the name of a known one, such as libopenxr_monado.so.
//
// The stages are load, negotiate, enumerate, create, system, properties, requirements,
// configurations, views, blend-modes, session, spaces, end-session, destroy and exit.
//
// Words that need a stage, and harm the process:
//   hang, spin, segv, abort, exit=STATUS, leave=STATUS, wait=MS, overflow, reserve, allocate,
//   thread-segv, thread-hang, stop, kill, stubborn-hang, bus
// Words that need a stage, and write or close what is not theirs:
//   flood[=MIB], noisy, close-low, close-many, close-all, junk, forge, forge-for-ever, cut-frame
// Words that need a stage, and change the process or leave something behind:
//   setenv, chdir, umask, handlers, bare-handlers, litter-file, activate, daemon,
//   daemon-on-pipes, stubborn-daemon, hereditary-daemon, short-lived, child, bomb=N, listen
// Words that need a stage, and print facts on standard error: limits, figures
// Words for lists; a stage limits them to one list:
//   huge-count, negative-count, overfull-count, growing-count, unwritten, silent, none
// Words for outputs; a stage limits them: silent, unending-name, null-next, unknown-enum
// Words for single answers:
//   refuses, interface=N, api-major=N, null-proc-addr, lacks=COMMAND, strict, many,
//   segv-enabling=EXTENSION, refuse-enabling=EXTENSION, application=NAME, exclusive,
//   limit-reached, service-down, socket=NAME, only-1-0, no-version, unplugged, warming-up=N, system-fails,
//   segv-at=TYPE, segv-also-at=TYPE, hang-at=TYPE, no-hands, cuts-chain, graphics,
//   no-blend-command, blend=N,N, null-session, no-event
// The word tells prints the name of each stage on standard error.
//
// The file needs no OpenXR header: it declares the few structures itself, with C's layout on
// 64 bits. MinGW compiles it for Windows, where the words that need signals, fork or resource
// limits do nothing.

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#if defined(_WIN32)
#include <windows.h>
#define EXPORTED __declspec(dllexport)
#define ONLY_UNIX(function) NULL
#else
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#define EXPORTED __attribute__((visibility("default")))
#define ONLY_UNIX(function) function
#endif

enum {
    XR_SUCCESS = 0,
    XR_EVENT_UNAVAILABLE = 4,
    XR_SPACE_BOUNDS_UNAVAILABLE = 7,
    XR_ERROR_RUNTIME_FAILURE = -2,
    XR_ERROR_API_VERSION_UNSUPPORTED = -4,
    XR_ERROR_INITIALIZATION_FAILED = -6,
    XR_ERROR_FUNCTION_UNSUPPORTED = -7,
    XR_ERROR_EXTENSION_NOT_PRESENT = -9,
    XR_ERROR_LIMIT_REACHED = -10,
    XR_ERROR_SIZE_INSUFFICIENT = -11,
    XR_ERROR_PATH_FORMAT_INVALID = -21,
    XR_ERROR_FORM_FACTOR_UNSUPPORTED = -34,
    XR_ERROR_FORM_FACTOR_UNAVAILABLE = -35,
    XR_ERROR_RUNTIME_UNAVAILABLE = -51,
};

#define HMD 1
#define STEREO 2
#define VERSION(major, minor, patch) (((uint64_t)(major) << 48) | ((uint64_t)(minor) << 32) | (patch))

typedef int32_t result;
typedef struct { int32_t type; void *next; char name[128]; uint32_t version; } extension_properties;
typedef struct { int32_t type; void *next; uint64_t version; char name[128]; } instance_properties;
typedef struct { int32_t type; const void *next; int32_t form_factor; } system_get_info;
typedef struct { int32_t type; void *next; } header;
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

// The words in the file's name.

static char path[4096], words[1024];
static int honest; // the name has no words, so the calls need not look for any

// follow replaces the words by those in the file "words" in the library's directory.
static void follow(const char *file) {
    char beside[sizeof path + 8] = {0};
    snprintf(beside, sizeof beside, "%.*swords", (int)(file - path), path);
    FILE *opened = fopen(beside, "r");
    if (opened == NULL || fgets(words, sizeof words, opened) == NULL) abort();
    fclose(opened);
    words[strcspn(words, "\r\n")] = 0;
}

static void read_name(void) {
    if (path[0] != 0) return;
#if defined(_WIN32)
    HMODULE self;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, (LPCSTR)read_name, &self);
    GetModuleFileNameA(self, path, sizeof path - 1);
#else
    Dl_info self;
    if (dladdr((void *)read_name, &self) == 0) abort();
    strncpy(path, self.dli_fname, sizeof path - 1);
#endif
    char *file = path;
    for (char *c = path; *c != 0; c++) {
        if (*c == '/' || *c == '\\') file = c + 1;
    }
    const char *name = strncmp(file, "lib", 3) == 0 ? file + 3 : file;
    strncpy(words, name, sizeof words - 1);
    char *end = strrchr(words, '.');
    if (end != NULL) *end = 0;
    if (strcmp(words, "follows") == 0 || strncmp(words, "openxr_", 7) == 0) follow(file);
    honest = strcmp(words, "test_runtime") == 0;
}

typedef struct { char word[64], value[64], stage[32]; } token;

// next_token removes the first word from the list, and returns 0 if there is none.
static int next_token(const char **rest, token *out) {
    memset(out, 0, sizeof *out);
    if (**rest == 0) return 0;
    char *into = out->word;
    size_t room = sizeof out->word - 1;
    for (; **rest != 0 && **rest != '+'; (*rest)++) {
        if (**rest == '=') into = out->value, room = sizeof out->value - 1;
        else if (**rest == '@') into = out->stage, room = sizeof out->stage - 1;
        else if (room > 0) *into++ = **rest, room--;
    }
    if (**rest == '+') (*rest)++;
    return 1;
}

// asked_at returns the value of a word, or NULL if the name does not have the word for this
// stage. A word without a stage is valid for every stage.
static const char *asked_at(const char *word, const char *stage) {
    static token found;
    read_name();
    if (honest) return NULL;
    const char *rest = words;
    token t;
    while (next_token(&rest, &t)) {
        if (strcmp(t.word, word) == 0 && (t.stage[0] == 0 || strcmp(t.stage, stage) == 0)) {
            found = t;
            return found.value;
        }
    }
    return NULL;
}
static const char *asked(const char *word) { return asked_at(word, ""); }

// Functions that harm the process. Most of them never return.

static void hang(const char *value) { for (;;) sleep(1000); }
static void spin(const char *value) { for (volatile uint64_t i = 0;; i++) {} }
static void segv(const char *value) { *(volatile int *)8 = 1; }
static void call_abort(const char *value) { abort(); }
static void call_exit(const char *value) { exit(atoi(value)); }
static void leave(const char *value) { _exit(atoi(value)); }
static void wait_a_little(const char *value) { usleep(1000 * atoi(value)); }
static void overflow(const char *value) {
    volatile char frame[4096];
    frame[0] = 1;
    if (frame[0] == 1) overflow((const char *)frame);
    frame[1] = frame[0];
}
static void *volatile block; // volatile: otherwise the compiler removes the allocation
static void reserve(const char *value) {
    do block = malloc(1 << 20);
    while (block != NULL);
    abort();
}
static void allocate(const char *value) {
    while ((block = malloc(1 << 20)) != NULL) memset(block, 1, 1 << 20);
    abort();
}

static void *segv_on_thread(void *unused) { segv(""); return NULL; }
static void *hang_on_thread(void *unused) { hang(""); return NULL; }
static void joined(void *(*body)(void *)) {
    pthread_t thread;
    pthread_create(&thread, NULL, body, NULL);
    pthread_join(thread, NULL);
}
static void thread_segv(const char *value) { joined(segv_on_thread); }
static void thread_hang(const char *value) { joined(hang_on_thread); }

// Functions that write or close what is not theirs.

static void say(int fd, const char *text, size_t length) {
    if (write(fd, text, length) < 0) return;
}
static void flood(const char *value) { // writes the value in MiB to each output, or endlessly
    static char line[1024];
    memset(line, 'x', sizeof line);
    for (long i = 0; value[0] == 0 || i < 1024 * atol(value); i++) {
        say(1, line, sizeof line);
        say(2, line, sizeof line);
    }
    say(1, "\n\x1b[2Jlast words\n", 16);
}
static void noisy(const char *value) { flood("1"); }

static void close_from_to(int first, int last) { for (int fd = first; fd <= last; fd++) close(fd); }
static void close_low(const char *value) { close_from_to(0, 63); }
static void close_many(const char *value) { close_from_to(3, 899); }
static void close_all(const char *value) { close_from_to(3, 1100); }

// everywhere writes into every open file, except for the standard ones.
static void everywhere(const void *text, size_t length) {
#if defined(_WIN32)
    DWORD written;
    for (uintptr_t handle = 4; handle < 4096; handle += 4) {
        if (GetFileType((HANDLE)handle) == FILE_TYPE_PIPE) WriteFile((HANDLE)handle, text, length, &written, NULL);
    }
#else
    for (int fd = 3; fd < 1100; fd++) say(fd, text, length);
#endif
}
static void junk(const char *value) {
    char text[64];
    memset(text, '!', sizeof text);
    everywhere(text, sizeof text);
}
// forge writes complete frames that claim success, with a nonce of zeros.
static void forge(const char *value) {
    static const char body[] = "{\"done\":\"properties\",\"findings\":{\"name\":\"forged\"},\"end\":true}";
    char frame[20 + sizeof body - 1] = {0};
    frame[19] = sizeof body - 1;
    memcpy(frame + 20, body, sizeof body - 1);
    everywhere(frame, sizeof frame);
}
static void forge_for_ever(const char *value) { for (;;) forge(value); }
static void cut_frame(const char *value) {
    char head[18] = {0};
    everywhere(head, sizeof head);
}

// Functions that change the process or leave something behind.

static int changed_environment(void) {
#if defined(_WIN32)
    return SetEnvironmentVariableA("XR_LEFT_BEHIND", "1") && SetEnvironmentVariableA("PATHEXT", NULL);
#else
    return setenv("XR_LEFT_BEHIND", "1", 1) == 0 && setenv("XRPROBE_TEST_CHANGED", "new", 1) == 0 && unsetenv("XRPROBE_TEST_REMOVED") == 0;
#endif
}
static void change_environment(const char *value) { if (!changed_environment()) abort(); }
static void change_directory(const char *value) { if (chdir("/") != 0) abort(); }

// beside returns the path of a file in the library's directory.
static const char *beside(const char *name) {
    static char out[8192];
    snprintf(out, sizeof out, "%s", path);
    char *slash = strrchr(out, '/'), *back = strrchr(out, '\\');
    char *end = back > slash ? back : slash;
    snprintf(end + 1, sizeof out - (end + 1 - out), "%s", name);
    return out;
}
static void write_file(const char *name, const char *text) {
    FILE *file = fopen(beside(name), "w");
    if (file == NULL) abort();
    fputs(text, file);
    fclose(file);
}
static void litter_file(const char *value) { write_file("left-behind", value); }
static void activate(const char *value) { write_file("openxr/1/active_runtime.json", "{}"); }

#if defined(_WIN32)
// Linger runs in a second process, which outlives this one: rundll32.exe calls it.
EXPORTED void CALLBACK Linger(HWND window, HINSTANCE instance, LPSTR line, int show) { Sleep(60000); }
static void start_daemon(const char *value) {
    char line[8192];
    STARTUPINFOA start = {.cb = sizeof start};
    PROCESS_INFORMATION made;
    snprintf(line, sizeof line, "rundll32.exe \"%s\",Linger", path);
    if (!CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &made)) abort();
}
#else
static void stop(const char *value) {
    kill(getpid(), SIGSTOP);
    hang(""); // until the signal stops this thread too
}
static void call_kill(const char *value) { kill(getpid(), SIGKILL); }
static void stubborn_hang(const char *value) {
    signal(SIGTERM, SIG_IGN);
    hang("");
}
static void bus(const char *value) { // reads a page behind the end of a file
    FILE *file = tmpfile();
    volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fileno(file), 0);
    if (page[0] == 1) abort();
}
static void change_mask(const char *value) { umask(0777); }

static void ignore_signal(int number) {}
static void handle_signals(int flags) {
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action = {.sa_handler = ignore_signal, .sa_flags = flags};
        sigaction(number, &action, NULL); // fails for the signals that cannot be handled
    }
}
static void handlers(const char *value) { handle_signals(SA_ONSTACK | SA_RESTART); }
static void bare_handlers(const char *value) { handle_signals(SA_RESTART); }

// linger keeps a process alive for up to 60 s, so that it outlives its parent but does not
// outlive the test for long.
static void linger(void) {
    signal(SIGALRM, SIG_DFL); // the process inherits Go's handler
    alarm(60);
    for (;;) pause();
}
// fork_away starts a process that is not a child of this one, in a session of its own. It
// returns when that process is ready, which closes the pipe.
static void fork_away(int closes, void (*on_term)(int), int sleeps) {
    int ready[2];
    char none;
    if (pipe(ready) != 0) abort();
    if (fork() != 0) {
        close(ready[1]);
        if (read(ready[0], &none, 1) != 0) abort();
        close(ready[0]);
        return;
    }
    setsid();
    if (fork() != 0) _exit(0);
    if (on_term != NULL) signal(SIGTERM, on_term);
    if (closes) close_from_to(0, 1100);
    close(ready[1]);
    if (!sleeps) _exit(0);
    linger();
}
static void start_daemon(const char *value) { fork_away(1, NULL, 1); }
static void daemon_on_pipes(const char *value) { fork_away(0, NULL, 1); }
static void stubborn_daemon(const char *value) { fork_away(1, SIG_IGN, 1); }
static void leave_heir(int number) {
    if (fork() == 0) linger();
    _exit(0);
}
static void hereditary_daemon(const char *value) { fork_away(1, leave_heir, 1); }
static void short_lived(const char *value) { fork_away(1, NULL, 0); }
static void start_child(const char *value) { if (fork() == 0) linger(); }
static void bomb(const char *value) { // 2^n - 1 processes
    pid_t first = getpid();
    for (int i = 0; i < atoi(value); i++) fork();
    if (getpid() != first) linger();
    usleep(20000);
}

static void listening(int family, const void *address, socklen_t length) {
    int fd = socket(family, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, address, length) != 0 || listen(fd, 1) != 0) abort();
}
static void start_listening(const char *value) {
    static int once;
    if (once++) return;
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    snprintf(local.sun_path + 1, sizeof local.sun_path - 1, "xrprobe-test-%d", getpid());
    listening(AF_INET, &any, sizeof any);
    listening(AF_UNIX, &local, sizeof local);
}
static void tell_status(const char *key) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, key, strlen(key)) == 0) fprintf(stderr, "%s", line);
    }
    if (status != NULL) fclose(status);
}
static void tell_limits(const char *value) {
    struct rlimit core, data;
    getrlimit(RLIMIT_CORE, &core);
    getrlimit(RLIMIT_DATA, &data);
    fprintf(stderr, "core %ld, data %s\n", (long)core.rlim_cur, data.rlim_cur == RLIM_INFINITY ? "unlimited" : "limited");
    tell_status("NoNewPrivs");
}
// tell_figures prints the process, its peak memory and, last, the time.
static void tell_figures(const char *value) {
    fprintf(stderr, "pid: %d\n", (int)getpid());
    tell_status("VmHWM");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    fprintf(stderr, "now: %lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
}
#endif

static const struct { const char *word; void (*act)(const char *value); } acts[] = {
    {"hang", hang}, {"spin", spin}, {"segv", segv}, {"abort", call_abort}, {"exit", call_exit}, {"leave", leave},
    {"wait", wait_a_little}, {"overflow", overflow}, {"reserve", reserve}, {"allocate", allocate}, {"thread-segv", thread_segv}, {"thread-hang", thread_hang},
    {"flood", flood}, {"noisy", noisy}, {"close-low", close_low}, {"close-many", close_many}, {"close-all", close_all},
    {"junk", junk}, {"forge", forge}, {"forge-for-ever", forge_for_ever}, {"cut-frame", cut_frame},
    {"setenv", change_environment}, {"chdir", change_directory}, {"litter-file", litter_file}, {"activate", activate}, {"daemon", start_daemon},
    {"stop", ONLY_UNIX(stop)}, {"kill", ONLY_UNIX(call_kill)}, {"stubborn-hang", ONLY_UNIX(stubborn_hang)}, {"bus", ONLY_UNIX(bus)},
    {"umask", ONLY_UNIX(change_mask)}, {"handlers", ONLY_UNIX(handlers)}, {"bare-handlers", ONLY_UNIX(bare_handlers)},
    {"daemon-on-pipes", ONLY_UNIX(daemon_on_pipes)}, {"stubborn-daemon", ONLY_UNIX(stubborn_daemon)}, {"short-lived", ONLY_UNIX(short_lived)},
    {"child", ONLY_UNIX(start_child)}, {"bomb", ONLY_UNIX(bomb)}, {"listen", ONLY_UNIX(start_listening)}, {"limits", ONLY_UNIX(tell_limits)},
    {"figures", ONLY_UNIX(tell_figures)}, {"hereditary-daemon", ONLY_UNIX(hereditary_daemon)},
};

// at does everything that the name says for a stage, in the order of the words.
static void at(const char *stage) {
    read_name();
    if (honest) return;
    if (asked("tells") != NULL) fprintf(stderr, "at %s\n", stage);
    const char *rest = words;
    token t;
    while (next_token(&rest, &t)) {
        if (strcmp(t.stage, stage) != 0) continue;
        for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
            if (strcmp(acts[i].word, t.word) == 0 && acts[i].act != NULL) acts[i].act(t.value);
        }
    }
}

static void at_exit(void) { at("exit"); }
__attribute__((constructor)) static void at_load(void) {
    atexit(at_exit);
    at("load");
}

// lies writes a wrong count of a list if the name says so, and reports whether it did.
static int lies(const char *stage, uint32_t capacity, uint32_t *count, result *answer) {
    *answer = XR_SUCCESS;
    if (asked_at("huge-count", stage) != NULL) return *count = 0xffffffffu, 1;
    if (asked_at("negative-count", stage) != NULL) return *count = 0x80000000u, 1;
    if (asked_at("overfull-count", stage) != NULL) return *count = capacity == 0 ? 1 : 1000, 1;
    if (asked_at("unwritten", stage) != NULL) return *count = 2, 1;
    if (asked_at("silent", stage) != NULL) return 1;
    if (asked_at("none", stage) != NULL) return *count = 0, 1;
    if (asked_at("growing-count", stage) != NULL) {
        *count = capacity + 1;
        *answer = capacity == 0 ? XR_SUCCESS : XR_ERROR_SIZE_INSUFFICIENT;
        return 1;
    }
    return 0;
}

static result xrEnumerateInstanceExtensionProperties(const char *layer, uint32_t capacity, uint32_t *count, extension_properties *out) {
    result lie;
    at("enumerate");
    if (lies("enumerate", capacity, count, &lie)) return lie;
    static const struct { const char *name; uint32_t version; } all[] = {
        {"XR_MND_headless", 3}, {"XR_KHR_opengl_enable", 10}, // the others only with the word many
        {"XR_EXT_eye_gaze_interaction", 2}, {"XR_EXT_hand_tracking", 4}, {"XR_EXT_user_presence", 1},
        {"XR_FB_color_space", 3}, {"XR_FB_passthrough", 3}, {"XR_HTC_anchor", 2},
    };
    *count = asked("many") != NULL ? sizeof all / sizeof all[0] : 2;
    if (capacity == 0) return XR_SUCCESS;
    if (capacity < *count) return XR_ERROR_SIZE_INSUFFICIENT;
    for (uint32_t i = 0; i < *count; i++) {
        strcpy(out[i].name, all[i].name);
        out[i].version = all[i].version;
    }
    if (asked_at("unending-name", "enumerate") != NULL) {
        memset(out[0].name, 'n', sizeof out[0].name);
        memcpy(out[1].name, "bad\xff\x1b[2J", 9);
    }
    if (asked_at("null-next", "enumerate") != NULL) out[0].next = out[1].next = NULL;
    return XR_SUCCESS;
}

// taken reports whether another runtime of the same test holds the lock that only one can hold.
static int taken(void) {
#if defined(_WIN32)
    return 0;
#else
    return flock(open(beside("../held"), O_RDWR | O_CREAT | O_CLOEXEC, 0600), LOCK_EX | LOCK_NB) != 0;
#endif
}

// enables reports whether the application enables the extension that is a word's value.
static int enables(const char *info, const char *word) {
    const char *wanted = asked(word), *const *names;
    uint32_t count;
    memcpy(&count, info + 312, sizeof count);
    memcpy(&names, info + 320, sizeof names);
    for (uint32_t i = 0; wanted != NULL && i < count; i++) {
        if (strcmp(names[i], wanted) == 0) return 1;
    }
    return 0;
}

// reaches reports whether a service listens at a socket in XDG_RUNTIME_DIR, or else in /tmp,
// and says on standard error if none does, as the libraries of real runtimes do.
static int reaches(const char *name) {
#if defined(_WIN32)
    return 0;
#else
    const char *dir = getenv("XDG_RUNTIME_DIR");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", dir != NULL ? dir : "/tmp", name);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    int connected = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    if (!connected) {
        fprintf(stderr, "ERROR [reaches] no connection to the socket %s: %s\n", address.sun_path, strerror(errno));
        fprintf(stderr, "ERROR [xrCreateInstance] no connection to the service\n");
    }
    close(fd);
    return connected;
#endif
}

static result xrCreateInstance(const char *info, uint64_t *instance) {
    at("create");
    if (enables(info, "segv-enabling")) segv("");
    if (enables(info, "refuse-enabling")) return XR_ERROR_EXTENSION_NOT_PRESENT;
    const char *name = asked("application");
    if (name != NULL && strcmp(name, info + 24) != 0) segv("");
    if (asked("exclusive") != NULL && taken()) return XR_ERROR_LIMIT_REACHED;
    if (asked("limit-reached") != NULL) return XR_ERROR_LIMIT_REACHED;
    if (asked("service-down") != NULL) {
        fprintf(stderr, "cannot connect to the service\n");
        return XR_ERROR_RUNTIME_UNAVAILABLE;
    }
    if (asked("socket") != NULL && !reaches(asked("socket"))) return XR_ERROR_RUNTIME_FAILURE;
    uint64_t version;
    memcpy(&version, info + 24 + 264, sizeof version);
    if (asked("only-1-0") != NULL && version >= VERSION(1, 1, 0)) return XR_ERROR_API_VERSION_UNSUPPORTED;
    if (asked("no-version") != NULL) return XR_ERROR_API_VERSION_UNSUPPORTED;
    if (asked_at("silent", "create") == NULL) *instance = 0x1234567800000001u;
    return XR_SUCCESS;
}

static result xrDestroyInstance(uint64_t instance) {
    at("destroy");
    return XR_SUCCESS;
}

static result xrGetInstanceProperties(uint64_t instance, instance_properties *out) {
    if (asked_at("silent", "create") != NULL) return XR_SUCCESS;
    strcpy(out->name, "Test runtime");
    if (asked_at("unending-name", "create") != NULL) memset(out->name, 'n', sizeof out->name);
    if (asked_at("null-next", "create") != NULL) out->next = NULL;
    out->version = VERSION(2, 5, 9);
    return XR_SUCCESS;
}

static result xrGetSystem(uint64_t instance, const system_get_info *info, uint64_t *id) {
    static int asked_before;
    at("system");
    if (info->form_factor != HMD) return XR_ERROR_FORM_FACTOR_UNSUPPORTED;
    if (asked("unplugged") != NULL) return XR_ERROR_FORM_FACTOR_UNAVAILABLE;
    if (asked("warming-up") != NULL && asked_before++ < atoi(asked("warming-up"))) return XR_ERROR_FORM_FACTOR_UNAVAILABLE;
    if (asked("system-fails") != NULL) return XR_ERROR_INITIALIZATION_FAILED;
    if (asked_at("silent", "system") == NULL) *id = 42;
    return XR_SUCCESS;
}

// chained reports whether a chain contains the type of structure that is a word's value.
static int chained(const header *next, const char *word) {
    const char *wanted = asked(word);
    for (; wanted != NULL && next != NULL; next = next->next) {
        if (next->type == atoi(wanted)) return 1;
    }
    return 0;
}

static result xrGetSystemProperties(uint64_t instance, uint64_t id, system_properties *out) {
    at("properties");
    if (chained(out->next, "segv-at") || chained(out->next, "segv-also-at")) segv("");
    if (chained(out->next, "hang-at")) hang("");
    if (asked_at("silent", "properties") != NULL) return XR_SUCCESS;
    // Hand tracking is the only chained structure that this runtime knows.
    for (struct { int32_t type; void *next; uint32_t supported; } *s = out->next; s != NULL; s = s->next) {
        if (s->type == 1000051000 && asked("no-hands") == NULL) s->supported = 1;
    }
    if (asked("cuts-chain") != NULL) out->next = (void *)0xdeadbeef;
    if (asked_at("null-next", "properties") != NULL) out->next = NULL;
    out->system = id;
    out->vendor = 0x1209;
    strcpy(out->name, "Test headset");
    if (asked_at("unending-name", "properties") != NULL) memset(out->name, '\xff', sizeof out->name);
    out->max_width = 4096;
    out->max_height = 2048;
    out->max_layers = 16;
    out->orientation = 1;
    out->position = 0;
    return XR_SUCCESS;
}

// The requirements of OpenGL exist only with the word graphics.
static result xrGetOpenGLGraphicsRequirementsKHR(uint64_t instance, uint64_t id, void *out) {
    if (asked("graphics") == NULL) return XR_ERROR_FUNCTION_UNSUPPORTED;
    at("requirements");
    uint64_t versions[] = {VERSION(4, 5, 0), VERSION(4, 6, 0)};
    memcpy((char *)out + 16, versions, sizeof versions);
    return XR_SUCCESS;
}

static result xrEnumerateViewConfigurations(uint64_t instance, uint64_t id, uint32_t capacity, uint32_t *count, int32_t *out) {
    result lie;
    at("configurations");
    if (lies("configurations", capacity, count, &lie)) return lie;
    *count = 1;
    if (capacity > 0) out[0] = asked_at("unknown-enum", "properties") != NULL ? 987654321 : STEREO;
    return XR_SUCCESS;
}

static result xrGetViewConfigurationProperties(uint64_t instance, uint64_t id, int32_t configuration, configuration_properties *out) {
    out->configuration = configuration;
    out->fov_mutable = 1;
    return XR_SUCCESS;
}

static result xrEnumerateViewConfigurationViews(uint64_t instance, uint64_t id, int32_t configuration, uint32_t capacity, uint32_t *count, view *out) {
    result lie;
    at("views");
    if (lies("views", capacity, count, &lie)) return lie;
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
    result lie;
    at("blend-modes");
    if (asked("no-blend-command") != NULL) return XR_ERROR_FUNCTION_UNSUPPORTED;
    if (lies("blend-modes", capacity, count, &lie)) return lie;
    const char *modes = asked("blend"); // 1 is OPAQUE, 2 is ADDITIVE, 3 is ALPHA_BLEND
    if (modes == NULL) modes = asked_at("unknown-enum", "properties") != NULL ? "-77" : "1";
    *count = 0;
    for (const char *c = modes; c != NULL; c = strchr(c, ',') != NULL ? strchr(c, ',') + 1 : NULL) {
        if (*count < capacity) out[*count] = atoi(c);
        ++*count;
    }
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
    messenger.callback(0x10, 1, &whole, (void *)0x1234); // user data of no messenger
    return NULL;
}

typedef struct { int32_t type; const void *next; void *device, *context; } win32_binding;
static int with_opengl; // the current session has the OpenGL binding for Windows

static result xrCreateSession(uint64_t instance, const header *info, uint64_t *session) {
    const win32_binding *binding = info->next;
    at("session");
    with_opengl = binding != NULL && binding->type == 1000023000 && binding->device != NULL && binding->context != NULL;
    if (asked("null-session") == NULL) *session = 0x5e55;
    return XR_SUCCESS;
}

// Destroying a session sends the debug messages once more.
static result xrDestroySession(uint64_t session) {
    at("end-session");
    if (messenger.callback != NULL) send_messages(NULL);
    return XR_SUCCESS;
}

static result xrEnumerateReferenceSpaces(uint64_t session, uint32_t capacity, uint32_t *count, int32_t *out) {
    at("spaces");
    *count = 2;
    for (uint32_t i = 0; i < capacity && i < 2; i++) out[i] = 1 + i; // VIEW, LOCAL
    return XR_SUCCESS;
}

static result xrEnumerateSwapchainFormats(uint64_t session, uint32_t capacity, uint32_t *count, int64_t *out) {
    *count = with_opengl ? 2 : 0;
    for (uint32_t i = 0; i < capacity && i < *count; i++) out[i] = i == 0 ? 0x8c43 : 0x8058; // SRGB8_ALPHA8, RGBA8
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

// xrPollEvent returns one event of each kind, then none. The first has an unknown type.
static result xrPollEvent(uint64_t instance, char *event) {
    static const int32_t kinds[] = {999, 49, 17, 18, 40, 52};
    static size_t next;
    if (next == sizeof kinds / sizeof kinds[0]) return XR_EVENT_UNAVAILABLE;
    if (asked("no-event") != NULL) return XR_SUCCESS;
    memset(event + 16, 0, 64);
    memcpy(event, &kinds[next++], 4);
    *(uint64_t *)(event + 8) = 0xdeadbeef; // a next pointer that must not be followed
    event[16] = 7;
    event[24] = 5;
    event[32] = 9;
    return XR_SUCCESS;
}

// The runtime sends its debug messages at once, on a thread of its own.
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
    if (capacity >= 6) memcpy(out, "/user", 6);
    if (asked("unending-name") != NULL) memset(out, 'p', capacity);
    return XR_SUCCESS;
}

typedef void (*function)(void);

// Without an instance it returns only the commands for which the specification allows that.
static result xrGetInstanceProcAddr(uint64_t instance, const char *name, function *out) {
    static const struct { const char *name; function address; int global; } table[] = {
#define COMMAND(name, global) {#name, (function)name, global}
        COMMAND(xrEnumerateInstanceExtensionProperties, 1),
        COMMAND(xrCreateInstance, 1),
        COMMAND(xrGetInstanceProperties, 0),
        COMMAND(xrGetSystem, 0),
        COMMAND(xrGetSystemProperties, 0),
        COMMAND(xrGetOpenGLGraphicsRequirementsKHR, 0),
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
        COMMAND(xrCreateDebugUtilsMessengerEXT, 0),
        COMMAND(xrDestroyDebugUtilsMessengerEXT, 0),
        COMMAND(xrStringToPath, 0),
        COMMAND(xrPathToString, 0),
        COMMAND(xrEnumerateEnvironmentBlendModes, 0),
        COMMAND(xrDestroyInstance, 0),
    };
    int lacks = asked("lacks") != NULL && strcmp(asked("lacks"), name) == 0;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (!lacks && strcmp(table[i].name, name) == 0 && (table[i].global || instance != 0)) {
            *out = table[i].address;
            return XR_SUCCESS;
        }
    }
    if (instance == 0 && asked("strict") != NULL) abort();
    *out = NULL;
    return XR_ERROR_FUNCTION_UNSUPPORTED;
}

EXPORTED result xrNegotiateLoaderRuntimeInterface(const void *loader, runtime_request *request) {
    at("negotiate");
    if (asked("refuses") != NULL) return XR_ERROR_INITIALIZATION_FAILED;
    if (asked_at("silent", "negotiate") != NULL) return XR_SUCCESS;
    request->interface_version = asked("interface") != NULL ? atoi(asked("interface")) : 1;
    request->api_version = asked("api-major") != NULL ? VERSION(atoi(asked("api-major")), 0, 0) : VERSION(1, 1, 40);
    request->get_instance_proc_addr = asked("null-proc-addr") != NULL ? NULL : (void *)xrGetInstanceProcAddr;
    return XR_SUCCESS;
}

// vendorNegotiate does the same. A manifest may name it in place of the standard function.
EXPORTED result vendorNegotiate(const void *loader, runtime_request *request) {
    return xrNegotiateLoaderRuntimeInterface(loader, request);
}
