// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts

import (
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// passwd returns the lines of /etc/passwd, each in its seven fields.
func passwd(h loader.Host) [][]string {
	data, _ := h.ReadFile("/etc/passwd") // without it, no user is known
	var lines [][]string
	for line := range strings.Lines(string(data)) {
		if fields := strings.Split(strings.TrimRight(line, "\r\n"), ":"); len(fields) == 7 {
			lines = append(lines, fields)
		}
	}
	return lines
}

// Users returns the names of the machine's users, in the order of /etc/passwd.
func Users(h loader.Host) []string {
	var names []string
	for _, fields := range passwd(h) {
		names = append(names, fields[0])
	}
	return names
}

// UserOf returns the user with a value in a field of /etc/passwd, or "".
func UserOf(h loader.Host, field int, value string) string {
	for _, fields := range passwd(h) {
		if fields[field] == value {
			return fields[0]
		}
	}
	return ""
}

// Distribution returns the words that name the distribution and those that it is like.
func Distribution(h loader.Host) []string {
	data, err := h.ReadFile("/etc/os-release")
	if err != nil {
		data, _ = h.ReadFile("/usr/lib/os-release") // without it, the distribution is not known
	}
	var words []string
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if key == "ID" || key == "ID_LIKE" {
			words = append(words, strings.Fields(strings.Trim(value, `"'`))...)
		}
	}
	return words
}

// UserID returns the number of the user whose programs see the host: that of this process, or for another root or user the one of
// /etc/passwd. It reports false if that is not known.
func UserID(h loader.Host) (int, bool) {
	if h.Root == "" && h.User == "" {
		id := os.Getuid()
		return id, id >= 0
	}
	home, _ := h.Getenv("HOME")
	for _, fields := range passwd(h) {
		if fields[0] == h.User || h.User == "" && path.Clean(fields[5]) == path.Clean(home) {
			id, err := strconv.Atoi(fields[2])
			return id, err == nil
		}
	}
	return 0, false
}

// Members returns the names of the users who are in the group with a number, as far as /etc/group and /etc/passwd tell.
func Members(h loader.Host, group int) []string {
	var names []string
	for _, fields := range passwd(h) {
		if fields[3] == strconv.Itoa(group) {
			names = append(names, fields[0])
		}
	}
	data, _ := h.ReadFile("/etc/group") // without it, no member is known
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), ":")
		if len(fields) != 4 || fields[2] != strconv.Itoa(group) {
			continue
		}
		for name := range strings.SplitSeq(fields[3], ",") {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
