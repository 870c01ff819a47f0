// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"bytes"
	"io"
)

// InspectBytes does what InspectLibrary does for a file in memory, so that fuzzing need not write files.
func (h Host) InspectBytes(data []byte) Binary {
	return h.readHeader(Binary{Path: "x.so", Found: Yes}, io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), NegotiateFunction)
}
