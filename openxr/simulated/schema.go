// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"bytes"
	_ "embed"
)

//go:embed sheet.schema.json
var sheetSchema []byte

// SheetJSONSchema returns the JSON Schema (2020-12) of data sheets.
func SheetJSONSchema() []byte { return bytes.Clone(sheetSchema) }
