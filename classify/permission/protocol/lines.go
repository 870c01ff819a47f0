// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// MaxLine is the maximum length of a client's line, with its line feed: 64 KiB. The longest
// useful message is much shorter.
const MaxLine = 64 << 10

// lineReader reads lines of up to MaxLine bytes.
type lineReader struct{ reader *bufio.Reader }

func newLineReader(r io.Reader) lineReader { return lineReader{bufio.NewReaderSize(r, MaxLine)} }

// next returns the next line, which is valid until the next call. Whole is false if the
// line was too long; such a line is skipped. Text after the last line feed is a line too.
func (l lineReader) next() (line []byte, whole bool, err error) {
	line, err = l.reader.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return bytes.TrimSuffix(line, []byte("\n")), true, ignoreEOF(err, len(line) > 0)
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.reader.ReadSlice('\n')
	}
	return nil, false, ignoreEOF(err, true)
}

// ignoreEOF drops the end of the input if a line came before it.
func ignoreEOF(err error, hasLine bool) error {
	if hasLine && errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
