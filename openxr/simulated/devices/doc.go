// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package devices has data sheets of real devices, one JSON file each:
//
//	sheet, err := devices.Sheet("quest-3")
//	runtime, err := simulated.New(sheet)
//	defer runtime.Close()
//	entry, err := runtime.Entry()
//	names := devices.Names() // hololens-2, magic-leap-2, monado, ...
//
// Method Report of probe.Simulation makes the report of a sheet in one call.
//
// A sheet describes a headset, the OpenXR runtime that drives it and the machine that the
// runtime runs on. Every value names its source in the sheet; a value without a source is
// null. The sheets are compiled in: the package never reads a file.
//
// Source: most facts come from Khronos' OpenXR-Inventory,
// https://github.com/KhronosGroup/OpenXR-Inventory (CC-BY-4.0).
package devices
