// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// MaxLine is how many bytes a client's line may have, with what ends it: many times what
// the longest message takes.
const MaxLine = 64 << 10

// lines reads lines of bounded length.
type lines struct{ reader *bufio.Reader }

func newLines(r io.Reader) lines { return lines{bufio.NewReaderSize(r, MaxLine)} }

// next returns the next line, until the one after it is read, and whether it is whole: one
// that is too long is passed over. What follows the last line's end is a line too.
func (l lines) next() (line []byte, whole bool, err error) {
	line, err = l.reader.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return bytes.TrimSuffix(line, []byte("\n")), true, unlessSome(line, err)
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.reader.ReadSlice('\n')
	}
	return nil, false, unlessSome([]byte("passed over"), err)
}

// unlessSome is the end of the input, unless there is a line before it.
func unlessSome(line []byte, err error) error {
	if errors.Is(err, io.EOF) && len(line) > 0 {
		return nil
	}
	return err
}
