// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package stub_test

import (
	"bytes"
	"debug/pe"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/stub"
)

// Go's own reader and ours agree about the libraries.
func TestDLL_IsALibrary(t *testing.T) {
	t.Parallel()
	for arch, d := range map[string]stub.DLL{
		"x86_64": {Exports: []string{"first", loader.NegotiateFunction}, Signed: true},
		"i686":   {Exports: []string{loader.NegotiateFunction}, Narrow: true},
	} {
		root := t.TempDir()
		require.NoError(t, os.MkdirAll(filepath.Join(root, "C"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(root, "C", "x.dll"), d.Bytes(), 0o600))
		binary := loader.Host{GOOS: "windows", Arch: arch, Root: root}.InspectLibrary(loader.Manifest{Library: `C:\x.dll`})
		require.Nil(t, binary.Problem)
		require.Equal(t, arch, binary.Arch)
		require.Equal(t, loader.Yes, binary.Negotiates)

		file, err := pe.NewFile(bytes.NewReader(d.Bytes()))
		require.NoError(t, err)
		require.NotZero(t, file.Characteristics&pe.IMAGE_FILE_DLL)
		require.Len(t, file.Sections, 1)
	}
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "C"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, "C", "x.dll"), stub.DLL{}.Bytes(), 0o600))
	require.Equal(t, loader.CodeLibraryNoNegotiate, loader.Host{GOOS: "windows", Arch: "x86_64", Root: root}.InspectLibrary(loader.Manifest{Library: `C:\x.dll`}).Problem.Code)
}
