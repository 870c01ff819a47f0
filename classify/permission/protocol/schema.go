// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bytes"
	_ "embed"
)

//go:embed protocol.schema.json
var schema []byte

// JSONSchema returns the JSON Schema (2020-12) of the messages in both directions.
func JSONSchema() []byte { return bytes.Clone(schema) }
