// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// enumerate implements OpenXR's two-call idiom. It calls put to write each element; put must
// not change the members that belong to the caller, such as type and next.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#buffer-size-parameters
func enumerate[S, T any](from []S, capacity uint32, count *uint32, first *T, put func(*T, S)) xr.Result {
	if count == nil {
		return xr.ErrorValidationFailure
	}
	*count = uint32(len(from))
	if capacity == 0 {
		return xr.Success
	}
	if capacity < *count {
		return xr.ErrorSizeInsufficient
	}
	if first == nil && *count > 0 {
		return xr.ErrorValidationFailure
	}
	elements := unsafe.Slice(first, len(from))
	for i := range elements {
		put(&elements[i], from[i])
	}
	return xr.Success
}

// assign is the put function for elements that are a single value.
func assign[T any](to *T, value T) { *to = value }

// maxString is longer than any name in OpenXR.
const maxString = 512

// goString copies a C string up to its NUL, or up to maxString bytes. Nil is "".
func goString(first *byte) string {
	if first == nil {
		return ""
	}
	var name []byte
	for i := range maxString {
		c := *(*byte)(unsafe.Add(unsafe.Pointer(first), i))
		if c == 0 {
			break
		}
		name = append(name, c)
	}
	return string(name)
}

// writeCString writes a text and its NUL into an array. The checks of the sheet ensure that it fits.
func writeCString(array []byte, text string) {
	clear(array)
	copy(array[:len(array)-1], text)
}
