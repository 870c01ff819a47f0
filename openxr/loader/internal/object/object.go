// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"errors"
	"io"
)

// The formats of libraries: those of Linux and other Unix systems, Windows, and macOS.
const (
	ELF   = "elf"
	PE    = "pe"
	MachO = "macho"
)

// Tristate is yes, no, or unknown.
type Tristate uint8

// The values of a Tristate. The zero value is Unknown.
const (
	Unknown Tristate = iota
	No
	Yes
)

// Header is what the header of an object file says.
type Header struct {
	// Format is one of the formats, or "" for a file that is no object file.
	Format string
	// Arch is the architecture word of manifest names, or the format's own name of the machine.
	Arch string
	// Shared reports whether the file is a shared library.
	Shared bool
	// Needed are the libraries that the library needs, in its order.
	Needed []string
	// Exports says whether the library exports the symbol that was asked for.
	Exports Tristate
}

// ErrNotObject and ErrDamaged are the errors of the readers of the three formats.
var (
	ErrNotObject = errors.New("it is not an object file")
	ErrDamaged   = errors.New("its header is inconsistent or truncated")
)

// startSize is how many bytes at the start of a file tell its format.
const startSize = 4

// Read reads the header of an object file, whose first bytes tell the format, and looks up a symbol. If a file has the
// library for several architectures, it reads the one for arch.
func Read(file *io.SectionReader, symbol, arch string) (Header, error) {
	start := make([]byte, startSize)
	if _, err := file.ReadAt(start, 0); errors.Is(err, io.EOF) {
		return Header{}, ErrNotObject
	} else if err != nil {
		return Header{}, err
	}
	file = io.NewSectionReader(inBlocks(file), 0, file.Size())
	switch {
	case string(start) == "\x7fELF":
		return readELF(file, symbol)
	case string(start[:2]) == "MZ":
		return readPE(file, symbol)
	case isMachO(start):
		return readMachO(file, symbol, arch)
	}
	return Header{}, ErrNotObject
}
