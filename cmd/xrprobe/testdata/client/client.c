// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// client is a small user agent that speaks the protocol of "xrprobe serve":
//
//   client PROFILE talk PROGRAM ARGUMENTS...
//   client PROFILE many COUNT PROGRAM ARGUMENTS...
//
// PROFILE is a file with the build's profile on one line. With talk, one page asks, the user
// consents, and the client prints what it sends and receives. With many, a page queries a
// permission COUNT times. The client prints whether all answers came in order, and by how
// many kilobytes the server grew in the last nine tenths of them. Both end with the server's
// exit status.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static FILE *to, *from; // the server's input and output
static pid_t server;

static void fail(const char *what) {
    perror(what);
    exit(99);
}

// start starts the server with two pipes.
static void start(char **command) {
    int in[2], out[2];
    if (pipe(in) != 0 || pipe(out) != 0) fail("pipe");
    server = fork();
    if (server < 0) fail("fork");
    if (server == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[0]), close(in[1]), close(out[0]), close(out[1]);
        execv(command[0], command);
        fail(command[0]);
    }
    close(in[0]), close(out[1]);
    to = fdopen(in[1], "w");
    from = fdopen(out[0], "r");
}

// finish closes the server's input and returns its exit status.
static int finish(void) {
    int status;
    fclose(to);
    if (waitpid(server, &status, 0) != server) fail("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

static void send_line(const char *line) {
    fprintf(to, "%s\n", line);
    fflush(to);
}

static char line[1 << 16];

// receive reads one line, without its line break.
static int receive(void) {
    if (fgets(line, sizeof line, from) == NULL) return 0;
    line[strcspn(line, "\n")] = 0;
    return 1;
}

static void initialize(const char *file) {
    static char profile[1 << 15];
    FILE *opened = fopen(file, "r");
    if (opened == NULL || fgets(profile, sizeof profile, opened) == NULL) fail(file);
    fclose(opened);
    profile[strcspn(profile, "\n")] = 0;
    fprintf(to, "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocol\":\"xrprobe.protocol/1\",\"strategy\":\"ask-when-present\",\"profile\":%s}}\n", profile);
    fflush(to);
    if (!receive() || strstr(line, "\"result\":{\"protocol\":\"xrprobe.protocol/1\"") == NULL) {
        fprintf(stderr, "initialize: %s\n", line);
        exit(97);
    }
}

#define OPENS "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"documentState\",\"params\":{\"document\":1,\"state\":\"visible\",\"origin\":\"https://a.example\",\"secure_context\":true,\"allowed\":[\"xr-spatial-tracking\"]}}"
#define QUERY "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"permissionQuery\",\"params\":{\"document\":1,\"name\":\"xr-session-supported\",\"mode\":\"immersive-vr\"}}"

// send_and_print sends a line, and prints it.
static void send_and_print(const char *message) {
    printf("> %s\n", message);
    send_line(message);
}

// receive_until prints lines up to the first line that holds a text.
static void receive_until(const char *text) {
    do {
        if (!receive()) fail("the server has closed its output");
        printf("< %s\n", line);
    } while (strstr(line, text) == NULL);
}

static int talk(void) {
    char message[512];
    send_and_print(OPENS);
    receive_until("\"id\":1,");
    snprintf(message, sizeof message, QUERY, 2L);
    send_and_print(message);
    receive_until("\"id\":2,");
    send_and_print("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"isSessionSupported\",\"params\":{\"document\":1,\"mode\":\"immersive-vr\"}}");
    receive_until("\"method\":\"prompt\"");
    send_and_print("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"promptAnswered\",\"params\":{\"prompt\":1,\"answer\":\"allow\"}}");
    receive_until("\"id\":3,");
    send_and_print("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"requestSession\",\"params\":{\"document\":1,\"mode\":\"immersive-vr\",\"transient_activation\":true,\"intent_understood\":true}}");
    receive_until("\"id\":5,");
    send_and_print("{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"sessionEnded\",\"params\":{\"document\":1}}");
    receive_until("\"id\":6,");
    return finish();
}

// resident returns how many kilobytes of memory the server uses.
static long resident(void) {
    char path[64];
    long kilobytes = -1;
    snprintf(path, sizeof path, "/proc/%d/status", server);
    FILE *status = fopen(path, "r");
    if (status == NULL) fail(path);
    while (fgets(line, sizeof line, status) != NULL) {
        if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
    }
    fclose(status);
    return kilobytes;
}

static int many(long count) {
    send_line(OPENS);
    if (!receive()) fail("open");
    pid_t writer = fork();
    if (writer < 0) fail("fork");
    if (writer == 0) {
        for (long i = 0; i < count; i++) fprintf(to, QUERY "\n", i + 10);
        fflush(to);
        _exit(0);
    }
    long before = 0;
    for (long i = 0; i < count; i++) {
        char want[64];
        snprintf(want, sizeof want, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"result\":\"prompt\"}", i + 10);
        if (!receive() || strcmp(line, want) != 0) {
            fprintf(stderr, "answer %ld: %s\n", i, line);
            exit(96);
        }
        if (i == count / 10) before = resident();
    }
    waitpid(writer, NULL, 0);
    printf("%ld answers in order\n", count);
    fprintf(stderr, "%ld\n", resident() - before);
    return finish();
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc > 3 && strcmp(argv[2], "talk") == 0) {
        start(argv + 3);
        initialize(argv[1]);
        return talk();
    }
    if (argc > 4 && strcmp(argv[2], "many") == 0) {
        start(argv + 4);
        initialize(argv[1]);
        puts("initialized");
        return many(atol(argv[3]));
    }
    fprintf(stderr, "client PROFILE talk|many ...\n");
    return 95;
}
