// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"bytes"
	"io"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/object"
)

// InspectBytes does what InspectLibrary does for a file in memory, so that fuzzing need not write files.
func (h Host) InspectBytes(data []byte) Binary {
	o, err := object.Read(io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), NegotiateFunction, h.arch())
	return h.describe(Binary{Path: "x.so", Found: Yes}, o, err, NegotiateFunction)
}
