// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package hardware finds out what a machine is, and which headsets are plugged in, from the
// operating system's files. No OpenXR runtime is involved:
//
//	var machine hardware.Machine     // this machine
//	host := machine.Host()           // desktop, laptop, phone, container and so on
//	headsets, known := machine.Headsets()
//	id := hardware.MonitorID(edid)   // such as "HVRAA01"
//	name, isHeadset := hardware.HeadsetMonitor(id)
//
// It only reads files. It never starts a process, opens a device node, or reads a serial
// number, a host name or a user name. What it cannot read is unknown. If Machine.Root is set,
// symbolic links never lead out of that directory.
//
// Source: DMTF DSP0134 (SMBIOS), section 7.4.1, for the enclosure types; the
// container interface at https://systemd.io/CONTAINER_INTERFACE/; Android's
// system/core/init/property_service.cpp for the properties and their files.
package hardware
