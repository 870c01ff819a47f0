// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package machines has the devices of made-up machines, for tests: one for each kind of headset, one with two, and one without any.
//
//	err := machines.LayNamed(t.TempDir(), "index")
//
// The files are in the format of umockdev, so that udev, lsusb and Monado can read the same machines. The serial numbers in them are made up, and
// all contain "SECRET", apart from those of the displays. The displays' EDIDs are those of linuxhw/EDID@cc83e522, cut to the blocks that the
// display has, with other serial numbers.
//
// Source: the format is that of the device dumps of https://github.com/martinpitt/umockdev.
package machines
