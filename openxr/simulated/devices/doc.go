// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package devices holds the data sheets of real devices, one JSON file each: what is
// known of a headset, of the OpenXR runtime that drives it and of the machine that this
// runs on. Every value has a source in its sheet, and what has none is null.
//
// It reads nothing but what was compiled in. Most facts are those of Khronos'
// OpenXR-Inventory, https://github.com/KhronosGroup/OpenXR-Inventory (CC-BY-4.0).
package devices
