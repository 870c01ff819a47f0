// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package hardware finds out what a machine is, which XR devices it has, and which headsets
// they make, from the operating system's files. No OpenXR runtime is involved:
//
//	var machine hardware.Machine     // this machine
//	host := machine.Host()           // desktop, laptop, phone, container and so on
//	found := machine.Look()          // devices, headsets, and which buses could be read
//	id := hardware.MonitorID(edid)   // such as "HVRAA01"
//	name, isHeadset := hardware.HeadsetMonitor(id)
//
// A headset is one record, however many devices it has. The record says how sure it is that
// the headset is there, and what is ambiguous: numbers on USB are shared by models, by
// controllers, and by other products with the same chip. Package known has the numbers.
//
// It only reads what the operating system tells: files on Linux and Android, the registry and
// SetupAPI on Windows. It never opens a device node, or reads a host name or a user name; serial
// numbers only if Machine.Identify is set. It starts no process, but for ioreg on macOS, which
// prints the I/O Registry. What it cannot read is unknown. If Machine.Root is set, symbolic links
// never lead out of that directory.
//
// Windows keeps the firmware's table in the registry, with the enclosure type and the model;
// serial numbers are beside them, and are not read. A Mac's kind follows from its model.
//
// Source: DMTF DSP0134 (SMBIOS), section 7.4.1, for the enclosure types; the names of
// Macs' models are those that macOS also has as hw.model, sysctl(3); the
// container interface at https://systemd.io/CONTAINER_INTERFACE/; Android's
// system/core/init/property_service.cpp for the properties and their files; Linux'
// Documentation/ABI/testing/sysfs-bus-usb and include/linux/usb.h for the names of places.
package hardware
