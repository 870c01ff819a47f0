// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"strconv"
	"strings"
)

// isFormatOne tells whether sscanf with "%u.%u.%u" finds 1, 0 and 0 in the text (rule R2). What follows is not looked at.
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

// scanUnsigned is one %u of the C library: white space is skipped, a sign is allowed, and the number is read with the
// width of unsigned long (64 bits) and then cut to 32, so that 4294967297 and -4294967295 are 1. What does not fit 64 bits
// becomes the largest number.
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
	// ParseUint answers the largest number when the digits do not fit, as strtoul does.
	wide, err := strconv.ParseUint(text[:end], 10, 64)
	if negative && err == nil {
		wide = -wide
	}
	return uint32(wide), text[end:], true
}
