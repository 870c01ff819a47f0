// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts

import (
	"bufio"
	"io"
	"iter"
)

// maxList bounds how much of a list of packages is read.
const maxList = 64 << 20

// linesOf returns the lines of a file, up to the first one that is too long.
func linesOf(r io.Reader) iter.Seq[string] {
	return func(yield func(string) bool) {
		scanner := bufio.NewScanner(io.LimitReader(r, maxList))
		for scanner.Scan() {
			if !yield(scanner.Text()) {
				return
			}
		}
	}
}
