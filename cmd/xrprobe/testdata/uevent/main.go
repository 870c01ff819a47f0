// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

// Command uevent sends the message that the kernel sends when a USB device is plugged in or
// out: "uevent add" or "uevent remove". It reaches every program in this network namespace
// that listens to the kernel's device events. It needs root.
package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

func main() {
	if err := send(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "uevent:", err)
		os.Exit(1)
	}
}

// kernelGroup is the multicast group of the kernel's events.
const kernelGroup = 1

func send(action string) error {
	socket, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_KOBJECT_UEVENT)
	if err != nil {
		return err
	}
	event := fmt.Sprintf("%s@/devices/usb1/1-1\x00ACTION=%s\x00SUBSYSTEM=usb\x00", action, action)
	return unix.Sendto(socket, []byte(event), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: kernelGroup})
}
