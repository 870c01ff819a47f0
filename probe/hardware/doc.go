// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package hardware reads what a machine is from the operating system's files,
// with no OpenXR runtime involved.
//
// It opens files for reading only, starts nothing, touches no device node, and
// returns "unknown" for whatever it may not read. It never reads a serial number,
// a host name or a user name. In a root that stands for "/" no link leads out of it.
//
// Source: DMTF DSP0134 (SMBIOS), section 7.4.1, for the enclosure types; the
// container interface at https://systemd.io/CONTAINER_INTERFACE/; Android's
// system/core/init/property_service.cpp for the properties and their files.
package hardware
