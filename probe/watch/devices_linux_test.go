// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/machines"
	"github.com/xrprobe/xrprobe/probe/internal/notify"
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
	sendEvent(t, "add", "usb")
	select {
	case <-here.wakes:
	case <-time.After(10 * time.Second):
		require.FailNow(t, "the event did not wake the watch")
	}
	require.Empty(t, elsewhere.wakes)
}

// sendEvent sends an event as the kernel does.
func sendEvent(t *testing.T, action, subsystem string) {
	t.Helper()
	socket, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_KOBJECT_UEVENT)
	require.NoError(t, err)
	defer unix.Close(socket)
	event := fmt.Appendf(nil, "%s@/devices/pci0000:00/usb1/1-1\x00ACTION=%[1]s\x00SUBSYSTEM=%s\x00", action, subsystem)
	if err := unix.Sendto(socket, event, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: 1}); err != nil {
		t.Skipf("only root may send kernel events: %v", err)
	}
}

// Nothing but events tells the watch that devices come and go. A headset of seven devices is one change each time, and a mouse is none.
func TestWatch_OneChangeAHeadsetByEvents(t *testing.T) {
	root := noDevices(t)
	index, err := machines.Text("index")
	require.NoError(t, err)
	w := Watcher{Prober: probe.Prober{Machine: hardware.Machine{Root: root, GOOS: "linux"}}}
	m := newMachine(w)
	t.Cleanup(m.close)
	if m.devices, err = notify.WatchDevices(hardware.Subsystems(), m.wake); err != nil {
		t.Skip("this system does not let programs listen to device events")
	}
	changes, ended := make(chan []string, 100), make(chan error, 1)
	read := func(context.Context, state, bool) (state, bool, error) {
		now := noRuntime()
		now.headsets = w.Prober.Machine.Look().Headsets
		return now, false, nil
	}
	o := observer{read: read, wakes: m.wakes, debounce: DefaultDebounce, grace: DefaultGrace, maxPoll: time.Hour, yield: func(now state, _ []Topic) bool {
		changes <- present(now.headsets)
		return true
	}}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { ended <- o.run(ctx) }()
	next := func() []string {
		select {
		case titles := <-changes:
			return titles
		case <-time.After(20 * time.Second):
			require.FailNow(t, "no change")
			return nil
		}
	}
	require.Empty(t, next())
	const mouse = "P: /devices/usb9/9-1\nE: SUBSYSTEM=usb\nE: PRODUCT=46d/c077/100\n"
	require.NoError(t, machines.Lay(root, mouse))
	sendEvent(t, "add", "usb")
	for _, device := range devicesIn(index) {
		require.NoError(t, machines.Lay(root, device))
		sendEvent(t, "add", "usb")
	}
	require.Equal(t, []string{"Valve Index"}, next())
	for _, device := range devicesIn(index) {
		remove(t, root, device)
		sendEvent(t, "remove", "usb")
	}
	require.Empty(t, next())
	remove(t, root, mouse)
	sendEvent(t, "remove", "usb")
	time.Sleep(2 * DefaultGrace)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	require.Empty(t, changes)
}
