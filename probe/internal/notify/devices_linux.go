// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"bytes"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Devices watches the kernel's devices.
type Devices struct {
	socket     *os.File
	subsystems []string
	wake       func()
	ended      chan struct{}
}

// kernelGroup is the multicast group to which the kernel itself sends device events.
const kernelGroup = 1

// maxEvent is larger than the kernel's limit for one event, in bytes.
const maxEvent = 8192

// WatchDevices returns a watcher for the devices of kernel subsystems, such as "usb". It
// calls wake from a goroutine of its own when such a device comes, goes or changes. The error
// comes from the operating system, which may not allow the program to listen.
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

// Close stops the watcher. It never calls wake after Close has returned.
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

// concerns reports whether an event is about a device of one of the subsystems. An event is
// a header and then variables, each of which ends with a NUL.
func concerns(event []byte, subsystems []string) bool {
	for _, subsystem := range subsystems {
		if bytes.Contains(event, []byte("\x00SUBSYSTEM="+subsystem+"\x00")) {
			return true
		}
	}
	return false
}
