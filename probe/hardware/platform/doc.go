// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package platform finds out what a machine runs and is made of: its operating system, its graphics cards, its display server, and
// whether it is a virtual machine or a container.
//
//	facts := platform.Facts(loader.Host{}) // this machine
//	facts = platform.Facts(loader.Host{GOOS: "windows", Registry: export, Root: dir})
//
// It reads the files, the environment and the registry of a loader.Host, and nothing else: it connects to no socket, opens no device
// and starts no program, but for ioreg on macOS, which prints the I/O Registry. Of another Mac it reads the file ioreg.plist.
// It never keeps a serial number, a UUID, a host name or a user name, although they lie beside what it reads. What it cannot tell is unknown, with the reason.
//
// Sources: os-release(5) and systemd's virt.c at https://github.com/systemd/systemd (src/basic/virt.c: signs of hypervisors and
// containers); the kernel's Documentation/ABI/testing/sysfs-bus-pci and sysfs-hypervisor-xen; the names of vendors are those of
// https://pci-ids.ucw.cz; Wayland's wl_display_connect and X(7) for the names of sockets; Microsoft's
// https://learn.microsoft.com/windows-hardware/drivers/install/hklm-system-currentcontrolset-control-registry-tree for the class of
// display adapters; https://learn.microsoft.com/windows/wsl/compare-versions for WSL.
package platform
