// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package listing is what an operating system lists as plugged in, whatever the system. The readers of Windows
// (setupapi) and macOS (ioreg) make lists, and package hardware says which of the devices are headsets.
//
// A list holds every device, not only those for XR, so that a device can be judged by its neighbours. It
// holds no serial number unless the reader was asked for them, except in the bytes of EDIDs: package
// edid keeps those to itself unless it is asked too.
//
// A bus that could not be read has a state and a cause, and never an empty list that looks like an answer.
package listing
