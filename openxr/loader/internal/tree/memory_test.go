// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree_test

import (
	"io/fs"
	"os"
	"path/filepath"
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

	search.Memory = nil
	_, err = search.Find("/x.json")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = search.Find("/y.json")
	require.NoError(t, err)
}
