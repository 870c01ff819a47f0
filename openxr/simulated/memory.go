// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// enumerate answers OpenXR's two-call idiom. Each element is written by put, which
// leaves the members alone that are the caller's.
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

// assign is put for elements that are one value.
func assign[T any](to *T, value T) { *to = value }

// maxName is longer than any name that OpenXR has.
const maxName = 512

// nameAt reads a string in C's memory, up to its NUL.
func nameAt(first *byte) string {
	if first == nil {
		return ""
	}
	var name []byte
	for i := range maxName {
		c := *(*byte)(unsafe.Add(unsafe.Pointer(first), i))
		if c == 0 {
			break
		}
		name = append(name, c)
	}
	return string(name)
}

// write puts a text and its NUL into an array that it was checked to fit.
func write(array []byte, text string) {
	clear(array)
	copy(array[:len(array)-1], text)
}
