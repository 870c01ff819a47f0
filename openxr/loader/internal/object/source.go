// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// The limits of what a hostile library can make this package read.
const (
	maxOffset   = 1 << 40
	maxSegments = 1024
	maxCommands = 4096
	maxNeeded   = 256
	maxSymbols  = 1 << 16
	maxChain    = 4096
	maxName     = 1024
)

// source reads structures and names from a library. The readers of ELF, PE and Mach-O take only the definitions of
// structures and numbers from debug/elf, debug/pe and debug/macho. These packages read whole tables that are not needed
// here, unpack sections that claim to be compressed, and fail because of parts that a dynamic linker never reads.
type source struct {
	file  io.ReaderAt
	order binary.ByteOrder
}

// structure reads a structure of fixed size, or a slice of such structures. It returns ErrDamaged if they are not all inside
// the file.
func (s source) structure(offset uint64, into any) error {
	if offset > maxOffset {
		return ErrDamaged
	}
	buffer := make([]byte, binary.Size(into))
	n, err := s.file.ReadAt(buffer, int64(offset))
	if n < len(buffer) {
		if errors.Is(err, io.EOF) {
			return ErrDamaged
		}
		return err
	}
	_, err = binary.Decode(buffer, s.order, into)
	return err
}

// text reads a name that ends with a NUL. It returns false if the name has more than 1023 bytes or the file ends before
// the NUL.
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
