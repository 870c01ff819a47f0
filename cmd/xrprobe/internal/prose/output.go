// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"errors"
	"io"
	"io/fs"
)

// Output keeps the first error of a writer, for callers that drop it.
type Output struct {
	io.Writer
	Err error
}

func (o *Output) Write(data []byte) (int, error) {
	n, err := o.Writer.Write(data)
	if o.Err == nil {
		o.Err = err
	}
	return n, err
}

// IsUnwritable reports whether an error says that an output cannot be written: the disk is
// full, the reader is gone, or the file is closed.
func IsUnwritable(err error) bool {
	var failed *fs.PathError
	return errors.As(err, &failed) && failed.Op == "write"
}
