// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package simulated makes OpenXR runtimes from data sheets, in this process, without
// a library and without C. A binding that is given one talks to it as to any other
// runtime: through the addresses of C functions.
//
// A [Sheet] is what is known of a device, readable in a diff. What nobody knows is
// null there; the runtime answers it with a neutral value, and [Sheet.Filled] names
// every field that got one. A [Runtime] answers as the specification demands, checks
// what it is given, records every call, and can be told to fail, to wait or to lie.
//
// The package opens no file and loads no library. C functions cannot be freed, so the
// process keeps a fixed set of them that find their runtime by its handle, and a pool
// for the few that are called before there is one; [Runtime.Close] returns those.
//
// Specification: https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html
package simulated
