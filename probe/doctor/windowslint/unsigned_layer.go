// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"debug/pe"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// unsignedLayer reads whether a library carries a signature. Whether one is valid, or trusted, is not looked at.
var unsignedLayer = lint.Linter{
	ID:       "unsigned_layer",
	Explain:  "The library of an API layer carries no signature, so programs that guard against cheating may refuse it.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		var problems []report.Problem
		for _, layer := range m.loaded(ctx) {
			library := m.Host.Plain(layer.Library)
			if layer.Bare || m.Level == report.LevelManifest || !m.isUnsigned(library) {
				continue
			}
			problems = append(problems, problem("unsigned_layer", report.SeverityInfo,
				fmt.Sprintf("The library of the API layer %s, %s, carries no signature: programs that guard against cheating may refuse it.", layer.Name, library),
				"If a program refuses it, install a signed version of the layer, or turn it off.")...)
		}
		return problems
	}),
}

func (m machine) isUnsigned(library string) bool {
	file, err := m.Host.Open(library)
	if err != nil {
		return false
	}
	defer file.Close()
	size, known := certificates(file)
	return known && size == 0
}

// certificates returns the size of a PE file's table of certificates. The table is the fifth directory of the optional header, whose place
// depends on the width: https://learn.microsoft.com/windows/win32/debug/pe-format. debug/pe would read the whole file, and is not made
// for files that lie.
func certificates(file io.ReaderAt) (size uint32, known bool) {
	const (
		atHeader  = 0x3c
		signature = 0x4550 // PE
		narrow    = 0x10b
		wide      = 0x20b
	)
	read := func(at int64, into any) bool {
		return binary.Read(io.NewSectionReader(file, at, int64(binary.Size(into))), binary.LittleEndian, into) == nil
	}
	var at, mark uint32
	var header pe.FileHeader
	var magic uint16
	if !read(atHeader, &at) || !read(int64(at), &mark) || mark != signature || !read(int64(at)+4, &header) {
		return 0, false
	}
	optional := int64(at) + 4 + int64(binary.Size(header))
	if !read(optional, &magic) || magic != narrow && magic != wide {
		return 0, false
	}
	directories := optional + 96
	if magic == wide {
		directories = optional + 112
	}
	var count uint32
	if !read(directories-4, &count) || directories+8*int64(count) > optional+int64(header.SizeOfOptionalHeader) {
		return 0, false
	}
	if count <= pe.IMAGE_DIRECTORY_ENTRY_SECURITY {
		return 0, true
	}
	var table pe.DataDirectory
	if !read(directories+8*pe.IMAGE_DIRECTORY_ENTRY_SECURITY, &table) {
		return 0, false
	}
	return table.Size, true
}
