// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// counted counts the reads of a file, and fails from an offset on.
type counted struct {
	*bytes.Reader
	reads  int
	broken int64
}

var errBroken = errors.New("the disk is broken")

func (c *counted) ReadAt(p []byte, offset int64) (int, error) {
	c.reads++
	if offset >= c.broken {
		return 0, errBroken
	}
	return c.Reader.ReadAt(p, offset)
}

// A file reads the same in blocks.
func TestBlocks_ReadAsTheFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data := bytes.Repeat([]byte("a library's header. "), rapid.IntRange(0, 3*blockSize/20).Draw(t, "size"))
		file := inBlocks(bytes.NewReader(data))
		for range rapid.IntRange(1, 20).Draw(t, "reads") {
			offset := rapid.Int64Range(0, int64(len(data))+10).Draw(t, "offset")
			want, got := make([]byte, rapid.IntRange(1, 2*blockSize).Draw(t, "length")), make([]byte, 2*blockSize)
			got = got[:len(want)]
			wantN, wantErr := bytes.NewReader(data).ReadAt(want, offset)
			gotN, gotErr := file.ReadAt(got, offset)
			require.Equal(t, wantN, gotN)
			require.Equal(t, wantErr, gotErr)
			require.Equal(t, want, got)
		}
	})
}

func TestBlocks_ReadsABlockOnce(t *testing.T) {
	t.Parallel()
	file := &counted{Reader: bytes.NewReader(make([]byte, 2*blockSize+1)), broken: 3 * blockSize}
	read := inBlocks(file)
	for offset := range int64(2*blockSize + 1) {
		_, err := read.ReadAt(make([]byte, 1), offset)
		require.NoError(t, err)
	}
	require.Equal(t, 3, file.reads)
	for number := range int64(10 * maxBlocks) {
		_, _ = read.block(number)
		require.LessOrEqual(t, len(read.kept), maxBlocks)
	}
}

// The reason why a part of a file cannot be read is told each time.
func TestBlocks_TellWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	read := inBlocks(&counted{Reader: bytes.NewReader(make([]byte, 4*blockSize)), broken: blockSize})
	for range 2 {
		n, err := read.ReadAt(make([]byte, 100), blockSize-10)
		require.Equal(t, 10, n)
		require.ErrorIs(t, err, errBroken)
	}
	_, err := read.ReadAt(make([]byte, 1), 0)
	require.NoError(t, err)
	_, err = read.ReadAt(make([]byte, 1), 5*blockSize)
	require.ErrorIs(t, err, errBroken)
	require.NotErrorIs(t, err, io.EOF)
}
