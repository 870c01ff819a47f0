// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// In a copy of a machine, whose files belong to the one who copied them, owners tell nothing.
func TestOwnerOf_TellsNothingOfACopy(t *testing.T) {
	t.Parallel()
	m := lint.Machine{Host: loader.Host{GOOS: "linux", Root: t.TempDir()}}
	_, _, known := m.OwnerOf("/")
	require.Equal(t, os.Getuid() == 0, known)
	m.Owner = func(string) (int, int, bool) { return 7, 8, true }
	user, group, known := m.OwnerOf("/x")
	require.Equal(t, []any{7, 8, true}, []any{user, group, known})
}

func TestHasProcesses_OfThisMachineOrAnExample(t *testing.T) {
	t.Parallel()
	other := loader.Host{GOOS: "linux", Root: "/elsewhere"}
	require.False(t, (&lint.Machine{Host: other}).HasProcesses())
	require.True(t, (&lint.Machine{Host: other, Example: true}).HasProcesses())
	require.False(t, (&lint.Machine{Host: loader.Host{GOOS: "windows"}}).HasProcesses())
}

// Where /proc is not mounted, it is an empty directory: nothing is known of processes then.
func TestShowsProcesses_NotInAnEmptyDirectory(t *testing.T) {
	t.Parallel()
	h := loader.Host{GOOS: "linux", Root: t.TempDir()}
	require.NoError(t, os.MkdirAll(filepath.Join(h.Root, "proc/self"), 0o755))
	require.False(t, lint.ShowsProcesses(h))
	require.NoError(t, os.WriteFile(filepath.Join(h.Root, "proc/self/comm"), []byte("xrprobe\n"), 0o600))
	require.True(t, lint.ShowsProcesses(h))
}
