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

// woken counts wake-ups; a test waits for one.
type woken chan struct{}

func (w woken) wake() { w <- struct{}{} }

func (w woken) once(t *testing.T) {
	t.Helper()
	select {
	case <-w:
	case <-time.After(10 * time.Second):
		require.FailNow(t, "nothing wakes")
	}
	w.drain()
}

// drain waits until what one change causes has been heard.
func (w woken) drain() {
	for {
		select {
		case <-w:
		case <-time.After(50 * time.Millisecond):
			return
		}
	}
}

func (w woken) never(t *testing.T) {
	t.Helper()
	select {
	case <-w:
		require.FailNow(t, "woken by what is of no interest")
	case <-time.After(100 * time.Millisecond):
	}
}

func TestEntriesOfInterestWake(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	inner := filepath.Join(folder, "inner")
	wanted, other := filepath.Join(inner, "wanted"), filepath.Join(inner, "other")
	require.NoError(t, os.Mkdir(inner, 0o755))
	w := make(woken, 1000)
	f, err := WatchFiles(w.wake)
	require.NoError(t, err)
	require.True(t, f.Follow([]string{inner, wanted}))
	require.NoError(t, os.WriteFile(other, nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "beside"), nil, 0o600))
	w.never(t)
	require.NoError(t, os.WriteFile(wanted, []byte("1"), 0o600))
	w.once(t)
	require.NoError(t, os.Rename(inner, inner+".old"))
	w.once(t)
	require.NoError(t, os.Mkdir(inner, 0o755))
	w.once(t)
	require.True(t, f.Follow([]string{inner, wanted}), "another folder of the same name")
	require.NoError(t, os.WriteFile(wanted, []byte("2"), 0o600))
	w.once(t)
	require.True(t, f.Follow([]string{other}))
	w.drain()
	require.NoError(t, os.WriteFile(wanted, []byte("3"), 0o600))
	w.never(t)
	require.False(t, f.Follow([]string{filepath.Join(folder, "not", "there")}))
	f.Close()
	require.NoError(t, os.WriteFile(other, []byte("4"), 0o600))
	w.never(t)
}
