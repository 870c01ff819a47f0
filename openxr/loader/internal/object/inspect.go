// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"io"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// question is what was asked of a file. The architecture matters only to files with libraries of several.
type question struct{ native, symbol, arch string }

type answer struct {
	header Header
	err    error
	ofArch bool
}

// Inspect reads the header of a file of a tree as [Read] does. It asks the same of the same file once, if the tree has a memory.
func Inspect(e tree.Entry, symbol, arch string) (Header, error) {
	look := func() answer { return inspect(e, symbol, arch) }
	known := tree.Once(e.Memory, question{e.Native, symbol, ""}, look)
	if known.ofArch {
		known = tree.Once(e.Memory, question{e.Native, symbol, arch}, look)
	}
	return known.header, known.err
}

func inspect(e tree.Entry, symbol, arch string) answer {
	file, err := e.Open()
	if err != nil {
		return answer{err: err}
	}
	defer file.Close()
	var start [startSize]byte
	n, _ := file.ReadAt(start[:], 0) // Read says why it fails
	header, err := Read(io.NewSectionReader(file, 0, e.Info.Size()), symbol, arch)
	return answer{header, err, n == startSize && isMachO(start[:])}
}
