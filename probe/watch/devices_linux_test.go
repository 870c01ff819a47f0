// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// A kernel event of a USB device wakes a watch of this machine. A watch of another root gets no
// events.
func TestMachine_AKernelEventWakesIt(t *testing.T) {
	here, elsewhere := newMachine(Watcher{}), newMachine(Watcher{Prober: probe.Prober{Machine: hardware.Machine{Root: t.TempDir()}}})
	t.Cleanup(here.close)
	t.Cleanup(elsewhere.close)
	if here.devices == nil {
		t.Skip("this system does not let programs listen to device events")
	}
	require.Nil(t, elsewhere.devices)
	socket, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_KOBJECT_UEVENT)
	require.NoError(t, err)
	defer unix.Close(socket)
	event := []byte("add@/devices/pci0000:00/usb1/1-1\x00ACTION=add\x00SUBSYSTEM=usb\x00")
	if err := unix.Sendto(socket, event, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: 1}); err != nil {
		t.Skipf("only root may send kernel events: %v", err)
	}
	select {
	case <-here.wakes:
	case <-time.After(10 * time.Second):
		require.FailNow(t, "the event did not wake the watch")
	}
	require.Empty(t, elsewhere.wakes)
}
