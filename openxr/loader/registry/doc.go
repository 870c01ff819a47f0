// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package registry holds what is in Windows' registry as a value, and reads it from the .reg files that Windows' registry editor
// and the command reg export write.
//
//	var r registry.Registry
//	err := r.Read("machine.reg", data) // several files are merged in the order in which they are read
//	values, err := r.Values(`HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1`)
//
// The package touches no real registry, opens no file, writes nothing and keeps no state. It is strict where importers are not: what they
// lose without a word, such as a text with single backslashes, is an error with its line and the fix.
//
// The sources are Microsoft's description of the format (How to add, modify, or delete registry subkeys and values by using a .reg file,
// https://support.microsoft.com/help/310516), its limits (Registry element size limits,
// https://learn.microsoft.com/windows/win32/sysinfo/registry-element-size-limits), and files that the reg export of Wine 10 wrote.
package registry
