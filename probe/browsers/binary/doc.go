// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package binary reads from a browser's program or library whether OpenXR was compiled into it, and which versions it names.
//
//	found, err := binary.Read(file)
//	if found.OpenXR() { // names of OpenXR's functions or of its loader are in it
//
// It reads the file once from front to back in bounded memory, whatever the file's format and size. It loads and runs nothing.
package binary
