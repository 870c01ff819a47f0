// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// GroupsOf returns the numbers of the groups that a user of /etc/passwd belongs to, the user's own first.
func GroupsOf(h loader.Host, user string) []int {
	var list []int
	for _, fields := range passwd(h) {
		if number, err := strconv.Atoi(fields[3]); fields[0] == user && err == nil {
			list = append(list, number)
		}
	}
	for _, fields := range groupLines(h) {
		if number, err := strconv.Atoi(fields[2]); err == nil && slices.Contains(strings.Split(fields[3], ","), user) {
			list = append(list, number)
		}
	}
	return list
}

// GroupNamed returns the name of the group with a number, or "".
func GroupNamed(h loader.Host, number int) string {
	for _, fields := range groupLines(h) {
		if fields[2] == strconv.Itoa(number) {
			return fields[0]
		}
	}
	return ""
}

// groupLines returns the lines of /etc/group, each in its four fields.
func groupLines(h loader.Host) [][]string {
	data, _ := h.ReadFile("/etc/group") // without it, no group is known
	var lines [][]string
	for line := range strings.Lines(string(data)) {
		if fields := strings.Split(strings.TrimRight(line, "\r\n"), ":"); len(fields) == 4 {
			lines = append(lines, fields)
		}
	}
	return lines
}
