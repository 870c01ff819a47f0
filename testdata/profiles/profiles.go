// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package profiles

import (
	"embed"

	"github.com/xrprobe/xrprobe/classify"
)

//go:embed *.json
var files embed.FS

// All returns every profile, in the order of their names. The error is one of
// [classify.ParseProfile].
func All() ([]classify.Profile, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	list := make([]classify.Profile, 0, len(entries))
	for _, entry := range entries {
		data, err := files.ReadFile(entry.Name())
		if err != nil {
			return nil, err
		}
		profile, err := classify.ParseProfile(entry.Name(), data)
		if err != nil {
			return nil, err
		}
		list = append(list, profile)
	}
	return list, nil
}
