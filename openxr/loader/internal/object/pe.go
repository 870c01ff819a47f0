// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"debug/pe"
	"encoding/binary"
	"fmt"
	"io"
)

// peArchs maps the machines of Windows to the architecture words of rule L6.
var peArchs = map[uint16]string{
	pe.IMAGE_FILE_MACHINE_AMD64: "x86_64",
	pe.IMAGE_FILE_MACHINE_ARM64: "aarch64",
	pe.IMAGE_FILE_MACHINE_ARMNT: "armv7a-vfp",
	pe.IMAGE_FILE_MACHINE_I386:  "i686",
}

// peFile is the part of a PE file that Windows itself reads to load a library: the headers, the sections, and the tables of
// imports and exports.
//
// The reader is our own because debug/pe documents that it is not hardened against adversarial input: a malformed file may
// make it consume significant resources or panic (https://pkg.go.dev/debug/pe#hdr-Security). It also fails if the table of
// COFF symbols, which Windows never reads, is damaged.
type peFile struct {
	source
	header      pe.FileHeader
	directories []pe.DataDirectory
	sections    []pe.SectionHeader32
}

func readPE(file io.ReaderAt, symbol string) (Header, error) {
	o := Header{Format: PE}
	f := &peFile{source: source{file: file, order: binary.LittleEndian}}
	if err := f.headers(); err != nil {
		return o, err
	}
	o.Arch = fmt.Sprintf("IMAGE_FILE_MACHINE %#x", f.header.Machine)
	if word, ok := peArchs[f.header.Machine]; ok {
		o.Arch = word
	}
	o.Shared = f.header.Characteristics&pe.IMAGE_FILE_DLL != 0
	o.Needed = f.imports()
	if o.Shared {
		o.Exports = f.exports(symbol)
	}
	return o, nil
}

// headers reads the headers. A file that begins like a DOS program but has no PE header is not an object file.
func (f *peFile) headers() error {
	var at uint32
	if f.structure(0x3C, &at) != nil {
		return ErrNotObject
	}
	var signature [4]byte
	if f.structure(uint64(at), &signature) != nil || string(signature[:]) != "PE\x00\x00" {
		return ErrNotObject
	}
	offset := uint64(at) + 4
	if err := f.structure(offset, &f.header); err != nil {
		return err
	}
	offset += uint64(binary.Size(f.header))
	if err := f.optional(offset); err != nil {
		return err
	}
	offset += uint64(f.header.SizeOfOptionalHeader)
	if f.header.NumberOfSections > maxSegments {
		return fmt.Errorf("it has too many sections: %w", ErrDamaged)
	}
	f.sections = make([]pe.SectionHeader32, f.header.NumberOfSections)
	return f.structure(offset, f.sections)
}

// optional reads the data directories from the optional header, whose size depends on the width of addresses.
func (f *peFile) optional(offset uint64) error {
	var magic uint16
	if err := f.structure(offset, &magic); err != nil {
		return err
	}
	switch magic {
	case 0x10B:
		var narrow pe.OptionalHeader32
		if err := f.structure(offset, &narrow); err != nil {
			return err
		}
		f.directories = narrow.DataDirectory[:min(narrow.NumberOfRvaAndSizes, 16)]
	case 0x20B:
		var wide pe.OptionalHeader64
		if err := f.structure(offset, &wide); err != nil {
			return err
		}
		f.directories = wide.DataDirectory[:min(wide.NumberOfRvaAndSizes, 16)]
	default:
		return fmt.Errorf("its optional header has an unknown kind: %w", ErrDamaged)
	}
	return nil
}

// directory returns the address of a table, or 0 if the file has no such table.
func (f *peFile) directory(index int) uint32 {
	if index >= len(f.directories) {
		return 0
	}
	return f.directories[index].VirtualAddress
}

func (f *peFile) imports() []string {
	table := f.directory(pe.IMAGE_DIRECTORY_ENTRY_IMPORT)
	if table == 0 {
		return nil
	}
	var names []string
	for i := range uint32(maxNeeded) {
		var entry struct{ Lookup, Stamp, Forward, Name, Addresses uint32 }
		if f.at(table+i*20, &entry) != nil || entry.Name == 0 {
			return names
		}
		if name, ok := f.name(entry.Name); ok {
			names = append(names, name)
		}
	}
	return names
}

// exports searches all exported names. The table should be sorted, but that of a hostile file may not be.
func (f *peFile) exports(name string) Tristate {
	table := f.directory(pe.IMAGE_DIRECTORY_ENTRY_EXPORT)
	if table == 0 {
		return No
	}
	var head struct {
		Flags, Stamp                           uint32
		Major, Minor                           uint16
		Name, Base, Functions, Names           uint32
		FunctionTable, NameTable, OrdinalTable uint32
	}
	if f.at(table, &head) != nil || head.Names > maxSymbols {
		return Unknown
	}
	names := make([]uint32, head.Names)
	if len(names) > 0 && f.at(head.NameTable, names) != nil {
		return Unknown
	}
	for _, address := range names {
		exported, ok := f.name(address)
		if !ok {
			return Unknown
		}
		if exported == name {
			return Yes
		}
	}
	return No
}

// at reads a structure at an address relative to the start of the image.
func (f *peFile) at(address uint32, into any) error {
	offset, ok := f.offset(address)
	if !ok {
		return ErrDamaged
	}
	return f.structure(offset, into)
}

func (f *peFile) name(address uint32) (string, bool) {
	offset, ok := f.offset(address)
	if !ok {
		return "", false
	}
	return f.source.text(offset)
}

func (f *peFile) offset(address uint32) (uint64, bool) {
	for _, s := range f.sections {
		if s.VirtualAddress <= address && address-s.VirtualAddress < s.SizeOfRawData {
			return uint64(s.PointerToRawData) + uint64(address-s.VirtualAddress), true
		}
	}
	return 0, false
}
