// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package openxr is OpenXR for Go programs, without cgo: load a runtime, make an
// instance, ask its systems.
//
// An [Entry] comes from a runtime's library ([FromLibrary]), from its manifest
// ([FromManifest]), from the Khronos loader ([FromLoader]), or from the address of
// an xrGetInstanceProcAddr ([FromGetInstanceProcAddr]). An [Instance] comes from an
// Entry, and a [System] from an Instance.
//
// From a System come its properties, views and blend modes, what extensions say of them
// ([System.PropertiesOf], [System.ViewPropertiesOf], [Queries]), and a [Session] with its
// spaces; a [Chain] carries extension structures there and back; events and debug
// messages come from the Instance.
//
// # Memory and threads
//
// What C is given is kept alive, and pinned where C follows pointers in it, for the
// length of a call; a debug messenger's key until it is destroyed. Calls may be made from
// any goroutine and need no locked thread, but where a graphics interface wants one.
// OpenXR's own rules on which calls must not run at once are the caller's to keep.
//
// # Versions
//
// [Entry.CreateInstance] asks for the version that the caller names, and 1.0 otherwise.
// Some runtimes refuse 1.1 with XR_ERROR_API_VERSION_UNSUPPORTED: ask them for 1.0.
//
// # Distrust
//
// Nothing that a runtime says is trusted. Counts are bounded, strings are cut at
// the array's end, structures are filled with a pattern first so that one that
// was left untouched is seen, and no output is read after an error. What cannot be
// defended against is a runtime that crashes, hangs or ends the process: foreign
// code runs in the caller's process, so ask unknown runtimes from a child process,
// as package probe does.
//
// The package discovers nothing (package loader does) and never unloads a library. What
// it does not wrap is in package xr, complete and generated: see [System.Raw].
//
// Source: https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html and
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html.
package openxr
