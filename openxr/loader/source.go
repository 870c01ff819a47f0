// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// What a hostile library may make us read.
const (
	maxOffset   = 1 << 40
	maxSegments = 1024
	maxCommands = 4096
	maxNeeded   = 256
	maxSymbols  = 1 << 16
	maxChain    = 4096
	maxName     = 1024
)

// source reads structures and names out of a library. Libraries are not read with debug/elf, debug/pe and debug/macho,
// which read whole tables that nobody needs here, unpack what claims to be compressed, and fail over parts that a dynamic
// linker never looks at; their definitions of structures and numbers are used.
type source struct {
	file  io.ReaderAt
	order binary.ByteOrder
}

// structure fills a structure, or a slice of them, of fixed size. An offset beyond the file, or beyond what a file can
// have, is damage.
func (s source) structure(offset uint64, into any) error {
	if offset > maxOffset {
		return errDamaged
	}
	buffer := make([]byte, binary.Size(into))
	n, err := s.file.ReadAt(buffer, int64(offset))
	if n < len(buffer) {
		if errors.Is(err, io.EOF) {
			return errDamaged
		}
		return err
	}
	_, err = binary.Decode(buffer, s.order, into)
	return err
}

// text reads a name that a NUL ends. It returns false for a name that does not end in the file or has more than 1023
// bytes.
func (s source) text(offset uint64) (string, bool) {
	if offset > maxOffset {
		return "", false
	}
	buffer := make([]byte, maxName)
	n, _ := s.file.ReadAt(buffer, int64(offset))
	end := bytes.IndexByte(buffer[:n], 0)
	if end < 0 {
		return "", false
	}
	return string(buffer[:end]), true
}
