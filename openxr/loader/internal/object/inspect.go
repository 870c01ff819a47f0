// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"io"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// question is what was asked of a file.
type question struct{ native, symbol, arch string }

type answer struct {
	header Header
	err    error
}

// Inspect reads the header of a file of a tree as [Read] does. It asks the same of the same file once, if the tree has a memory.
func Inspect(e tree.Entry, symbol, arch string) (Header, error) {
	known := tree.Once(e.Memory, question{e.Native, symbol, arch}, func() answer {
		header, err := inspect(e, symbol, arch)
		return answer{header, err}
	})
	return known.header, known.err
}

func inspect(e tree.Entry, symbol, arch string) (Header, error) {
	file, err := e.Open()
	if err != nil {
		return Header{}, err
	}
	defer file.Close()
	return Read(io.NewSectionReader(file, 0, e.Info.Size()), symbol, arch)
}
