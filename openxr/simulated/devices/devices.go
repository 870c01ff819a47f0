// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devices

import (
	"embed"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/simulated"
)

//go:embed *.json
var files embed.FS

// Names returns the names of the data sheets, sorted.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // cannot happen: the directory is compiled in
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".json"))
	}
	return names
}

// UnknownError says that there is no data sheet with this name.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no data sheet %q: use one of %s, or a file's path", e.Name, strings.Join(Names(), ", "))
}

// Sheet returns the data sheet with this name, such as "quest-3". The error is an
// [*UnknownError].
func Sheet(name string) (simulated.Sheet, error) {
	data, err := files.ReadFile(name + ".json")
	if err != nil {
		return simulated.Sheet{}, &UnknownError{Name: name}
	}
	return simulated.ParseSheet(name+".json", data)
}
