// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Xrprobe does not wait for the exit of a child that has answered, and the kernel counts for a
// program only the children that it waited for. So this process adopts what a program leaves
// behind, and counts that too.

// adoptOrphans makes this process the parent of the orphans of its descendants.
func adoptOrphans() error { return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// children returns the processes whose parent is this one.
func children() map[int]bool {
	found := map[int]bool{}
	lists, _ := filepath.Glob("/proc/self/task/*/children")
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, field := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(field); err == nil {
				found[pid] = true
			}
		}
	}
	return found
}

// orphanLimit is how long an orphan may take to exit. Xrprobe's are killed with it.
const orphanLimit = 10 * time.Second

// reapOrphans waits for the children that there were not before, and returns the CPU time that they took.
func reapOrphans(before map[int]bool) time.Duration {
	var spent time.Duration
	for pid := range children() {
		if !before[pid] {
			spent += reap(pid)
		}
	}
	return spent
}

func reap(pid int) time.Duration {
	for until := time.Now().Add(orphanLimit); time.Now().Before(until); time.Sleep(time.Millisecond) {
		var usage unix.Rusage
		if reaped, err := unix.Wait4(pid, nil, unix.WNOHANG, &usage); err != nil || reaped == pid {
			return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		}
	}
	return 0
}
