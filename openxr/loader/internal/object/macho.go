// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"debug/macho"
	"encoding/binary"
	"fmt"
	"io"
)

// machoArchs maps the processors of macOS to the architecture words of rule L6.
var machoArchs = map[macho.Cpu]string{
	macho.Cpu386:   "i686",
	macho.CpuAmd64: "x86_64",
	macho.CpuArm64: "aarch64",
}

// maxFat bounds the number of architectures in a fat file. A Java class file begins with the same bytes, but has a version
// above this limit in place of the number.
const maxFat = 32

// namesLibrary reports whether a load command names a library: LC_LOAD_DYLIB, LC_LOAD_WEAK_DYLIB, LC_REEXPORT_DYLIB,
// LC_LAZY_LOAD_DYLIB and LC_LOAD_UPWARD_DYLIB do.
func namesLibrary(command macho.LoadCmd) bool {
	switch command {
	case 0xC, 0x80000018, 0x8000001F, 0x20, 0x80000023:
		return true
	}
	return false
}

// The bits of a symbol's type.
const (
	machoDebug    = 0xE0
	machoKind     = 0x0E
	machoExternal = 0x01
)

// isMachO reports whether a file that begins with these four bytes is a thin or fat Mach-O file.
func isMachO(start []byte) bool {
	big, little := binary.BigEndian.Uint32(start), binary.LittleEndian.Uint32(start)
	return big == macho.MagicFat || big&^1 == macho.Magic32&^1 || little&^1 == macho.Magic32&^1
}

func readMachO(file io.ReaderAt, symbol, arch string) (Header, error) {
	fat := source{file: file, order: binary.BigEndian}
	var head struct{ Magic, Count uint32 }
	if err := fat.structure(0, &head); err != nil || head.Magic != macho.MagicFat {
		return readThin(file, symbol)
	}
	if head.Count == 0 || head.Count > maxFat {
		return Header{}, ErrNotObject
	}
	archs := make([]macho.FatArchHeader, head.Count)
	if err := fat.structure(8, archs); err != nil {
		return Header{Format: MachO}, err
	}
	chosen := archs[0]
	for _, candidate := range archs {
		if machoArchs[candidate.Cpu] == arch {
			chosen = candidate
		}
	}
	return readThin(io.NewSectionReader(file, int64(chosen.Offset), int64(chosen.Size)), symbol)
}

// machoFile is a Mach-O file for one architecture.
//
// The reader is our own because debug/macho documents that it is not hardened against adversarial input: a malformed file
// may make it consume significant resources or panic (https://pkg.go.dev/debug/macho#hdr-Security).
type machoFile struct {
	source
	header  macho.FileHeader
	needed  []string
	symbols macho.SymtabCmd
}

func readThin(file io.ReaderAt, symbol string) (Header, error) {
	f := &machoFile{source: source{file: file, order: binary.LittleEndian}}
	o := Header{Format: MachO}
	if err := f.commands(); err != nil {
		return o, err
	}
	o.Arch = f.header.Cpu.String()
	if word, ok := machoArchs[f.header.Cpu]; ok {
		o.Arch = word
	}
	o.Shared = f.header.Type == macho.TypeDylib || f.header.Type == macho.TypeBundle
	o.Needed = f.needed
	if o.Shared {
		o.Exports = f.exports("_" + symbol)
	}
	return o, nil
}

func (f *machoFile) wide() bool { return f.header.Magic == macho.Magic64 }

// commands reads the header and the load commands that follow it.
func (f *machoFile) commands() error {
	var magic uint32
	if err := f.structure(0, &magic); err != nil {
		return err
	}
	if magic&^1 != macho.Magic32&^1 {
		f.order = binary.BigEndian
	}
	if err := f.structure(0, &f.header); err != nil {
		return err
	}
	if f.header.Magic&^1 != macho.Magic32&^1 || f.header.Ncmd > maxCommands {
		return fmt.Errorf("its load commands cannot be read: %w", ErrDamaged)
	}
	offset := uint64(28)
	if f.wide() {
		offset = 32
	}
	for range f.header.Ncmd {
		size, err := f.command(offset)
		if err != nil {
			return err
		}
		offset += size
	}
	return nil
}

// command reads one command and returns its size.
func (f *machoFile) command(offset uint64) (uint64, error) {
	var head struct {
		Command macho.LoadCmd
		Size    uint32
	}
	if err := f.structure(offset, &head); err != nil {
		return 0, err
	}
	if head.Size < 8 {
		return 0, fmt.Errorf("a load command is too short: %w", ErrDamaged)
	}
	switch {
	case head.Command == macho.LoadCmdSymtab:
		return uint64(head.Size), f.structure(offset, &f.symbols)
	case namesLibrary(head.Command):
		return uint64(head.Size), f.library(offset)
	}
	return uint64(head.Size), nil
}

func (f *machoFile) library(offset uint64) error {
	var command macho.DylibCmd
	if err := f.structure(offset, &command); err != nil {
		return err
	}
	if name, ok := f.text(offset + uint64(command.Name)); ok && len(f.needed) < maxNeeded {
		f.needed = append(f.needed, name)
	}
	return nil
}

// exports looks for a defined external symbol. A library without a symbol table may still export it through the export trie,
// which is not read; the result is then Unknown.
func (f *machoFile) exports(name string) Tristate {
	if f.symbols.Nsyms == 0 || f.symbols.Nsyms > maxSymbols {
		return Unknown
	}
	symbols, err := f.symbolTable()
	if err != nil {
		return Unknown
	}
	for _, symbol := range symbols {
		if symbol.Type&machoDebug != 0 || symbol.Type&machoKind == 0 || symbol.Type&machoExternal == 0 {
			continue
		}
		if found, ok := f.text(uint64(f.symbols.Stroff) + uint64(symbol.Name)); ok && found == name {
			return Yes
		}
	}
	return No
}

// symbolTable reads the symbols. It returns 32-bit symbols in the 64-bit structure, with only the name and the type.
func (f *machoFile) symbolTable() ([]macho.Nlist64, error) {
	symbols := make([]macho.Nlist64, f.symbols.Nsyms)
	if f.wide() {
		return symbols, f.structure(uint64(f.symbols.Symoff), symbols)
	}
	narrow := make([]macho.Nlist32, f.symbols.Nsyms)
	err := f.structure(uint64(f.symbols.Symoff), narrow)
	for i, symbol := range narrow {
		symbols[i].Name, symbols[i].Type = symbol.Name, symbol.Type
	}
	return symbols, err
}
