// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// If the prober cannot get the lock, it reports a problem and runs the runtime all the same.
func TestLock_WaitsNoLongerThanForARuntime(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t)
	free := filepath.Join(t.TempDir(), "lock")
	held, err := openLock(free)
	require.NoError(t, err)
	t.Cleanup(func() { _ = held.Close() })
	require.True(t, tryLock(held, offsetOf(resolved(library))))
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(free, link))
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, unix.Mkfifo(pipe, 0o600))
	for name, row := range map[string]struct{ path, problem string }{
		"held by another": {free, "another xrprobe has been asking this runtime for more than 1s"},
		"a link":          {link, "too many levels of symbolic links"},
		"a pipe":          {pipe, "is not a file of this user's: remove it"},
		"no directory":    {filepath.Join(free, "lock"), "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Prober{Helper: Self(), LockFile: row.path}
			found, err := p.Probe(t.Context(), Request{Runtime: compiled.Manifest(t, library), Timeout: time.Second})
			require.NoError(t, err)
			require.Equal(t, report.StatusOK, found.Runtimes[0].Status, "%+v", found.Runtimes[0].Cause)
			require.Len(t, found.Problems, 1)
			require.Equal(t, "not_locked", found.Problems[0].ID)
			require.Contains(t, found.Problems[0].Text, row.problem)
		})
	}
}

// If the context ends while the prober waits for the lock, the runtime is not run.
func TestLock_WaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t, "tells")
	p := Prober{Helper: Self(), LockFile: filepath.Join(t.TempDir(), "lock")}
	held, err := openLock(p.LockFile)
	require.NoError(t, err)
	t.Cleanup(func() { _ = held.Close() })
	require.True(t, tryLock(held, offsetOf(resolved(library))))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.Announce = func(report.Runtime) { time.AfterFunc(100*time.Millisecond, cancel) } // the runtime was found, however busy the machine is
	found, err := p.Probe(ctx, Request{Runtime: compiled.Manifest(t, library), Timeout: time.Minute})
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, found.Problems, 1)
	require.Equal(t, report.CauseInterrupted, found.Problems[0].ID)
	require.Nil(t, found.Runtimes[0].Log, "the runtime was not loaded")
}
