// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"encoding/json"
	"slices"

	"github.com/xrprobe/xrprobe/modes/strictjson"
)

// Known returns the paths of the facts in the sheet: of every value of the host, the runtime
// and the systems that is not null, in the sheet's order. Each should have a source.
func (s Sheet) Known() []string {
	data, err := json.Marshal(Sheet{Host: s.Host, Runtime: s.Runtime, Systems: s.Systems})
	if err != nil {
		return nil // cannot happen: every value of a sheet can be written as JSON
	}
	return slices.DeleteFunc(strictjson.Known(data), func(path string) bool { return path == "schema" || path == "title" })
}
