// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package dl opens a native library, looks up a symbol in it and calls it:
//
//	libc, err := dl.Open("libc.so.6")
//	getpid, err := libc.Lookup("getpid")
//	pid := dl.Call(getpid)
//
// It is the only package of the module that calls foreign code, besides probe/glsession,
// which only builds with the tag glfw. It uses purego, on Windows
// together with golang.org/x/sys; on systems that these do not support, everything returns
// [ErrUnsupported]. It never closes a library, because some OpenXR runtimes hang or crash
// in their destructors. A library stays open until the process ends.
//
// It opens libraries with the flags that the Khronos loader uses (RTLD_LAZY and
// RTLD_LOCAL), so that a library that works here works there too.
package dl
