// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

import "strconv"

// MakeVersion packs a version: https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XR_MAKE_VERSION
func MakeVersion(major, minor uint16, patch uint32) Version {
	return Version(major)<<48 | Version(minor)<<32 | Version(patch)
}

// Major returns the major version, the upper 16 bits.
func (v Version) Major() uint16 { return uint16(v >> 48) }

// Minor returns the minor version, the 16 bits after the major version.
func (v Version) Minor() uint16 { return uint16(v >> 32) }

// Patch returns the patch version, the lower 32 bits.
func (v Version) Patch() uint32 { return uint32(v) }

// String returns the version in the form "1.0.34".
func (v Version) String() string {
	b := strconv.AppendUint(make([]byte, 0, 16), uint64(v.Major()), 10)
	b = append(b, '.')
	b = strconv.AppendUint(b, uint64(v.Minor()), 10)
	b = append(b, '.')
	return string(strconv.AppendUint(b, uint64(v.Patch()), 10))
}
