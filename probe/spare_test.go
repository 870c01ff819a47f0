// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// sparing is a prober of one runtime that keeps a spare child.
func sparing(t *testing.T, manifest string) (Prober, *Spare) {
	t.Helper()
	spare := &Spare{}
	t.Cleanup(spare.Close)
	return Prober{
		Helper: Self(), Spare: spare, LockFile: filepath.Join(t.TempDir(), "lock"), Machine: hardware.Machine{Root: t.TempDir()},
		Host: loader.Host{
			LookupEnv:   func(name string) (string, bool) { return manifest, name == "XR_RUNTIME_JSON" },
			SysConfDirs: []string{t.TempDir()},
		},
	}, spare
}

// waiting returns the process ID of the child that a spare has ready, once it has.
func waiting(t *testing.T, s *Spare) int {
	t.Helper()
	var pid int
	require.Eventually(t, func() bool {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		if s.child != nil {
			pid = s.child.command.Process.Pid
		}
		return s.child != nil
	}, 20*time.Second, time.Millisecond)
	return pid
}

func lives(pid int) bool {
	process, err := processOf(pid)
	return err == nil && process.state != "Z"
}

func TestTheChildThatWaitsIsAsked(t *testing.T) {
	t.Parallel()
	p, spare := sparing(t, compiled.Runtime(t, "figures@create"))
	_, err := p.Probe(t.Context(), Request{})
	require.NoError(t, err)
	for range 3 {
		pid := waiting(t, spare)
		found, err := p.Probe(t.Context(), Request{})
		require.NoError(t, err)
		require.Equal(t, report.StatusOK, found.Runtimes[0].Status)
		require.Contains(t, *found.Runtimes[0].Log, fmt.Sprintf("pid: %d\n", pid))
		require.NotEqual(t, pid, waiting(t, spare), "a child is asked once")
	}
}

func TestAChildThatWasNotNeededIsKept(t *testing.T) {
	t.Parallel()
	p, spare := sparing(t, filepath.Join(t.TempDir(), "there_is_none.json"))
	_, err := p.Probe(t.Context(), Request{})
	require.NoError(t, err)
	pid := waiting(t, spare)
	_, err = p.Probe(t.Context(), Request{})
	require.NoError(t, err)
	require.Equal(t, pid, waiting(t, spare))
}

// What a child took over when it started is what the next one would take over.
func TestAChildOfAnotherKindIsNotAsked(t *testing.T) {
	t.Parallel()
	program, err := Self().program()
	require.NoError(t, err)
	kind := childKind{program: program, folder: "/", environment: os.Environ()}
	for name, other := range map[string]childKind{
		"folder":      {program: program, folder: "/elsewhere", environment: kind.environment},
		"environment": {program: program, folder: "/", environment: append(os.Environ(), "NEW=1")},
		"program":     {program: "/another", folder: "/", environment: kind.environment},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spare := &Spare{}
			spare.refill(nil, kind)
			pid := waiting(t, spare)
			require.Nil(t, spare.take(other))
			require.False(t, lives(pid))
		})
	}
}

func TestAChildThatEndedIsNotAsked(t *testing.T) {
	t.Parallel()
	p, spare := sparing(t, compiled.Runtime(t))
	_, err := p.Probe(t.Context(), Request{})
	require.NoError(t, err)
	waiting(t, spare)
	child := spare.child
	require.NoError(t, child.command.Process.Kill())
	<-child.ended
	found, err := p.Probe(t.Context(), Request{})
	require.NoError(t, err)
	require.Equal(t, report.StatusOK, found.Runtimes[0].Status)
}

func TestAClosedSpareKeepsNone(t *testing.T) {
	t.Parallel()
	p, spare := sparing(t, compiled.Runtime(t))
	_, err := p.Probe(t.Context(), Request{})
	require.NoError(t, err)
	pid := waiting(t, spare)
	spare.Close()
	require.False(t, lives(pid))
	kind := kindOf("/proc/self/exe", os.Environ())
	spare.refill(nil, kind)
	require.Nil(t, spare.take(kind))
	found, err := p.Probe(t.Context(), Request{})
	require.NoError(t, err)
	require.Equal(t, report.StatusOK, found.Runtimes[0].Status)
}
