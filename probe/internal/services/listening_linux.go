// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package services

import (
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// acceptsConnections is the flag __SO_ACCEPTCON of a socket after listen(2).
const acceptsConnections = 0x10000

// listeners returns the paths of the sockets at which a process of this network namespace listens. Told is false if the kernel
// does not list them.
func listeners() (paths map[string]bool, told bool) {
	list, err := os.ReadFile("/proc/self/net/unix")
	if err != nil {
		return nil, false
	}
	return listenersIn(string(list)), true
}

// listenersIn reads a list that begins with a line of titles. A line has six fields, then the inode, which is aligned to the
// right, and then the path, which is missing if the socket has no name.
func listenersIn(list string) map[string]bool {
	paths := map[string]bool{}
	for line := range strings.Lines(list) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 7)
		if len(fields) < 7 {
			continue
		}
		flags, err := strconv.ParseUint(fields[3], 16, 32)
		_, at, _ := strings.Cut(strings.TrimLeft(fields[6], " "), " ")
		if err == nil && flags&acceptsConnections != 0 && strings.HasPrefix(at, "/") {
			paths[canonical(at)] = true
		}
	}
	return paths
}

// made returns when a file was made, or when its owner or mode changed since, as services do after they make a socket.
func made(info fs.FileInfo) time.Time {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(stat.Ctim.Unix())
	}
	return info.ModTime()
}
