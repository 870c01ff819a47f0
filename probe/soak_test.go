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
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// soakVariable sets the number of probes.
const soakVariable = "XRPROBE_SOAK"

// manyProbes returns the number of probes. By default it is 1000 where the lab is required, which
// takes two minutes of a processor, and 200 elsewhere, ten of each kind of runtime; with -short
// it is 100.
func manyProbes(t *testing.T) int {
	t.Helper()
	if text, set := os.LookupEnv(soakVariable); set {
		probes, err := strconv.Atoi(text)
		require.NoError(t, err)
		return probes
	}
	switch {
	case testing.Short():
		return 100
	case os.Getenv(lab.PolicyVariable) == "require":
		return 1000
	default:
		return 200
	}
}

// resources are numbers of things that a process may fail to release.
type resources struct{ descriptors, goroutines, files, processes int }

// countResources counts the open descriptors, the goroutines, the files in a directory, and the
// other processes.
func countResources(t *testing.T, dir string) resources {
	t.Helper()
	descriptors, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	return resources{len(descriptors), runtime.NumGoroutine(), len(files), len(otherProcesses(t))}
}

// stableResources returns the counts after they have not changed for a second, so that goroutines
// and processes which are about to end are not counted. It waits 20 seconds at most.
func stableResources(t *testing.T, dir string) resources {
	t.Helper()
	last, since := countResources(t, dir), time.Now()
	for begun := time.Now(); time.Since(since) < time.Second && time.Since(begun) < 20*time.Second; time.Sleep(50 * time.Millisecond) {
		if now := countResources(t, dir); now != last {
			last, since = now, time.Now()
		}
	}
	return last
}

// otherProcesses returns the other processes that run this program, as every process does that a
// hostile runtime forks.
func otherProcesses(t *testing.T) []string {
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

// This test is not parallel, so it runs while no other test does.
func TestSoak_ManyProbesLeaveNothingBehind(t *testing.T) {
	probes := manyProbes(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
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
	probeNumber := func(i int) {
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
		probeNumber(i)
	}
	spare.Close()
	spare = &probe.Spare{}
	before := stableResources(t, dir)
	require.Zero(t, before.processes, "%v", otherProcesses(t))
	numbers := make(chan int)
	done := make(chan struct{})
	const workers = 4
	for range workers {
		go func() {
			for i := range numbers {
				probeNumber(i)
			}
			done <- struct{}{}
		}()
	}
	for i := range probes {
		numbers <- i
	}
	close(numbers)
	for range workers {
		<-done
	}
	spare.Close()
	require.Equal(t, before, stableResources(t, dir), "%v", otherProcesses(t))
}
