// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
)

// soakVariable holds how many probes there are instead of a thousand.
const soakVariable = "XRPROBE_SOAK"

// holdings are what a process may fail to give back.
type holdings struct{ descriptors, goroutines, files, processes int }

func held(t *testing.T, folder string) holdings {
	t.Helper()
	descriptors, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	return holdings{len(descriptors), runtime.NumGoroutine(), len(files), len(relatives(t))}
}

// settled is what is held once nothing changes any more, so that what is about to end is
// not counted.
func settled(t *testing.T, folder string) holdings {
	t.Helper()
	last, since := held(t, folder), time.Now()
	for begun := time.Now(); time.Since(since) < time.Second && time.Since(begun) < 20*time.Second; time.Sleep(50 * time.Millisecond) {
		if now := held(t, folder); now != last {
			last, since = now, time.Now()
		}
	}
	return last
}

// relatives are the other processes that run this program, as everything does that a
// hostile runtime has forked.
func relatives(t *testing.T) []string {
	t.Helper()
	self, err := os.Readlink("/proc/self/exe")
	require.NoError(t, err)
	programs, err := filepath.Glob("/proc/[0-9]*/exe")
	require.NoError(t, err)
	var all []string
	for _, program := range programs {
		if target, _ := os.Readlink(program); target == self && program != fmt.Sprintf("/proc/%d/exe", os.Getpid()) {
			all = append(all, program)
		}
	}
	return all
}

// It runs before the tests that run in parallel, and so by itself.
func TestSoak_NothingIsLeftOfManyProbes(t *testing.T) {
	probes := 1000
	if testing.Short() {
		probes = 100
	}
	if text, set := os.LookupEnv(soakVariable); set {
		var err error
		probes, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	mix := []string{
		"strict", "segv@create", "leave=3@load", "junk@enumerate", "service-down", "daemon@create", "child@load", "huge-count@enumerate", "setenv@load",
		"strict", "abort@properties", "close-all@system", "flood=1@create", "unplugged", "stubborn-daemon@load", "forge@create", "close-low@load", "bomb=3@create",
		"strict", "hang@create",
	}
	for i, words := range mix {
		mix[i] = compiled.Runtime(t, words)
	}
	probers := make([]probe.Prober, len(mix))
	for i, manifest := range mix {
		probers[i] = proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": manifest})
	}
	spare := &probe.Spare{}
	one := func(i int) {
		p := probers[i%len(mix)]
		p.Spare = spare
		limit := 30 * time.Second
		if i%len(mix) == len(mix)-1 {
			limit = 100 * time.Millisecond
		}
		found, err := p.Probe(t.Context(), probe.Request{Timeout: limit, CleanUp: true})
		if err != nil || len(found.Runtimes) != 1 || found.Runtimes[0].Status == report.StatusNotRun {
			t.Errorf("probe %d: %v %+v", i, err, found)
		}
	}
	for i := range mix {
		one(i)
	}
	spare.Close()
	spare = &probe.Spare{}
	before := settled(t, folder)
	require.Zero(t, before.processes, "%v", relatives(t))
	numbers := make(chan int)
	done := make(chan struct{})
	const askers = 4
	for range askers {
		go func() {
			for i := range numbers {
				one(i)
			}
			done <- struct{}{}
		}()
	}
	for i := range probes {
		numbers <- i
	}
	close(numbers)
	for range askers {
		<-done
	}
	spare.Close()
	require.Equal(t, before, settled(t, folder), "%v", relatives(t))
}
