// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

// Bool reports whether b is true. OpenXR allows only [True] and [False]; any other value
// counts as true, as in C.
func (b Bool32) Bool() bool { return b != False }

// MakeBool returns b as an XrBool32.
func MakeBool(b bool) Bool32 {
	if b {
		return True
	}
	return False
}
