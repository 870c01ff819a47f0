// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
)

// Linux counts what the children of a process used that it waited for, and lists the others. Other
// tests start children, so this one runs alone.
func TestSimulation_ReportStartsNoProcess(t *testing.T) {
	t.Parallel()
	if !alone(t) {
		return
	}
	for _, name := range devices.Names() {
		_, err := device(t, name).Report(t.Context())
		require.NoError(t, err)
	}
	var waitedFor syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_CHILDREN, &waitedFor))
	require.Equal(t, syscall.Rusage{}, waitedFor)
	lists, err := filepath.Glob("/proc/self/task/*/children") // there are none if the kernel keeps no lists
	require.NoError(t, err)
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if !os.IsNotExist(err) { // a thread may end meanwhile
			require.NoError(t, err)
		}
		require.Empty(t, string(children))
	}
}
