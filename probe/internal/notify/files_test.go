// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// wakeups receives an element for each call of wake.
type wakeups chan struct{}

func (w wakeups) wake() { w <- struct{}{} }

// requireOne waits for a wake-up, and discards those that the same change causes.
func (w wakeups) requireOne(t *testing.T) {
	t.Helper()
	select {
	case <-w:
	case <-time.After(10 * time.Second):
		require.FailNow(t, "no wake-up within 10 s")
	}
	w.drain()
}

// drain discards wake-ups until there is none for 50 ms.
func (w wakeups) drain() {
	for {
		select {
		case <-w:
		case <-time.After(50 * time.Millisecond):
			return
		}
	}
}

// requireNone requires that there is no wake-up within 100 ms.
func (w wakeups) requireNone(t *testing.T) {
	t.Helper()
	select {
	case <-w:
		require.FailNow(t, "woken by a change that is not watched")
	case <-time.After(100 * time.Millisecond):
	}
}

func TestFiles_WakesForFollowedEntries(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inner := filepath.Join(dir, "inner")
	wanted, other := filepath.Join(inner, "wanted"), filepath.Join(inner, "other")
	require.NoError(t, os.Mkdir(inner, 0o755))
	w := make(wakeups, 1000)
	f, err := WatchFiles(w.wake)
	require.NoError(t, err)
	require.True(t, f.Follow([]string{inner, wanted}))
	require.NoError(t, os.WriteFile(other, nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "beside"), nil, 0o600))
	w.requireNone(t)
	require.NoError(t, os.WriteFile(wanted, []byte("1"), 0o600))
	w.requireOne(t)
	require.NoError(t, os.Rename(inner, inner+".old"))
	w.requireOne(t)
	require.NoError(t, os.Mkdir(inner, 0o755))
	w.requireOne(t)
	require.True(t, f.Follow([]string{inner, wanted}), "the new directory of the same name")
	require.NoError(t, os.WriteFile(wanted, []byte("2"), 0o600))
	w.requireOne(t)
	require.True(t, f.Follow([]string{other}))
	w.drain()
	require.NoError(t, os.WriteFile(wanted, []byte("3"), 0o600))
	w.requireNone(t)
	require.False(t, f.Follow([]string{filepath.Join(dir, "not", "there")}))
	f.Close()
	require.NoError(t, os.WriteFile(other, []byte("4"), 0o600))
	w.requireNone(t)
}

// A pattern stands for entries that do not exist yet.
func TestFiles_WakesForPatterns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := make(wakeups, 1000)
	f, err := WatchFiles(w.wake)
	require.NoError(t, err)
	t.Cleanup(f.Close)
	require.True(t, f.Follow([]string{filepath.Join(dir, "*.json"), filepath.Join(dir, "[")}))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), nil, 0o600))
	w.requireNone(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.json"), nil, 0o600))
	w.requireOne(t)
}
