// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package paths

import "strings"

// IsAbsolute reports whether the loader of an operating system treats a path as absolute.
func IsAbsolute(goos, path string) bool {
	if goos != "windows" {
		return strings.HasPrefix(path, "/")
	}
	slashed := strings.ReplaceAll(path, `\`, "/")
	return strings.HasPrefix(slashed, "//") || (len(slashed) > 2 && slashed[1:3] == ":/")
}

// Join appends a relative path to a directory without cleaning the result, as std::filesystem does.
func Join(goos, dir, path string) string {
	separators := "/"
	separator := "/"
	if goos == "windows" {
		separators, separator = `\/`, `\`
	}
	if dir == "" {
		return path
	}
	return strings.TrimRight(dir, separators) + separator + path
}

// Parent returns the directory of a path, or "" if it has none; the parent of "/x" is "/".
func Parent(goos, path string) string {
	separators := "/"
	if goos == "windows" {
		separators = `\/`
	}
	last := strings.LastIndexAny(path, separators)
	if last < 0 {
		return ""
	}
	return path[:max(last, 1)]
}

// CleanWindows returns an absolute path of Windows without "." and "..", which Windows takes out of the text before it looks at any
// file. Other paths, and those that Windows does not touch, stay as they are.
func CleanWindows(path string) string {
	slashed := strings.ReplaceAll(path, `\`, "/")
	if !IsAbsolute("windows", path) || strings.HasPrefix(slashed, "//") {
		return path
	}
	var kept []string
	for name := range strings.SplitSeq(slashed[3:], "/") {
		switch name {
		case "", ".":
		case "..":
			kept = kept[:max(len(kept)-1, 0)]
		default:
			kept = append(kept, name)
		}
	}
	return path[:2] + `\` + strings.Join(kept, `\`)
}

// IsOfWindows reports whether a path can only be meant as one of Windows: it has a drive, or is that of a share.
func IsOfWindows(path string) bool {
	return IsAbsolute("windows", path) && !strings.HasPrefix(path, "/")
}
