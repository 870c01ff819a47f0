// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package compiled compiles OpenXR runtimes in C, as shared libraries, for tests:
//
//	manifest := compiled.Runtime(t, "segv@create")    // crashes in xrCreateInstance
//	manifest = compiled.Runtime(t)                    // behaves well
//	library := compiled.Library(t, "hang@properties") // the library without a manifest
//	library = compiled.SheetLibrary(t, sheet)         // answers what a data sheet says
//	entry, err := openxr.FromLibrary(library)
//
// The misbehaving runtime is testdata/hostile/runtime.c; its first comment lists how it can
// misbehave. The runtime of a data sheet is testdata/native/sheet.c: a test compares it
// with the simulated runtime of the same sheet.
//
// Only tests import this package. It writes only into directories that the test owns
// (testing.TB.TempDir). If the machine has no C compiler, the functions that need one
// skip the test; with the environment variable XRPROBE_LAB=require the test fails instead.
package compiled
