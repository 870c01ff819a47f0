// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build amd64 || arm64

package child

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

const self = "/proc/self/exe"

// askWith asks a runtime from the spare's child, as one probe does.
func askWith(t *testing.T, spare *Spare, library string) report.Runtime {
	t.Helper()
	standby, err := StandBy(self, os.Environ(), spare)
	require.NoError(t, err)
	defer standby.Release()
	process, err := standby.Take(os.Environ())
	require.NoError(t, err)
	r := wire.Request{Library: library, Level: report.LevelProperties}
	result, err := process.Converse(t.Context(), r, Options{Timeout: 20 * time.Second})
	require.NoError(t, err)
	return result.Runtime
}

// newSpare returns a spare that is closed when the test ends.
func newSpare(t *testing.T) *Spare {
	t.Helper()
	spare := &Spare{}
	t.Cleanup(spare.Close)
	return spare
}

// waiting waits until the spare has a child ready, and returns its process ID.
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

// isRunning reports whether a process exists and is not a zombie.
func isRunning(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

func TestSpare_GivesItsChildToTheNextProbe(t *testing.T) {
	t.Parallel()
	spare, library := newSpare(t), compiled.Library(t, "figures@create")
	askWith(t, spare, library)
	for range 3 {
		pid := waiting(t, spare)
		got := askWith(t, spare, library)
		require.Equal(t, report.StatusOK, got.Status)
		require.Contains(t, *got.Log, fmt.Sprintf("pid: %d\n", pid))
		require.NotEqual(t, pid, waiting(t, spare), "each child serves one request")
	}
}

func TestSpare_KeepsAChildThatWasNotNeeded(t *testing.T) {
	t.Parallel()
	spare := newSpare(t)
	standBy := func() {
		standby, err := StandBy(self, os.Environ(), spare)
		require.NoError(t, err)
		standby.Release()
	}
	standBy()
	pid := waiting(t, spare)
	standBy()
	require.Equal(t, pid, waiting(t, spare))
}

// A child inherits its program, directory and environment when it starts. The spare dismisses a
// child if any of these is different now.
func TestSpare_DismissesAChildOfAnotherOrigin(t *testing.T) {
	t.Parallel()
	ready := origin{program: self, dir: "/", environment: os.Environ()}
	for name, other := range map[string]origin{
		"directory":   {program: self, dir: "/elsewhere", environment: ready.environment},
		"environment": {program: self, dir: "/", environment: append(os.Environ(), "NEW=1")},
		"program":     {program: "/another", dir: "/", environment: ready.environment},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spare := &Spare{}
			spare.refill(nil, ready)
			pid := waiting(t, spare)
			require.Nil(t, spare.take(other))
			require.False(t, isRunning(pid))
		})
	}
}

func TestSpare_ReplacesAChildThatExited(t *testing.T) {
	t.Parallel()
	spare, library := newSpare(t), compiled.Library(t)
	askWith(t, spare, library)
	waiting(t, spare)
	child := spare.child
	require.NoError(t, child.command.Process.Kill())
	<-child.exited
	require.Equal(t, report.StatusOK, askWith(t, spare, library).Status)
}

func TestSpare_KeepsNoChildAfterClose(t *testing.T) {
	t.Parallel()
	spare, library := newSpare(t), compiled.Library(t)
	askWith(t, spare, library)
	pid := waiting(t, spare)
	spare.Close()
	require.False(t, isRunning(pid))
	own := originOf(self, os.Environ())
	spare.refill(nil, own)
	require.Nil(t, spare.take(own))
	require.Equal(t, report.StatusOK, askWith(t, spare, library).Status)
}
