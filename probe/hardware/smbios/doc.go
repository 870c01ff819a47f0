// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package smbios reads two things in the firmware's table of a computer (SMBIOS): the kind of its case, and its model.
//
//	table, err := smbios.Windows(data) // the value SMBiosData of Windows' registry
//
// The table also has serial numbers, a UUID and asset tags, some of them beside what is read. No function returns them.
//
// Sources: DMTF DSP0134 (SMBIOS), sections 6.1 (structures and their texts), 7.2 (System Information, type 1), 7.4 (System Enclosure or
// Chassis, type 3) and 7.45 (End-of-Table, type 127); for the eight bytes in front, the structure RawSMBIOSData at
// https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsystemfirmwaretable.
package smbios
