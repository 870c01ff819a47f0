// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/binary"
)

const negotiate = "xrNegotiateLoaderRuntimeInterface"

// pack encodes structures one after another.
func pack(order binary.ByteOrder, parts ...any) []byte {
	var out bytes.Buffer
	for _, part := range parts {
		if text, ok := part.(string); ok {
			part = []byte(text)
		}
		if err := binary.Write(&out, order, part); err != nil {
			panic(err)
		}
	}
	return out.Bytes()
}

// symbol is an entry of a dynamic symbol table. The zero fields make a defined global symbol of default visibility.
type symbol struct {
	name      string
	undefined bool
	local     bool
	hidden    bool
}

// library describes an ELF file. The zero value is a shared library for x86_64 that exports the negotiate function through
// a GNU hash table.
type library struct {
	narrow    bool // 32 bits
	big       bool // most significant byte first
	machine   elf.Machine
	flags     uint32
	kind      elf.Type
	needed    []string
	symbols   []symbol
	sysv      bool // the older hash table
	noHash    bool
	noDynamic bool
	pie       bool
	cycle     bool // the chain of the older hash table is endless
	phnum     int
}

// loadAddress makes addresses differ from offsets, so that a reader that confuses them fails.
const loadAddress = 0x10000

func (l library) bytes() []byte {
	if l.machine == elf.EM_NONE {
		l.machine = elf.EM_X86_64
	}
	if l.kind == elf.ET_NONE {
		l.kind = elf.ET_DYN
	}
	if l.symbols == nil {
		l.symbols = []symbol{{name: "other"}, {name: negotiate}}
	}
	names := "\x00"
	name := func(text string) uint32 {
		at := len(names)
		names += text + "\x00"
		return uint32(at)
	}
	symbols := l.symbolTable(name)
	var dynamic []elf.Dyn64
	for _, needed := range l.needed {
		dynamic = append(dynamic, elf.Dyn64{Tag: int64(elf.DT_NEEDED), Val: uint64(name(needed))})
	}
	hash := l.hashTable()

	header := l.size(elf.Header64{}, elf.Header32{}) + 2*l.size(elf.Prog64{}, elf.Prog32{})
	atHash := (header + len(names) + 7) &^ 7
	atSymbols := atHash + (len(hash)+7)&^7
	atDynamic := atSymbols + len(symbols)
	dynamic = append(dynamic,
		elf.Dyn64{Tag: int64(elf.DT_STRTAB), Val: uint64(loadAddress + header)},
		elf.Dyn64{Tag: int64(elf.DT_STRSZ), Val: uint64(len(names))},
		elf.Dyn64{Tag: int64(elf.DT_SYMTAB), Val: uint64(loadAddress + atSymbols)})
	if !l.noHash {
		tag := elf.DT_GNU_HASH
		if l.sysv {
			tag = elf.DT_HASH
		}
		dynamic = append(dynamic, elf.Dyn64{Tag: int64(tag), Val: uint64(loadAddress + atHash)})
	}
	if l.pie {
		dynamic = append(dynamic, elf.Dyn64{Tag: int64(elf.DT_FLAGS_1), Val: uint64(elf.DF_1_PIE)})
	}
	dynamic = append(dynamic, elf.Dyn64{}, elf.Dyn64{Tag: int64(elf.DT_NEEDED), Val: 1}) // the reader must stop at DT_NULL
	table := l.dynamicTable(dynamic)

	out := l.headers(atDynamic, len(table))
	out = append(out, names...)
	out = append(out, make([]byte, atHash-len(out))...)
	out = append(out, hash...)
	out = append(out, make([]byte, atSymbols-len(out))...)
	out = append(out, symbols...)
	return append(out, table...)
}

func (l library) order() binary.ByteOrder {
	if l.big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func (l library) size(wide, narrow any) int {
	if l.narrow {
		return binary.Size(narrow)
	}
	return binary.Size(wide)
}

func (l library) headers(atDynamic, dynamicSize int) []byte {
	ident := [elf.EI_NIDENT]byte{0x7F, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), 1}
	if l.narrow {
		ident[elf.EI_CLASS] = byte(elf.ELFCLASS32)
	}
	if l.big {
		ident[elf.EI_DATA] = byte(elf.ELFDATA2MSB)
	}
	count := uint16(2)
	if l.noDynamic {
		count = 1
	}
	if l.phnum != 0 {
		count = uint16(l.phnum)
	}
	size := atDynamic + dynamicSize
	if l.narrow {
		return pack(l.order(),
			elf.Header32{Ident: ident, Type: uint16(l.kind), Machine: uint16(l.machine), Version: 1, Phoff: 52, Flags: l.flags, Phentsize: 32, Phnum: count},
			elf.Prog32{Type: uint32(elf.PT_LOAD), Vaddr: loadAddress, Filesz: uint32(size)},
			elf.Prog32{Type: uint32(elf.PT_DYNAMIC), Off: uint32(atDynamic), Vaddr: uint32(loadAddress + atDynamic), Filesz: uint32(dynamicSize)})
	}
	return pack(l.order(),
		elf.Header64{Ident: ident, Type: uint16(l.kind), Machine: uint16(l.machine), Version: 1, Phoff: 64, Flags: l.flags, Phentsize: 56, Phnum: count},
		elf.Prog64{Type: uint32(elf.PT_LOAD), Vaddr: loadAddress, Filesz: uint64(size)},
		elf.Prog64{Type: uint32(elf.PT_DYNAMIC), Off: uint64(atDynamic), Vaddr: uint64(loadAddress + atDynamic), Filesz: uint64(dynamicSize)})
}

func (l library) symbolTable(name func(string) uint32) []byte {
	out := make([]byte, l.size(elf.Sym64{}, elf.Sym32{}))
	for _, s := range l.symbols {
		entry := elf.Sym64{Name: name(s.name), Info: byte(elf.STB_GLOBAL)<<4 | byte(elf.STT_FUNC), Shndx: 1}
		if s.undefined {
			entry.Shndx = 0
		}
		if s.local {
			entry.Info = byte(elf.STB_LOCAL)<<4 | byte(elf.STT_FUNC)
		}
		if s.hidden {
			entry.Other = byte(elf.STV_HIDDEN)
		}
		if l.narrow {
			out = append(out, pack(l.order(), elf.Sym32{Name: entry.Name, Info: entry.Info, Other: entry.Other, Shndx: entry.Shndx})...)
			continue
		}
		out = append(out, pack(l.order(), entry)...)
	}
	return out
}

// hashTable returns a table with one bucket, whose chain has all symbols.
func (l library) hashTable() []byte {
	count := uint32(len(l.symbols))
	if l.sysv {
		chain := make([]uint32, count+1)
		for i := uint32(1); i < count; i++ {
			chain[i] = i + 1
		}
		if l.cycle {
			chain[count] = 1
		}
		return pack(l.order(), uint32(1), count+1, min(uint32(1), count), chain)
	}
	bloom := make([]byte, l.size(uint64(0), uint32(0)))
	chain := make([]uint32, count)
	for i, s := range l.symbols {
		hash := uint32(5381)
		for _, c := range []byte(s.name) {
			hash = hash<<5 + hash + uint32(c)
		}
		chain[i] = hash &^ 1
		if i == len(l.symbols)-1 {
			chain[i] |= 1
		}
	}
	return pack(l.order(), uint32(1), uint32(1), uint32(1), uint32(0), bloom, min(uint32(1), count), chain)
}

func (l library) dynamicTable(entries []elf.Dyn64) []byte {
	var out []byte
	for _, entry := range entries {
		if l.narrow {
			out = append(out, pack(l.order(), elf.Dyn32{Tag: int32(entry.Tag), Val: uint32(entry.Val)})...)
			continue
		}
		out = append(out, pack(l.order(), entry)...)
	}
	return out
}

// dll describes a PE file with one section. The section is loaded at 0x1000 and has the tables of imports and exports.
type dll struct {
	machine   uint16
	narrow    bool
	program   bool
	noExports bool
	exports   []string
}

func (d dll) bytes() []byte {
	le := binary.LittleEndian
	const base = 0x1000
	// The imports: one library, the empty entry that ends the table, and the library's name.
	section := pack(le, [5]uint32{0, 0, 0, base + 40, 0}, [5]uint32{}, "openxr.dll\x00\x00")
	exports := base + len(section)
	names := exports + 40
	text := names + 4*len(d.exports)
	var pointers []uint32
	var list string
	for _, name := range d.exports {
		pointers = append(pointers, uint32(text+len(list)))
		list += name + "\x00"
	}
	section = append(section, pack(le, [6]uint32{}, uint32(len(d.exports)), uint32(0), uint32(names), uint32(0), pointers, list)...)

	directories := [16]pe.DataDirectory{
		pe.IMAGE_DIRECTORY_ENTRY_EXPORT: {VirtualAddress: uint32(exports), Size: 40},
		pe.IMAGE_DIRECTORY_ENTRY_IMPORT: {VirtualAddress: base, Size: 40},
	}
	if d.noExports {
		directories[pe.IMAGE_DIRECTORY_ENTRY_EXPORT] = pe.DataDirectory{}
	}
	var optional []byte
	if d.narrow {
		optional = pack(le, pe.OptionalHeader32{Magic: 0x10B, NumberOfRvaAndSizes: 16, DataDirectory: directories})
	} else {
		optional = pack(le, pe.OptionalHeader64{Magic: 0x20B, NumberOfRvaAndSizes: 16, DataDirectory: directories})
	}
	file := pe.FileHeader{Machine: d.machine, NumberOfSections: 1, SizeOfOptionalHeader: uint16(len(optional))}
	if !d.program {
		file.Characteristics = pe.IMAGE_FILE_DLL
	}
	out := pack(le, "MZ", [58]byte{}, uint32(64), "PE\x00\x00", file, optional)
	start := len(out) + binary.Size(pe.SectionHeader32{})
	out = append(out, pack(le, pe.SectionHeader32{VirtualAddress: base, PointerToRawData: uint32(start), SizeOfRawData: uint32(len(section))})...)
	return append(out, section...)
}

// dylib describes a thin Mach-O file.
type dylib struct {
	cpu     macho.Cpu
	narrow  bool
	big     bool
	kind    macho.Type
	symbols []macho.Nlist64 // bytes fills in the names
	names   []string
	noTable bool
}

func (d dylib) bytes() []byte {
	var order binary.ByteOrder = binary.LittleEndian
	if d.big {
		order = binary.BigEndian
	}
	header := macho.FileHeader{Magic: macho.Magic64, Cpu: d.cpu, Type: d.kind, Ncmd: 3}
	size := 32
	if d.narrow {
		header.Magic, size = macho.Magic32, 28
	}
	needed := pack(order, macho.DylibCmd{Cmd: macho.LoadCmdDylib, Len: 36, Name: 24}, "libc.dylib\x00\x00")
	unknown := pack(order, uint32(0x1B), uint32(24), [16]byte{})
	table := macho.SymtabCmd{Cmd: macho.LoadCmdSymtab, Len: 24, Nsyms: uint32(len(d.symbols))}
	table.Symoff = uint32(size + len(needed) + len(unknown) + 24)
	var symbols []byte
	names := "\x00"
	for i, s := range d.symbols {
		s.Name = uint32(len(names))
		names += d.names[i] + "\x00"
		if d.narrow {
			symbols = append(symbols, pack(order, macho.Nlist32{Name: s.Name, Type: s.Type, Sect: s.Sect})...)
			continue
		}
		symbols = append(symbols, pack(order, s)...)
	}
	table.Stroff = table.Symoff + uint32(len(symbols))
	if d.noTable {
		table.Cmd = 0x1D
	}
	out := pack(order, header)
	if !d.narrow {
		out = append(out, 0, 0, 0, 0)
	}
	return append(out, pack(order, needed, unknown, table, symbols, names)...)
}

// fat returns a fat file that contains the thin files.
func fat(thin map[macho.Cpu][]byte, cpus ...macho.Cpu) []byte {
	headers := pack(binary.BigEndian, macho.MagicFat, uint32(len(cpus)))
	at := len(headers) + len(cpus)*binary.Size(macho.FatArchHeader{})
	var bodies []byte
	for _, cpu := range cpus {
		headers = append(headers, pack(binary.BigEndian, macho.FatArchHeader{Cpu: cpu, Offset: uint32(at + len(bodies)), Size: uint32(len(thin[cpu]))})...)
		bodies = append(bodies, thin[cpu]...)
	}
	return append(headers, bodies...)
}
