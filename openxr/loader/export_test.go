// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"bytes"
	"io"
)

// InspectBytes is InspectLibrary for a file in memory, so that fuzzing writes no files.
func (h Host) InspectBytes(data []byte) Binary {
	return h.describe(Binary{Path: "x.so", Found: Yes}, io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), NegotiateFunction)
}
