// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"slices"
	"strconv"
	"strings"
)

// Major returns the first number of a version. It reports false if there is none.
func Major(version string) (int, bool) {
	text, _, _ := strings.Cut(version, ".")
	major, err := strconv.Atoi(text)
	return major, err == nil && major >= 0
}

// newer reports whether a text is a version, and newer than another one.
func newer(version, than string) bool {
	a, is := numbers(version)
	b, _ := numbers(than)
	return is && slices.Compare(a, b) > 0
}

// numbers returns the numbers of a version, and reports whether there is nothing else in it.
func numbers(version string) ([]int, bool) {
	var list []int
	for text := range strings.SplitSeq(version, ".") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return nil, false
		}
		list = append(list, n)
	}
	return list, true
}
