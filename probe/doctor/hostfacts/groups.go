// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts

import (
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// GroupNamed returns the name of the group with a number in /etc/group, or "".
func GroupNamed(h loader.Host, number int) string {
	data, _ := h.ReadFile("/etc/group") // without it, no group is known
	for line := range strings.Lines(string(data)) {
		if fields := strings.Split(line, ":"); len(fields) == 4 && fields[2] == strconv.Itoa(number) {
			return fields[0]
		}
	}
	return ""
}
