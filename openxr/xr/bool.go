// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

// Bool reports whether b is true. OpenXR allows [True] and [False] only; any other value
// that a runtime may have written counts as true, as in C.
func (b Bool32) Bool() bool { return b != False }

// MakeBool returns OpenXR's word for b.
func MakeBool(b bool) Bool32 {
	if b {
		return True
	}
	return False
}
