// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package shell

import (
	"regexp"
	"strings"
)

var (
	plainWord    = regexp.MustCompile(`^[A-Za-z0-9_./:,+@%=-]+$`)
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// Word writes a word as a POSIX shell reads it: quoted, if it needs that.
func Word(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// IsVariable reports whether a shell can set a variable of this name.
func IsVariable(name string) bool { return variableName.MatchString(name) }
