// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"bytes"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Devices wakes when devices of the kernel come and go.
type Devices struct {
	socket     *os.File
	subsystems []string
	wake       func()
	ended      chan struct{}
}

// kernelGroup is the multicast group that the kernel itself sends device events to.
const kernelGroup = 1

// maxEvent is more than the kernel's own limit for one event.
const maxEvent = 8192

// WatchDevices returns notifications about devices of some subsystems, such as "usb", that
// call wake from a goroutine of their own. The error is the system's, where it lets nobody
// listen.
func WatchDevices(subsystems []string, wake func()) (*Devices, error) {
	descriptor, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_KOBJECT_UEVENT)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	socket := os.NewFile(uintptr(descriptor), "kernel device events")
	if err := unix.Bind(descriptor, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: kernelGroup}); err != nil {
		_ = socket.Close()
		return nil, os.NewSyscallError("bind", err)
	}
	d := &Devices{socket: socket, subsystems: subsystems, wake: wake, ended: make(chan struct{})}
	go d.run()
	return d, nil
}

// Close ends the notifications. None comes after it.
func (d *Devices) Close() {
	_ = d.socket.Close()
	<-d.ended
}

func (d *Devices) run() {
	defer close(d.ended)
	event := make([]byte, maxEvent)
	for {
		n, err := d.socket.Read(event)
		switch {
		case errors.Is(err, unix.ENOBUFS): // events were lost
			d.wake()
		case err != nil:
			return
		case concerns(event[:n], d.subsystems):
			d.wake()
		}
	}
}

// concerns reports whether an event, a header and then variables with a NUL behind each,
// is about a device of one of the subsystems.
func concerns(event []byte, subsystems []string) bool {
	for _, subsystem := range subsystems {
		if bytes.Contains(event, []byte("\x00SUBSYSTEM="+subsystem+"\x00")) {
			return true
		}
	}
	return false
}
