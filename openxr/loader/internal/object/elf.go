// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
)

// elfFile is an ELF file as the dynamic linker sees it: through its program headers. A library may lack section headers, so
// they are not read.
//
// The reader is our own because debug/elf documents that it is not hardened against adversarial input: a malformed file
// may make it consume significant resources or panic (https://pkg.go.dev/debug/elf#hdr-Security). Any file may be named in
// a manifest.
type elfFile struct {
	source
	class   elf.Class
	kind    elf.Type
	machine elf.Machine
	flags   uint32
	loads   []elf.Prog64
	dynamic map[elf.DynTag]uint64
	needed  []uint64
}

func readELF(file io.ReaderAt, symbol string) (Header, error) {
	f := &elfFile{source: source{file: file, order: binary.LittleEndian}}
	segments, err := f.header()
	if err != nil {
		return Header{Format: ELF}, err
	}
	o := Header{Format: ELF, Arch: f.arch()}
	if err := f.segments(segments); err != nil {
		return o, err
	}
	o.Shared = f.shared()
	o.Needed = f.neededNames()
	if o.Shared {
		o.Exports = f.exports(symbol)
	}
	return o, nil
}

// header reads the ELF header. It returns a 32-bit header in the 64-bit structure.
func (f *elfFile) header() (elf.Header64, error) {
	var ident [elf.EI_NIDENT]byte
	if err := f.structure(0, &ident); err != nil {
		return elf.Header64{}, err
	}
	f.class = elf.Class(ident[elf.EI_CLASS])
	switch elf.Data(ident[elf.EI_DATA]) {
	case elf.ELFDATA2LSB:
	case elf.ELFDATA2MSB:
		f.order = binary.BigEndian
	default:
		return elf.Header64{}, fmt.Errorf("its byte order is unknown: %w", ErrDamaged)
	}
	var wide elf.Header64
	switch f.class {
	case elf.ELFCLASS64:
		if err := f.structure(0, &wide); err != nil {
			return wide, err
		}
	case elf.ELFCLASS32:
		var narrow elf.Header32
		if err := f.structure(0, &narrow); err != nil {
			return wide, err
		}
		wide = elf.Header64{Type: narrow.Type, Machine: narrow.Machine, Phoff: uint64(narrow.Phoff), Flags: narrow.Flags,
			Phentsize: narrow.Phentsize, Phnum: narrow.Phnum}
	default:
		return wide, fmt.Errorf("its class is unknown: %w", ErrDamaged)
	}
	f.kind, f.machine, f.flags = elf.Type(wide.Type), elf.Machine(wide.Machine), wide.Flags
	return wide, nil
}

// segments reads the program headers and the dynamic table.
func (f *elfFile) segments(header elf.Header64) error {
	size := f.size(elf.Prog64{}, elf.Prog32{})
	if header.Phnum > maxSegments || (header.Phnum > 0 && uint64(header.Phentsize) != size) {
		return fmt.Errorf("its program headers have an unknown number or size: %w", ErrDamaged)
	}
	var dynamic *elf.Prog64
	for i := range uint64(header.Phnum) {
		segment, err := f.segment(header.Phoff + i*size)
		if err != nil {
			return err
		}
		switch elf.ProgType(segment.Type) {
		case elf.PT_LOAD:
			f.loads = append(f.loads, segment)
		case elf.PT_DYNAMIC:
			dynamic = &segment
		}
	}
	if dynamic == nil {
		return nil
	}
	return f.table(*dynamic)
}

func (f *elfFile) segment(offset uint64) (elf.Prog64, error) {
	var wide elf.Prog64
	if f.class == elf.ELFCLASS64 {
		return wide, f.structure(offset, &wide)
	}
	var narrow elf.Prog32
	err := f.structure(offset, &narrow)
	wide = elf.Prog64{Type: narrow.Type, Off: uint64(narrow.Off), Vaddr: uint64(narrow.Vaddr), Filesz: uint64(narrow.Filesz)}
	return wide, err
}

// table reads the dynamic table. If a tag other than DT_NEEDED is repeated, the last one counts.
func (f *elfFile) table(segment elf.Prog64) error {
	f.dynamic = map[elf.DynTag]uint64{}
	size := f.size(elf.Dyn64{}, elf.Dyn32{})
	for i := range min(segment.Filesz/size, maxCommands) {
		tag, value, err := f.dynamicEntry(segment.Off + i*size)
		if err != nil {
			return err
		}
		switch {
		case tag == elf.DT_NULL:
			return nil
		case tag == elf.DT_NEEDED && len(f.needed) < maxNeeded:
			f.needed = append(f.needed, value)
		case tag != elf.DT_NEEDED:
			f.dynamic[tag] = value
		}
	}
	return nil
}

func (f *elfFile) dynamicEntry(offset uint64) (elf.DynTag, uint64, error) {
	if f.class == elf.ELFCLASS64 {
		var wide elf.Dyn64
		err := f.structure(offset, &wide)
		return elf.DynTag(wide.Tag), wide.Val, err
	}
	var narrow elf.Dyn32
	err := f.structure(offset, &narrow)
	return elf.DynTag(narrow.Tag), uint64(narrow.Val), err
}

// shared reports whether dlopen would load the file: its type is that of a shared library, it has a dynamic table, and it is
// not a position-independent program.
func (f *elfFile) shared() bool {
	program := elf.DynFlag1(f.dynamic[elf.DT_FLAGS_1])&elf.DF_1_PIE != 0
	return f.kind == elf.ET_DYN && f.dynamic != nil && !program
}

func (f *elfFile) neededNames() []string {
	var names []string
	for _, offset := range f.needed {
		if name, ok := f.dynamicString(offset); ok {
			names = append(names, name)
		}
	}
	return names
}

// dynamicString reads a name from the dynamic string table.
func (f *elfFile) dynamicString(offset uint64) (string, bool) {
	start, ok := f.offset(f.dynamic[elf.DT_STRTAB])
	if !ok || offset >= f.dynamic[elf.DT_STRSZ] {
		return "", false
	}
	return f.text(start + offset)
}

// exports looks up a symbol in the hash table, as the dynamic linker does.
func (f *elfFile) exports(name string) Tristate {
	if table, ok := f.offset(f.dynamic[elf.DT_GNU_HASH]); ok {
		return f.gnuLookup(table, name)
	}
	if table, ok := f.offset(f.dynamic[elf.DT_HASH]); ok {
		return f.sysvLookup(table, name)
	}
	return Unknown
}

func (f *elfFile) gnuLookup(table uint64, name string) Tristate {
	var head struct{ Buckets, First, Bloom, Shift uint32 }
	if f.structure(table, &head) != nil || head.Buckets == 0 {
		return Unknown
	}
	word := f.size(uint64(0), uint32(0))
	buckets := table + 16 + word*uint64(head.Bloom)
	hash := gnuHash(name)
	index, err := f.word(buckets, hash%head.Buckets)
	if err != nil {
		return Unknown
	}
	if index < head.First {
		return No
	}
	chains := buckets + 4*uint64(head.Buckets)
	for range maxChain {
		link, err := f.word(chains, index-head.First)
		if err != nil {
			return Unknown
		}
		if link|1 == hash|1 && f.defines(index, name) {
			return Yes
		}
		if link&1 == 1 {
			return No
		}
		index++
	}
	return Unknown
}

func gnuHash(name string) uint32 {
	hash := uint32(5381)
	for i := range len(name) {
		hash = hash*33 + uint32(name[i])
	}
	return hash
}

func (f *elfFile) sysvLookup(table uint64, name string) Tristate {
	buckets, err := f.word(table, 0)
	if err != nil || buckets == 0 {
		return Unknown
	}
	index, err := f.word(table+8, sysvHash(name)%buckets)
	chains := table + 8 + 4*uint64(buckets)
	for range maxChain {
		if err != nil {
			return Unknown
		}
		if index == 0 {
			return No
		}
		if f.defines(index, name) {
			return Yes
		}
		index, err = f.word(chains, index)
	}
	return Unknown
}

func sysvHash(name string) uint32 {
	var hash uint32
	for i := range len(name) {
		hash = hash<<4 + uint32(name[i])
		high := hash & 0xF0000000
		hash = (hash ^ high>>24) &^ high
	}
	return hash
}

// defines reports whether the symbol at the index has the name and dlsym would find it.
func (f *elfFile) defines(index uint32, name string) bool {
	symbols, ok := f.offset(f.dynamic[elf.DT_SYMTAB])
	if !ok {
		return false
	}
	var s elf.Sym64
	at := symbols + uint64(index)*f.size(elf.Sym64{}, elf.Sym32{})
	if f.class == elf.ELFCLASS64 {
		if f.structure(at, &s) != nil {
			return false
		}
	} else {
		var narrow elf.Sym32
		if f.structure(at, &narrow) != nil {
			return false
		}
		s = elf.Sym64{Name: narrow.Name, Info: narrow.Info, Other: narrow.Other, Shndx: narrow.Shndx}
	}
	found, ok := f.dynamicString(uint64(s.Name))
	if !ok || found != name || elf.SectionIndex(s.Shndx) == elf.SHN_UNDEF {
		return false
	}
	hidden := elf.ST_VISIBILITY(s.Other) == elf.STV_HIDDEN || elf.ST_VISIBILITY(s.Other) == elf.STV_INTERNAL
	return elf.ST_BIND(s.Info) != elf.STB_LOCAL && !hidden
}

// offset returns the offset in the file of an address in memory. It returns false if the file does not contain the address.
func (f *elfFile) offset(address uint64) (uint64, bool) {
	if address == 0 {
		return 0, false
	}
	for _, load := range f.loads {
		if load.Vaddr <= address && address-load.Vaddr < load.Filesz {
			return load.Off + (address - load.Vaddr), true
		}
	}
	return 0, false
}

// size returns the size of the 64-bit or the 32-bit structure, whichever the file uses.
func (f *elfFile) size(wide, narrow any) uint64 {
	if f.class == elf.ELFCLASS64 {
		return uint64(binary.Size(wide))
	}
	return uint64(binary.Size(narrow))
}

// word reads the word at an index of a table of 32-bit words.
func (f *elfFile) word(table uint64, index uint32) (uint32, error) {
	var word uint32
	err := f.structure(table+4*uint64(index), &word)
	return word, err
}

// The flags of 32-bit ARM that tell the floating-point convention.
const armHardFloat, armSoftFloat = 0x400, 0x200

// arch returns the architecture word of rule L6, or debug/elf's name of the machine if there is no such word.
func (f *elfFile) arch() string {
	wide := f.class == elf.ELFCLASS64
	little := f.order == binary.LittleEndian
	switch {
	case f.machine == elf.EM_X86_64 && wide:
		return "x86_64"
	case f.machine == elf.EM_X86_64:
		return "x32"
	case f.machine == elf.EM_ARM && f.flags&armHardFloat != 0:
		return "armv7a-vfp"
	case f.machine == elf.EM_ARM && f.flags&armSoftFloat != 0:
		return "armv5te"
	case f.machine == elf.EM_ARM:
		return AnyARM
	case f.machine == elf.EM_MIPS && wide:
		return "mips64"
	case f.machine == elf.EM_PPC64 && little:
		return "ppc64el"
	}
	if word, ok := narrowMachines[f.machine]; ok && !wide {
		return word
	}
	if word, ok := wideMachines[f.machine]; ok && wide {
		return word
	}
	return f.machine.String()
}

var narrowMachines = map[elf.Machine]string{
	elf.EM_386:    "i686",
	elf.EM_68K:    "m68k",
	elf.EM_MIPS:   "mips",
	elf.EM_PARISC: "hppa",
}

var wideMachines = map[elf.Machine]string{
	elf.EM_AARCH64:   "aarch64",
	elf.EM_ALPHA:     "alpha",
	elf.EM_IA_64:     "ia64",
	elf.EM_LOONGARCH: "loongarch64",
	elf.EM_PPC64:     "ppc64",
	elf.EM_RISCV:     "riscv64",
	elf.EM_S390:      "s390x",
	elf.EM_SPARCV9:   "sparc64",
}
