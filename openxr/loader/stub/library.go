// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package stub

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
)

// Library describes a shared ELF library without code. The zero value is one for x86_64 that needs and defines nothing.
type Library struct {
	// Arch is "x86_64", "i686" or "aarch64"; "" means "x86_64".
	Arch string
	// Soname is the library's own name, or "" for none.
	Soname string
	// Needed are the libraries that it needs.
	Needed []string
	// RPath and RunPath are its search paths, or "" for none.
	RPath, RunPath string
	// NoDefaults tells the dynamic linker not to search its default directories.
	NoDefaults bool
	// Requires are the versions that it requires, by the library that has to define them.
	Requires []Version
	// Defines are the versions that it defines.
	Defines []string
	// Empty gives it a table of symbols that has none, so that it is known to export no function. Without it nothing is known.
	Empty bool
	// Program makes it a program, and no shared library.
	Program bool
}

// Version is a required symbol version.
type Version struct {
	Library, Name string
	// Weak says that the library can do without it.
	Weak bool
}

// address is where the file is in memory. It makes addresses differ from offsets.
const address = 0x10000

// Bytes returns the file.
func (l Library) Bytes() []byte {
	names := "\x00"
	name := func(text string) uint32 {
		at := len(names)
		names += text + "\x00"
		return uint32(at)
	}
	var dynamic [][2]uint64
	add := func(tag elf.DynTag, value uint64) { dynamic = append(dynamic, [2]uint64{uint64(tag), value}) }
	for _, needed := range l.Needed {
		add(elf.DT_NEEDED, uint64(name(needed)))
	}
	for tag, text := range map[elf.DynTag]string{elf.DT_SONAME: l.Soname, elf.DT_RPATH: l.RPath, elf.DT_RUNPATH: l.RunPath} {
		if text != "" {
			add(tag, uint64(name(text)))
		}
	}
	if l.NoDefaults {
		add(elf.DT_FLAGS_1, uint64(elf.DF_1_NODEFLIB))
	}
	needs, definitions := l.needs(name), l.definitions(name)
	const atNames = 256 // after the headers of both widths
	atNeeds := atNames + (len(names)+7)&^7
	atDefinitions := atNeeds + len(needs)
	atSymbols := (atDefinitions + len(definitions) + 7) &^ 7
	symbols := l.symbols()
	atDynamic := atSymbols + len(symbols)
	add(elf.DT_STRTAB, address+atNames)
	add(elf.DT_STRSZ, uint64(len(names)))
	if len(needs) > 0 {
		add(elf.DT_VERNEED, uint64(address+atNeeds))
		add(elf.DT_VERNEEDNUM, uint64(len(l.Requires)))
	}
	if len(definitions) > 0 {
		add(elf.DT_VERDEF, uint64(address+atDefinitions))
		add(elf.DT_VERDEFNUM, uint64(len(l.Defines)))
	}
	if len(symbols) > 0 {
		add(elf.DT_HASH, uint64(address+atSymbols))
	}
	add(elf.DT_NULL, 0)
	table := l.table(dynamic)
	out := make([]byte, atDynamic, atDynamic+len(table))
	copy(out, l.headers(atDynamic, len(table)))
	copy(out[atNames:], names)
	copy(out[atNeeds:], needs)
	copy(out[atDefinitions:], definitions)
	copy(out[atSymbols:], symbols)
	return append(out, table...)
}

// needs makes the table of required versions, with one library for each of them.
func (l Library) needs(name func(string) uint32) []byte {
	var out []byte
	for i, version := range l.Requires {
		next, flags := uint32(32), uint16(0)
		if i == len(l.Requires)-1 {
			next = 0
		}
		if version.Weak {
			flags = 2
		}
		out = append(out, pack(uint16(1), uint16(1), name(version.Library), uint32(16), next)...)
		out = append(out, pack(uint32(0), flags, uint16(2), name(version.Name), uint32(0))...)
	}
	return out
}

func (l Library) definitions(name func(string) uint32) []byte {
	var out []byte
	for i, version := range l.Defines {
		next := uint32(28)
		if i == len(l.Defines)-1 {
			next = 0
		}
		out = append(out, pack(uint16(1), uint16(0), uint16(i+1), uint16(1), uint32(0), uint32(20), next, name(version), uint32(0))...)
	}
	return out
}

// symbols makes a hash table of one bucket, which is empty.
func (l Library) symbols() []byte {
	if !l.Empty {
		return nil
	}
	return pack(uint32(1), uint32(1), uint32(0), uint32(0))
}

func (l Library) kind() uint16 {
	if l.Program {
		return uint16(elf.ET_EXEC)
	}
	return uint16(elf.ET_DYN)
}

func (l Library) table(dynamic [][2]uint64) []byte {
	var out []byte
	for _, entry := range dynamic {
		if l.Arch == "i686" {
			out = append(out, pack(uint32(entry[0]), uint32(entry[1]))...)
			continue
		}
		out = append(out, pack(entry)...)
	}
	return out
}

// headers makes the header of the file and those of two segments: the whole file, and the dynamic table.
func (l Library) headers(atDynamic, size int) []byte {
	end, at, table := uint64(atDynamic+size), uint64(atDynamic), uint64(size)
	ident := [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)}
	if l.Arch == "i686" {
		ident[elf.EI_CLASS] = byte(elf.ELFCLASS32)
		return pack(elf.Header32{Ident: ident, Type: l.kind(), Machine: uint16(elf.EM_386), Version: 1, Phoff: 52, Ehsize: 52, Phentsize: 32, Phnum: 2},
			elf.Prog32{Type: uint32(elf.PT_LOAD), Vaddr: address, Filesz: uint32(end), Memsz: uint32(end)},
			elf.Prog32{Type: uint32(elf.PT_DYNAMIC), Off: uint32(at), Vaddr: address + uint32(at), Filesz: uint32(table)})
	}
	machine := elf.EM_X86_64
	if l.Arch == "aarch64" {
		machine = elf.EM_AARCH64
	}
	return pack(elf.Header64{Ident: ident, Type: l.kind(), Machine: uint16(machine), Version: 1, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 2},
		elf.Prog64{Type: uint32(elf.PT_LOAD), Vaddr: address, Filesz: end, Memsz: end},
		elf.Prog64{Type: uint32(elf.PT_DYNAMIC), Off: at, Vaddr: address + at, Filesz: table})
}

// pack encodes values one after another, the least significant byte first.
func pack(values ...any) []byte {
	var out bytes.Buffer
	for _, value := range values {
		if err := binary.Write(&out, binary.LittleEndian, value); err != nil {
			panic(err) // every value here has a fixed size
		}
	}
	return out.Bytes()
}
