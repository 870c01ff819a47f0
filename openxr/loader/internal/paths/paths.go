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
