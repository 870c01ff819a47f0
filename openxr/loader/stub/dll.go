// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package stub

import (
	"debug/pe"
	"encoding/binary"
)

// DLL describes a library for Windows without code. The zero value is one for 64-bit programs that exports nothing and carries no
// signature.
type DLL struct {
	// Narrow makes it one for 32-bit programs.
	Narrow bool
	// Exports are the names that it exports. All of them lead to nothing.
	Exports []string
	// Signed gives it a table of certificates, which holds none.
	Signed bool
}

// Where the one section of a DLL is, in the file and in memory.
const section = 0x400

// Bytes returns the file.
func (d DLL) Bytes() []byte {
	const atHeaders = 0x40
	content, certificates := d.exports(), []byte(nil)
	if d.Signed {
		certificates = make([]byte, 16)
	}
	file := pe.FileHeader{Machine: pe.IMAGE_FILE_MACHINE_AMD64, NumberOfSections: 1, Characteristics: pe.IMAGE_FILE_DLL}
	directories := [16]pe.DataDirectory{pe.IMAGE_DIRECTORY_ENTRY_EXPORT: {VirtualAddress: section, Size: uint32(len(content))}}
	if d.Signed {
		directories[pe.IMAGE_DIRECTORY_ENTRY_SECURITY] = pe.DataDirectory{VirtualAddress: uint32(section + len(content)), Size: uint32(len(certificates))}
	}
	var optional any = pe.OptionalHeader64{Magic: 0x20b, NumberOfRvaAndSizes: 16, DataDirectory: directories}
	if d.Narrow {
		file.Machine = pe.IMAGE_FILE_MACHINE_I386
		optional = pe.OptionalHeader32{Magic: 0x10b, NumberOfRvaAndSizes: 16, DataDirectory: directories}
	}
	file.SizeOfOptionalHeader = uint16(binary.Size(optional))
	data := pe.SectionHeader32{VirtualSize: uint32(len(content)), VirtualAddress: section, SizeOfRawData: uint32(len(content)), PointerToRawData: section}
	copy(data.Name[:], ".edata")
	out := make([]byte, section, section+len(content)+len(certificates))
	copy(out, "MZ")
	binary.LittleEndian.PutUint32(out[0x3c:], atHeaders)
	copy(out[atHeaders:], append([]byte("PE\x00\x00"), pack(file, optional, data)...))
	return append(append(out, content...), certificates...)
}

// exports makes the section: the table's head, the addresses of the names, and the names.
func (d DLL) exports() []byte {
	const head = 40
	names := uint32(len(d.Exports))
	atText := section + head + 4*names
	var addresses, text []byte
	for _, name := range d.Exports {
		addresses = binary.LittleEndian.AppendUint32(addresses, atText+uint32(len(text)))
		text = append(append(text, name...), 0)
	}
	table := pack([3]uint32{}, [2]uint32{1: 1}, names, names, [3]uint32{1: section + head})
	return append(append(table, addresses...), text...)
}
