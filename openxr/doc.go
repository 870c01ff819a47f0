// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package openxr calls OpenXR runtimes from Go, without cgo: it loads a runtime, creates
// an instance and reads what the runtime's systems can do. Five calls, each of which also
// returns an error, lead to the name of the headset:
//
//	entry, err := openxr.FromLoader("")
//	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "example"})
//	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
//	properties, err := system.Properties()
//	fmt.Println(properties.Name)
//
// An [Entry] comes from a runtime's library ([FromLibrary]), from its manifest
// ([FromManifest]), from the Khronos loader ([FromLoader]), or from the address of
// an xrGetInstanceProcAddr ([FromGetInstanceProcAddr]).
//
// A [System] has properties, views and blend modes, and more of them that extensions add
// ([System.PropertiesOf], [System.ViewPropertiesOf], [Queries]). It creates a [Session]
// with its spaces. A [Chain] carries extension structures to a runtime and back. Events
// and debug messages come from the [Instance].
//
// The package never searches for runtimes (package loader does), and it never unloads a
// library. Package xr has the complete, generated commands for everything that this
// package does not wrap: see [System.Raw].
//
// # Memory and threads
//
// Memory that a call passes to C stays alive until the call returns, and is pinned if C
// follows pointers in it. The key of a debug messenger stays until it is destroyed. Any
// goroutine may make calls, without a locked thread, unless a graphics interface needs
// one. The caller must follow OpenXR's rules on which calls must not run at the same time.
//
// # Versions
//
// [Entry.CreateInstance] requests the version that the caller names, and 1.0 by default.
// Some runtimes refuse 1.1 with XR_ERROR_API_VERSION_UNSUPPORTED: request 1.0 from them.
//
// # Distrust
//
// The package trusts nothing that a runtime writes. It limits counts, cuts strings at the
// end of their array, fills structures with a pattern first so that it sees which ones the
// runtime left untouched, and reads no output after an error. It cannot protect the caller
// from a runtime that crashes, hangs or ends the process, because foreign code runs in the
// caller's process. Load unknown runtimes in a child process, as package probe does.
//
// Source: https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html and
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html.
package openxr
