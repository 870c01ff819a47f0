// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package simulated makes OpenXR runtimes from data sheets, in this process, without
// a library and without C:
//
//	sheet, err := simulated.ParseSheet("quest-3.json", data)
//	runtime, err := simulated.New(sheet)
//	defer runtime.Close()
//	entry, err := runtime.Entry() // an openxr.Entry, as of any other runtime
//	runtime.On("xrGetSystem", simulated.Behaviour{Result: xr.ErrorFormFactorUnavailable, Times: 1})
//
// A [Sheet] describes a device and its runtime. A null field is unknown: the runtime
// answers with a neutral value there, and [Sheet.Filled] names every such field. A
// [Runtime] checks its arguments and answers as the specification demands, records every
// call, and can be made to fail, to wait or to lie ([Runtime.On]). Callers reach it through
// the addresses of C functions, as they reach any other runtime.
//
// Method Report of probe.Simulation goes from a sheet to the whole report, in this process too.
//
// The package never opens a file, never loads a library and never renders: it has only
// headless sessions. At most 64 runtimes can be open at a time.
//
// Specification: https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html
package simulated
