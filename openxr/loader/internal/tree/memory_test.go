// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// TestMemory_LooksOnce checks that a search with a memory sees one machine, and that nothing outlives the memory.
func TestMemory_LooksOnce(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	file := filepath.Join(root, "x.json")
	require.NoError(t, os.WriteFile(file, []byte("{}"), 0o600))
	search := tree.Tree{Root: tree.Root(root), Memory: tree.NewMemory()}
	before, err := search.Find("/x.json")
	require.NoError(t, err)
	_, err = search.Find("/y.json")
	require.ErrorIs(t, err, fs.ErrNotExist)

	require.NoError(t, os.Rename(file, filepath.Join(root, "y.json")))
	again, err := search.Find("/x.json")
	require.NoError(t, err)
	require.Equal(t, before, again)
	_, err = search.Find("/y.json")
	require.ErrorIs(t, err, fs.ErrNotExist)

	other := tree.Tree{Root: tree.Root(t.TempDir()), Memory: search.Memory}
	_, err = other.Find("/x.json")
	require.ErrorIs(t, err, fs.ErrNotExist, "another root has other files")

	search.Memory = nil
	_, err = search.Find("/x.json")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = search.Find("/y.json")
	require.NoError(t, err)
}

// What was read is not read again, and who changes it changes his own copy.
func TestMemory_ReadsAndListsOnce(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(name, content string) {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(content), 0o600))
	}
	write("x.json", "before")
	search := tree.Tree{Root: tree.Root(root), Memory: tree.NewMemory()}
	read := func() string {
		found, err := search.Find("/x.json")
		require.NoError(t, err)
		content, err := found.Read(100)
		require.NoError(t, err)
		text := string(content)
		clear(content)
		return text
	}
	list := func() []string {
		found, err := search.Find("/")
		require.NoError(t, err)
		names, err := found.List("/")
		require.NoError(t, err)
		slices.Sort(names)
		known := slices.Clone(names)
		clear(names)
		return known
	}
	require.Equal(t, "before", read())
	require.Equal(t, []string{"x.json"}, list())
	write("x.json", "after")
	write("y.json", "")
	require.Equal(t, "before", read())
	require.Equal(t, []string{"x.json"}, list())
	search.Memory = nil
	require.Equal(t, "after", read())
	require.Equal(t, []string{"x.json", "y.json"}, list())
}

// Keys of two types are two keys, and goroutines share what one of them saw.
func TestOnce_RemembersByTypeAndKey(t *testing.T) {
	t.Parallel()
	type other string
	memory := tree.NewMemory()
	require.Equal(t, 1, tree.Once(memory, "a", func() int { return 1 }))
	require.Equal(t, "two", tree.Once(memory, other("a"), func() string { return "two" }))
	require.Equal(t, 1, tree.Once(memory, "a", func() int { return 3 }))
	require.Equal(t, 3, tree.Once(nil, "a", func() int { return 3 }))

	answers := make(chan int, 8)
	for i := range cap(answers) {
		go func() { answers <- tree.Once(memory, "b", func() int { return i }) }()
	}
	first := <-answers
	for range cap(answers) - 1 {
		require.Equal(t, first, <-answers)
	}
}
