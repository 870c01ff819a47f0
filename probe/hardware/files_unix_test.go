// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package hardware_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware"
)

// Opening a pipe that has no writer would block forever.
func TestHost_DoesNotOpenPipe(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{"sys/class/dmi/id/product_name": "Studio 9\n"})
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, chassis), 0o600))
	require.Equal(t, []string{"/sys/class/dmi/id/chassis_type cannot be read"}, hardware.Machine{Root: root, GOOS: "linux"}.Host().Evidence)
}
