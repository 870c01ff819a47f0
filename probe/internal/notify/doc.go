// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package notify calls a function when something on the machine may have changed: directory
// entries, kernel devices, or keys of the Windows registry.
//
//	files, err := notify.WatchFiles(wake)
//	complete := files.Follow([]string{"/etc/xdg/openxr/1", "/etc/xdg/openxr/1/active_runtime.json"})
//	devices, err := notify.WatchDevices([]string{"usb"}, wake)
//	defer files.Close()
//	defer devices.Close()
//
// A call is only a hint: it does not say what has changed, or that anything has. The program
// has to look for itself. A change may cause no call, for example on a network file system or
// in a container. The package never writes a file and never opens a device.
//
// Source: inotify(7); the kernel's lib/kobject_uevent.c for the form of device events;
// RegNotifyChangeKeyValue of the Windows API.
package notify
