// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// A Windows program for the tests of runs under Wine:
//
//   behave copy      copies its standard input to both of its outputs, byte by byte
//   behave exit N    exits with the exit code N
//   behave crash     writes to an invalid address
//   behave hang      never exits

#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int copy(void) {
    char bytes[256];
    int n;
    for (int fd = 0; fd < 3; fd++) _setmode(fd, _O_BINARY);
    while ((n = read(0, bytes, sizeof bytes)) > 0) {
        if (write(1, bytes, n) != n || write(2, bytes, n) != n) return 1;
    }
    return 0;
}

int main(int count, char **words) {
    if (count == 2 && strcmp(words[1], "copy") == 0) return copy();
    if (count == 3 && strcmp(words[1], "exit") == 0) return atoi(words[2]);
    if (count == 2 && strcmp(words[1], "crash") == 0) *(volatile int *)8 = 1;
    while (count == 2 && strcmp(words[1], "hang") == 0) sleep(1000);
    return 99;
}
