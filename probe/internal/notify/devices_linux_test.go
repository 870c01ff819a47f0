// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// nullDevice is the uevent file of /dev/null, a device that every machine has.
const nullDevice = "/sys/devices/virtual/mem/null/uevent"

// Writing "add" to the file makes the kernel send an event, as if the device had been added.
func TestWatchDevices_WakesForItsSubsystem(t *testing.T) {
	mem, usb := make(wakeups, 1000), make(wakeups, 1000)
	onMem, err := WatchDevices([]string{"mem"}, mem.wake)
	if err != nil {
		t.Skipf("this machine does not allow listening to device events: %v", err)
	}
	onUSB, err := WatchDevices([]string{"usb"}, usb.wake)
	require.NoError(t, err)
	if err := os.WriteFile(nullDevice, []byte("add"), 0); err != nil {
		t.Skipf("only root can make the kernel send an event: %v", err)
	}
	mem.requireOne(t)
	usb.requireNone(t)
	onMem.Close()
	onUSB.Close()
	require.NoError(t, os.WriteFile(nullDevice, []byte("add"), 0))
	mem.requireNone(t)
}

func TestConcerns_ComparesWholeName(t *testing.T) {
	t.Parallel()
	event := []byte("add@/devices/pci/usb1/1-1\x00ACTION=add\x00SUBSYSTEM=usb\x00SEQNUM=1\x00")
	require.True(t, concerns(event, []string{"drm", "usb"}))
	require.False(t, concerns(event, []string{"us", "sub", "usb1"}))
	require.False(t, concerns([]byte("libudev\x00"), []string{"usb"}))
	require.False(t, concerns(nil, []string{"usb"}))
}
