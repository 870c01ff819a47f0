// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package stub

import "debug/pe"

// DLL describes a DLL of Windows without code.
type DLL struct {
	// Arch is "x86_64" or "i686"; "" means "x86_64".
	Arch string
	// Exports is the name of the one function that it exports, or "".
	Exports string
}

// The place of the one section, in memory and in the file.
const (
	dllAddress = 0x1000
	dllOffset  = 0x400
)

// Bytes returns the file.
func (d DLL) Bytes() []byte {
	names := []byte(d.Exports + "\x00")
	const head = 40 + 4 + 4 + 2 // the table, and one entry of each of its lists
	section := pack(uint32(0), uint32(0), uint16(0), uint16(0), uint32(dllAddress+head), uint32(1), uint32(1), uint32(1),
		uint32(dllAddress+40), uint32(dllAddress+44), uint32(dllAddress+48), uint32(0), uint32(dllAddress+head), uint16(0))
	section = append(section, names...)
	dos := make([]byte, 64)
	copy(dos, "MZ")
	dos[0x3c] = 64
	out := append(dos, "PE\x00\x00"...)
	out = append(out, d.headers(uint32(len(section)))...)
	out = append(out, make([]byte, dllOffset-len(out))...)
	return append(out, section...)
}

// headers makes the headers behind the signature.
func (d DLL) headers(size uint32) []byte {
	file := pe.FileHeader{Machine: pe.IMAGE_FILE_MACHINE_AMD64, NumberOfSections: 1, SizeOfOptionalHeader: 240, Characteristics: pe.IMAGE_FILE_DLL | pe.IMAGE_FILE_EXECUTABLE_IMAGE}
	table := [16]pe.DataDirectory{pe.IMAGE_DIRECTORY_ENTRY_EXPORT: {VirtualAddress: dllAddress, Size: size}}
	section := pe.SectionHeader32{VirtualSize: size, VirtualAddress: dllAddress, SizeOfRawData: size, PointerToRawData: dllOffset}
	copy(section.Name[:], ".edata")
	if d.Arch == "i686" {
		file.Machine, file.SizeOfOptionalHeader = pe.IMAGE_FILE_MACHINE_I386, 224
		return pack(file, pe.OptionalHeader32{Magic: 0x10b, NumberOfRvaAndSizes: 16, DataDirectory: table}, section)
	}
	return pack(file, pe.OptionalHeader64{Magic: 0x20b, NumberOfRvaAndSizes: 16, DataDirectory: table}, section)
}
