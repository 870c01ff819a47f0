// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package passwd

import "strings"

// The fields of a line.
const (
	name   = 0
	home   = 5
	fields = 7
)

// HomeOf returns the home directory of a user.
func HomeOf(text, user string) (dir string, found bool) {
	return field(text, home, func(line []string) bool { return line[name] == user && user != "" })
}

// UserAt returns the user whose home directory is at a path, or "".
func UserAt(text, dir string) string {
	user, _ := field(text, name, func(line []string) bool { return strings.TrimRight(line[home], "/") == strings.TrimRight(dir, "/") })
	return user
}

// field returns a field of the first line that matches.
func field(text string, number int, matches func([]string) bool) (value string, found bool) {
	for line := range strings.Lines(text) {
		if parts := strings.Split(strings.TrimRight(line, "\r\n"), ":"); len(parts) == fields && matches(parts) {
			return parts[number], true
		}
	}
	return "", false
}
