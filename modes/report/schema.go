// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import _ "embed"

//go:embed report.schema.json
var schema []byte

// Schema returns the JSON Schema (2020-12) of a report.
func Schema() []byte { return append([]byte(nil), schema...) }
