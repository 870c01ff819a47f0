// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"strings"
)

// maxKeys bounds how many keys of a file are read.
const maxKeys = 4096

// keyFile is a file of groups with keys, such as a flatpak's metadata. Of a repeated key the last one counts. See
// flatpak-metadata(5).
type keyFile []entry

type entry struct{ group, key, value string }

// parseKeyFile reads a file. Lines that are neither a group nor a key are passed over.
func parseKeyFile(text string) keyFile {
	var file keyFile
	group := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		key, value, isKey := strings.Cut(line, "=")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[' && line[len(line)-1] == ']':
			group = line[1 : len(line)-1]
		case isKey && len(file) < maxKeys:
			file = append(file, entry{group, strings.TrimSpace(key), strings.TrimSpace(value)})
		}
	}
	return file
}

// value returns the value of a key, or "".
func (f keyFile) value(group, key string) string {
	value := ""
	for _, e := range f {
		if e.group == group && e.key == key {
			value = e.value
		}
	}
	return value
}

// list returns the items of a key's value, which semicolons end.
func (f keyFile) list(group, key string) []string {
	return strings.FieldsFunc(f.value(group, key), func(r rune) bool { return r == ';' })
}
