// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package shell

import "strings"

const (
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
)

// Word writes a word as a POSIX shell reads it: quoted, if it needs that.
func Word(word string) string {
	if word != "" && strings.Trim(word, letters+digits+"_./:,+@%=-") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// IsVariable reports whether a shell can set a variable of this name.
func IsVariable(name string) bool {
	return name != "" && !strings.Contains(digits, name[:1]) && strings.Trim(name, letters+digits+"_") == ""
}

// Set is the command that gives a variable a value in the shell of an operating system, which Go's name says, and for the programs that
// it starts. In Windows' cmd the value goes up to the end of the line, and quotation marks would be a part of it.
func Set(goos, name, value string) string {
	if goos == "windows" {
		return "set " + name + "=" + value
	}
	return "export " + name + "=" + Word(value)
}

// Unset is the command that takes a variable away.
func Unset(goos, name string) string {
	if goos == "windows" {
		return "set " + name + "="
	}
	return "unset " + name
}
