// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"os/exec"
	"time"

	"golang.org/x/sys/unix"
)

// The watches get this time to begin before they are idle.
const watchBegins = 5 * time.Second

// measureWatches runs some watches of each program at once, and returns how much CPU each used
// while it was idle, in milliseconds. They all sleep, so they do not disturb each other.
func measureWatches(programs []string, each int, idle time.Duration) (map[string][]float64, error) {
	var watches []*exec.Cmd
	defer func() {
		for _, c := range watches {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
	}()
	for _, path := range programs {
		for range each {
			c := exec.Command(path, "watch")
			if err := c.Start(); err != nil {
				return nil, err
			}
			watches = append(watches, c)
		}
	}
	time.Sleep(watchBegins)
	before, err := processTimes(watches)
	if err != nil {
		return nil, err
	}
	time.Sleep(idle)
	after, err := processTimes(watches)
	if err != nil {
		return nil, err
	}
	spent := map[string][]float64{}
	for i, c := range watches {
		spent[c.Path] = append(spent[c.Path], milliseconds(after[i]-before[i]))
	}
	return spent, nil
}

// processTimes returns the CPU time of each process so far. The kernel counts it in nanoseconds;
// /proc would have it in hundredths of a second.
func processTimes(processes []*exec.Cmd) ([]time.Duration, error) {
	var out []time.Duration
	for _, c := range processes {
		const scheduled = 2 // CPUCLOCK_SCHED of the kernel's posix-timers.h
		var spent unix.Timespec
		if err := unix.ClockGettime(int32(^c.Process.Pid<<3|scheduled), &spent); err != nil {
			return nil, err
		}
		out = append(out, time.Duration(spent.Nano()))
	}
	return out, nil
}
