// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package dl opens a native library, looks a symbol up and calls it.
//
// It is the module's only door to foreign code: purego, with golang.org/x/sys
// on Windows, and [ErrUnsupported] everywhere else. It never closes a library:
// OpenXR runtimes are known to hang or crash in their destructors, so a library
// lives as long as its process.
//
// Libraries are opened the way the Khronos loader opens them (RTLD_LAZY and
// RTLD_LOCAL), so that what works here works there.
package dl
