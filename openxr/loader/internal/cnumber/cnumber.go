// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package cnumber

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Unsigned reads one number as %u of the C library does. It skips white space and accepts a sign. It reads an unsigned
// long of 64 bits and then keeps the lower 32 bits, so that 4294967297 and -4294967295 are 1. A number that does not fit
// into 64 bits becomes the largest number of 64 bits.
func Unsigned(text string) (number uint32, rest string, ok bool) {
	text = strings.TrimLeft(text, " \t\n\v\f\r")
	negative := strings.HasPrefix(text, "-")
	if negative || strings.HasPrefix(text, "+") {
		text = text[1:]
	}
	end := 0
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	if end == 0 {
		return 0, text, false
	}
	// ParseUint returns the largest number if the digits do not fit, as strtoul does.
	wide, err := strconv.ParseUint(text[:end], 10, 64)
	if negative && err == nil {
		wide = -wide
	}
	return uint32(wide), text[end:], true
}

// Long reads a number as strtoul does, or as strtol does if it is signed, where a long has so many bits: 64, or 32 in programs of 32
// bits and on Windows. A number that does not fit becomes the nearest that does. Long keeps the lower 32 bits. If the text begins
// with no number, Long returns 0 and the whole text.
func Long(text string, unsigned bool, bits int) (number uint32, rest string) {
	trimmed := strings.TrimLeft(text, " \t\n\v\f\r")
	digits := strings.TrimLeft(trimmed, "+-")
	if len(trimmed)-len(digits) > 1 {
		return 0, text
	}
	end := 0
	for end < len(digits) && '0' <= digits[end] && digits[end] <= '9' {
		end++
	}
	if end == 0 {
		return 0, text
	}
	wide, err := strconv.ParseUint(digits[:end], 10, bits)
	negative, least := strings.HasPrefix(trimmed, "-"), uint64(1)<<(bits-1)
	switch outOfRange := errors.Is(err, strconv.ErrRange); {
	case unsigned && outOfRange:
		wide = math.MaxUint64
	case !unsigned && negative && (outOfRange || wide > least):
		wide = least
	case !unsigned && !negative && (outOfRange || wide >= least):
		wide = least - 1
	case negative:
		wide = -wide
	}
	return uint32(wide), digits[end:]
}
