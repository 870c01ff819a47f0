// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"io"
)

// maxVersions bounds how many symbol versions of one file are read. The C library of GNU defines about fifty.
const maxVersions = 4096

// Dynamic is what an ELF library tells the dynamic linker.
type Dynamic struct {
	// Arch is the architecture word of manifest names, or debug/elf's name of the machine.
	Arch string
	// Soname is the name that the library has for those that need it, or "".
	Soname string
	// Needed are the libraries that it needs, in its order.
	Needed []string
	// RPath and RunPath are lists of directories, separated by colons, or "".
	RPath, RunPath string
	// NoDefaults reports whether the linker is not to search its default directories for the library's needs.
	NoDefaults bool
	// Requires are the symbol versions without which the linker refuses the library.
	Requires []Version
	// Defines are the names of the symbol versions that the library itself has. Versioned reports whether they are all
	// there: the library has a table of them, and it could be read.
	Defines   []string
	Versioned bool
}

// Version is a symbol version that another library has to define.
type Version struct {
	// Library is one of the needed libraries.
	Library string
	// Name is such as "GLIBCXX_3.4.32".
	Name string
}

// ReadDynamic reads what an ELF library tells the dynamic linker.
func ReadDynamic(file io.ReaderAt) (Dynamic, error) {
	f := &elfFile{source: source{file: file, order: binary.LittleEndian}}
	var magic [4]byte
	if err := f.structure(0, &magic); err != nil || string(magic[:]) != elf.ELFMAG {
		return Dynamic{}, errors.Join(ErrNotObject, err)
	}
	header, err := f.header()
	if err != nil {
		return Dynamic{}, err
	}
	if err := f.segments(header); err != nil {
		return Dynamic{}, err
	}
	d := Dynamic{Arch: f.arch(), Needed: f.neededNames(), Requires: f.versionNeeds()}
	d.Soname = f.dynamicText(elf.DT_SONAME)
	d.RPath, d.RunPath = f.dynamicText(elf.DT_RPATH), f.dynamicText(elf.DT_RUNPATH)
	d.NoDefaults = elf.DynFlag1(f.dynamic[elf.DT_FLAGS_1])&elf.DF_1_NODEFLIB != 0
	d.Defines, d.Versioned = f.versionDefinitions()
	return d, nil
}

// dynamicText returns the name to which an entry of the dynamic table leads, or "".
func (f *elfFile) dynamicText(tag elf.DynTag) string {
	offset, ok := f.dynamic[tag]
	if !ok {
		return ""
	}
	text, _ := f.dynamicString(offset)
	return text
}

// weakVersion is the flag of a symbol version that the linker can do without.
const weakVersion = 2

// versionNeeds reads the table DT_VERNEED: a chain of libraries, each with a chain of versions.
func (f *elfFile) versionNeeds() []Version {
	at, ok := f.offset(f.dynamic[elf.DT_VERNEED])
	if !ok {
		return nil
	}
	var versions []Version
	for range min(f.dynamic[elf.DT_VERNEEDNUM], maxNeeded) {
		var need struct {
			Version, Count  uint16
			File, Aux, Next uint32
		}
		if f.structure(at, &need) != nil {
			return versions
		}
		library, _ := f.dynamicString(uint64(need.File))
		versions = f.versionsOf(versions, library, at+uint64(need.Aux), need.Count)
		if need.Next == 0 {
			return versions
		}
		at += uint64(need.Next)
	}
	return versions
}

func (f *elfFile) versionsOf(versions []Version, library string, at uint64, count uint16) []Version {
	for range count {
		var version struct {
			Hash         uint32
			Flags, Other uint16
			Name, Next   uint32
		}
		if len(versions) == maxVersions || f.structure(at, &version) != nil {
			return versions
		}
		name, ok := f.dynamicString(uint64(version.Name))
		if ok && library != "" && version.Flags&weakVersion == 0 {
			versions = append(versions, Version{Library: library, Name: name})
		}
		if version.Next == 0 {
			return versions
		}
		at += uint64(version.Next)
	}
	return versions
}

// versionDefinitions reads the table DT_VERDEF, and reports whether all of it could be read.
func (f *elfFile) versionDefinitions() ([]string, bool) {
	at, ok := f.offset(f.dynamic[elf.DT_VERDEF])
	if !ok {
		return nil, false
	}
	var names []string
	for range min(f.dynamic[elf.DT_VERDEFNUM], maxVersions) {
		var definition struct {
			Version, Flags, Index, Count uint16
			Hash, Aux, Next              uint32
		}
		var first struct{ Name, Next uint32 }
		if f.structure(at, &definition) != nil || f.structure(at+uint64(definition.Aux), &first) != nil {
			return names, false
		}
		name, ok := f.dynamicString(uint64(first.Name))
		if !ok {
			return names, false
		}
		names = append(names, name)
		if definition.Next == 0 {
			return names, true
		}
		at += uint64(definition.Next)
	}
	return names, f.dynamic[elf.DT_VERDEFNUM] <= maxVersions
}
