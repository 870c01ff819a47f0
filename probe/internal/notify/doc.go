// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package notify wakes a program when something on the machine may have changed: entries
// of folders, devices of the kernel, keys of Windows' registry.
//
// A call is a hint and nothing else: it says neither what changed nor that anything did, and
// none is promised where a file system or a container keeps changes to itself. Whoever is
// woken looks again. It writes nothing, and opens no device.
//
// Source: inotify(7); the kernel's lib/kobject_uevent.c for the form of device events;
// RegNotifyChangeKeyValue of the Windows API.
package notify
