// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"bytes"
	"fmt"
	"strings"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Limits of the two-call idiom. No honest runtime comes near them: the registry has a
// few hundred extensions, and lists rarely change between the two calls.
const (
	maxElements = 4096
	maxTries    = 8
)

// untouched is the byte that fills outputs before a call. No UTF-8 string begins with it,
// and no count, size or enumerant in use consists of four of it.
const untouched = 0xA5

// headerSize is the size of a structure's type and next members.
const headerSize = unsafe.Sizeof(xr.BaseOutStructure{})

// poison overwrites value from offset from on, before a runtime writes there. That part
// must hold no Go pointers.
func poison[T any](value *T, from uintptr) {
	content := payload(value, from)
	for i := range content {
		content[i] = untouched
	}
}

// wasTouched reports whether a runtime wrote anything at or after offset from.
func wasTouched[T any](value *T, from uintptr) bool {
	content := payload(value, from)
	return bytes.Count(content, []byte{untouched}) != len(content)
}

// payload returns the bytes of value from offset from on.
func payload[T any](value *T, from uintptr) []byte {
	whole := unsafe.Slice((*byte)(unsafe.Pointer(value)), unsafe.Sizeof(*value))
	return whole[from:]
}

// fillStruct makes one call that fills one structure. The caller sets the structure's Type
// and Next. If the runtime writes nothing after them, the error is a [*DistrustError].
func fillStruct[T any](command string, out *T, call func() xr.Result) error {
	poison(out, headerSize)
	if err := check(command, call()); err != nil {
		return err
	}
	if !wasTouched(out, headerSize) {
		return &DistrustError{Command: command, Text: "reported success but wrote nothing"}
	}
	return nil
}

// enumerate runs OpenXR's two-call idiom, with limits on the counts and on the number of
// calls. prepare is called for each element, which the runtime fills from offset from on.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#buffer-size-parameters
func enumerate[T any](command string, from uintptr, prepare func(*T), call func(capacity uint32, count *uint32, first *T) xr.Result) ([]T, error) {
	count := new(uint32)
	if err := check(command, call(0, count, nil)); err != nil {
		return nil, err
	}
	for range maxTries {
		if *count == 0 {
			return []T{}, nil
		}
		if *count > maxElements {
			return nil, &DistrustError{Command: command, Text: fmt.Sprintf("claims %d elements; the limit is %d", *count, maxElements)}
		}
		elements := make([]T, *count)
		for i := range elements {
			poison(&elements[i], from)
			prepare(&elements[i])
		}
		result := call(uint32(len(elements)), count, &elements[0])
		if result == xr.ErrorSizeInsufficient {
			*count = max(*count, uint32(len(elements))+1)
			continue
		}
		if err := check(command, result); err != nil {
			return nil, err
		}
		return checkWritten(command, elements, from, *count)
	}
	return nil, &DistrustError{Command: command, Text: fmt.Sprintf("asked for more room %d times", maxTries)}
}

// checkWritten returns the first count elements, or an error if the runtime did not write
// them all.
func checkWritten[T any](command string, elements []T, from uintptr, count uint32) ([]T, error) {
	if uint64(count) > uint64(len(elements)) {
		return nil, &DistrustError{Command: command, Text: fmt.Sprintf("claims %d elements in room for %d", count, len(elements))}
	}
	elements = elements[:count]
	for i := range elements {
		if !wasTouched(&elements[i], from) {
			return nil, &DistrustError{Command: command, Text: fmt.Sprintf("claims %d elements but did not write element %d", count, i)}
		}
	}
	return elements, nil
}

// text reads a fixed-size string up to its NUL, or up to the end of the array if the
// runtime wrote no NUL. It replaces bytes that are not valid UTF-8.
func text(array []byte) string {
	if end := bytes.IndexByte(array, 0); end >= 0 {
		array = array[:end]
	}
	return strings.ToValidUTF8(string(array), "\uFFFD")
}

// copyText writes a string and a NUL into a fixed-size array. It cuts a string that is too long.
func copyText(array []byte, s string) {
	n := copy(array[:len(array)-1], s)
	array[n] = 0
}
