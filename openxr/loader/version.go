// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"strconv"
	"strings"
)

// isFormatOne reports whether sscanf with "%u.%u.%u" reads 1, 0 and 0 from the text (rule R2). It ignores what follows.
func isFormatOne(text string) bool {
	major, rest, ok := scanUnsigned(text)
	if !ok || major != 1 {
		return false
	}
	for range 2 {
		var number uint32
		if rest, ok = strings.CutPrefix(rest, "."); !ok {
			return false
		}
		if number, rest, ok = scanUnsigned(rest); !ok || number != 0 {
			return false
		}
	}
	return true
}

// scanUnsigned reads one number as %u of the C library does. It skips white space and accepts a sign. It reads an unsigned
// long of 64 bits and then keeps the lower 32 bits, so that 4294967297 and -4294967295 are 1. A number that does not fit
// into 64 bits becomes the largest number of 64 bits.
func scanUnsigned(text string) (number uint32, rest string, ok bool) {
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
