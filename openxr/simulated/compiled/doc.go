// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package compiled makes OpenXR runtimes as shared libraries for tests, with a C compiler.
//
// [Library] and [Runtime] make one that crashes, hangs, lies or litters as the name of its
// file says (testdata/hostile/runtime.c). [SheetLibrary] makes one that answers what a data
// sheet says (testdata/native/sheet.c), so that a test can compare the simulated runtime
// with one that C made. Programs that people use never import this package.
package compiled
