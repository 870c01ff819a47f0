// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Known returns the paths of what the sheet says of the host, the runtime and its
// systems, in the sheet's order: every value that is not null. Each should have a source.
func (s Sheet) Known() []string {
	data, err := json.Marshal(Sheet{Host: s.Host, Runtime: s.Runtime, Systems: s.Systems})
	if err != nil {
		return nil // a sheet holds nothing that JSON cannot
	}
	var known []string
	decoder := jsontext.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return known
		}
		path := dotted(decoder.StackPointer())
		if isValue(decoder, token) && !strings.HasPrefix(path, "schema") && !strings.HasPrefix(path, "title") {
			known = append(known, path)
		}
	}
}

// isValue tells a value that says something from keys, brackets and null.
func isValue(decoder *jsontext.Decoder, token jsontext.Token) bool {
	return !isKey(decoder) && !strings.ContainsRune("{}[]n", rune(token.Kind()))
}
