// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// nullDevice is where the kernel takes an event of a device that everybody has.
const nullDevice = "/sys/devices/virtual/mem/null/uevent"

// The kernel sends what is written there to everybody who listens, as if the device had
// just come.
func TestTheKernelsEventsWake(t *testing.T) {
	mem, usb := make(woken, 1000), make(woken, 1000)
	onMem, err := WatchDevices([]string{"mem"}, mem.wake)
	if err != nil {
		t.Skipf("the system lets nobody listen to its devices: %v", err)
	}
	onUSB, err := WatchDevices([]string{"usb"}, usb.wake)
	require.NoError(t, err)
	if err := os.WriteFile(nullDevice, []byte("add"), 0); err != nil {
		t.Skipf("only root may have the kernel send an event: %v", err)
	}
	mem.once(t)
	usb.never(t)
	onMem.Close()
	onUSB.Close()
	require.NoError(t, os.WriteFile(nullDevice, []byte("add"), 0))
	mem.never(t)
}

func TestEventsOfASubsystem(t *testing.T) {
	t.Parallel()
	event := []byte("add@/devices/pci/usb1/1-1\x00ACTION=add\x00SUBSYSTEM=usb\x00SEQNUM=1\x00")
	require.True(t, concerns(event, []string{"drm", "usb"}))
	require.False(t, concerns(event, []string{"us", "sub", "usb1"}))
	require.False(t, concerns([]byte("libudev\x00"), []string{"usb"}))
	require.False(t, concerns(nil, []string{"usb"}))
}
