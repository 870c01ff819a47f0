// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package hardware_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// Opening a pipe that has no writer would block forever.
func TestHost_DoesNotOpenPipe(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{"sys/class/dmi/id/product_name": "Studio 9\n"})
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, chassis), 0o600))
	require.Equal(t, []string{"/sys/class/dmi/id/chassis_type cannot be read"}, hardware.Machine{Root: root, GOOS: "linux"}.Host().Evidence)
}

// Nothing but regular files is opened below a root, whichever way it is read: a device might do something, and a pipe in its place would give
// no bytes and no error.
func TestLook_OpensRegularFilesAlone(t *testing.T) {
	t.Parallel()
	root := tree(t, usb("1-1 046d:c31c"))
	dir := filepath.Join(root, "sys/bus/usb/devices/1-2")
	require.NoError(t, os.Mkdir(dir, 0o755))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "uevent"), 0o600))
	machine := hardware.Machine{Root: root, GOOS: "linux"}
	for _, found := range []hardware.Found{machine.Look(), machine.Slowly().Look()} {
		require.Equal(t, report.BusUnreadable, found.Buses[0].State)
		require.Equal(t, "the number of 1 device in /sys/bus/usb/devices cannot be read", *found.Buses[0].Because)
	}
}
