// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import "io"

// A header is a few hundred small structures in a few places of the file.
const (
	blockSize = 4 << 10
	maxBlocks = 64
)

// blocks reads a file in whole blocks and keeps them, since a call of the system for each structure costs more than reading it.
type blocks struct {
	file io.ReaderAt
	kept map[int64][]byte
}

func inBlocks(file io.ReaderAt) *blocks { return &blocks{file: file, kept: map[int64][]byte{}} }

// ReadAt implements io.ReaderAt.
func (b *blocks) ReadAt(p []byte, offset int64) (int, error) {
	total := 0
	for total < len(p) {
		at := offset + int64(total)
		block, err := b.block(at / blockSize)
		rest := block[min(at%blockSize, int64(len(block))):]
		total += copy(p[total:], rest)
		if total < len(p) && err != nil {
			return total, err
		}
	}
	return total, nil
}

// block returns a block. The error says why it is shorter than others: io.EOF if the file ends in it.
func (b *blocks) block(number int64) ([]byte, error) {
	block, ok := b.kept[number]
	if !ok {
		block = make([]byte, blockSize)
		n, err := b.file.ReadAt(block, number*blockSize)
		if block = block[:n]; n < blockSize && err != io.EOF {
			return block, err
		}
		if len(b.kept) >= maxBlocks {
			clear(b.kept)
		}
		b.kept[number] = block
	}
	if len(block) < blockSize {
		return block, io.EOF
	}
	return block, nil
}
