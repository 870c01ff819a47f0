// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find

import (
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Plain returns an absolute path to the same file without "." and "..". Symbolic links
// stay, unless a ".." follows them: "a/../b" is not "b" if a is a link. A ".." after what
// does not exist stays too, because such a path leads nowhere. Other paths, and those of
// Windows, come back as they are.
func Plain(host loader.Host, path string) string {
	if !strings.HasPrefix(path, "/") {
		return path
	}
	plain := ""
	names := strings.Split(path, "/")
	for i, name := range names {
		switch name {
		case "", ".":
		case "..":
			info := host.Stat("/" + strings.TrimPrefix(plain, "/"))
			if info.State != loader.StateFound {
				return plain + "/" + strings.Join(names[i:], "/")
			}
			plain = info.Canonical[:strings.LastIndex(info.Canonical, "/")]
		default:
			plain += "/" + name
		}
	}
	return "/" + strings.TrimPrefix(plain, "/")
}
