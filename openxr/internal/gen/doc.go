// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command gen writes package openxr/xr, the raw OpenXR layer, from the OpenXR
// registry (xr.xml).
//
//	go run ./openxr/internal/gen -registry path/to/xr.xml -out openxr/xr
//
// It reads names, values and declarations, never the registry's prose. It writes every
// constant, enumeration, flag, handle, base type, structure, command and extension name
// that is not disabled. special.go has what the registry does not say in a form that a
// program can read, with a reason for each entry.
//
// The output depends only on the registry: a second run changes nothing. Structures get
// the layout of C on 64-bit platforms. The registry's format is described at
// https://registry.khronos.org/OpenXR/specs/1.1/styleguide.html.
package main
