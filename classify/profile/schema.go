// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package profile

import (
	"bytes"
	_ "embed"
)

// SchemaName is the value of a profile's "schema" key.
const SchemaName = "xrprobe.profile/1"

//go:embed profile.schema.json
var schema []byte

// JSONSchema returns the JSON Schema (2020-12) of a profile.
func JSONSchema() []byte { return bytes.Clone(schema) }
