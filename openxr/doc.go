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
// Nothing that a runtime says is trusted. Counts are bounded, strings are cut at
// the array's end, structures are filled with a pattern first so that one that
// was left untouched is seen, and no output is read after an error. What cannot be
// defended against is a runtime that crashes, hangs or ends the process: foreign
// code runs in the caller's process, so ask unknown runtimes from a child process,
// as package probe does.
//
// The package discovers nothing (package loader does) and never unloads a library.
//
// Source: https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html and
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html.
package openxr
