// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// windowsTree lays files, which hold their own paths, and links.
func windowsTree(t *testing.T, files []string, links map[string]string) tree.Tree {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need privileges on Windows, and its own file systems ignore case")
	}
	root := t.TempDir()
	for _, file := range files {
		require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(file)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(root, file), []byte(file), 0o600))
	}
	for link, target := range links {
		require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(link)), 0o755))
		require.NoError(t, os.Symlink(target, filepath.Join(root, link)))
	}
	return tree.Tree{Root: tree.Root(root), Windows: true}
}

func TestTree_PathsOfWindows(t *testing.T) {
	t.Parallel()
	shown := windowsTree(t, []string{"C/Program Files/X/a.json", "C/Program Files/X/A.JSON", "C/x.json", "d/y.json", "C/in/Real/b.json", "outside.json"},
		map[string]string{"C/link": "in/Real", "C/up": "../../../outside.json", "C/gone": "nothing", "C/loop": "LOOP", "C/abs": "/d/y.json"})
	for path, want := range map[string]struct{ content, canonical string }{
		`C:\Program Files\X\a.json`:           {"C/Program Files/X/a.json", `C:\Program Files\X\a.json`},
		`c:/program files/x/A.JSON`:           {"C/Program Files/X/A.JSON", `C:\Program Files\X\A.JSON`},
		`C:\PROGRAM FILES\X\A.json`:           {"C/Program Files/X/A.JSON", `C:\Program Files\X\A.JSON`}, // of two that fit, the first by name
		`\\?\C:\Program Files\X\a.json`:       {"C/Program Files/X/a.json", `C:\Program Files\X\a.json`},
		`C:\Program Files\.\gone\..\X\a.json`: {"C/Program Files/X/a.json", `C:\Program Files\X\a.json`},
		`C:\..\..\X.json`:                     {"C/x.json", `C:\x.json`},
		`D:\Y.json`:                           {"d/y.json", `D:\y.json`},
		`C:\LINK\b.json`:                      {"C/in/Real/b.json", `C:\link\b.json`},
		`C:\link\..\x.json`:                   {"C/x.json", `C:\x.json`},
		`C:\up`:                               {"outside.json", `C:\up`}, // up leads no further than the root
		`C:\abs`:                              {"d/y.json", `C:\abs`},
	} {
		found, err := shown.Find(path)
		require.NoError(t, err, path)
		content, err := found.Read(100)
		require.NoError(t, err, path)
		require.Equal(t, want.content, string(content), path)
		require.Equal(t, want.canonical, found.Canonical, path)
	}
	for path, want := range map[string]error{
		`C:\gone`: tree.ErrDangling, `C:\loop`: tree.ErrLoop, `\\server\share\x.json`: tree.ErrNetwork, `//server/share/x.json`: tree.ErrNetwork, `\\?\UNC\server\x.json`: fs.ErrNotExist,
		`E:\x.json`: fs.ErrNotExist, `C:x.json`: fs.ErrNotExist, `\x.json`: fs.ErrNotExist, `x.json`: fs.ErrNotExist, ``: fs.ErrNotExist, `C:\x.json:stream`: fs.ErrNotExist,
		`C:\x.json\more`: fs.ErrNotExist, `/C/x.json`: fs.ErrNotExist, `1:\x.json`: fs.ErrNotExist,
	} {
		_, err := shown.Find(path)
		require.ErrorIs(t, err, want, path)
	}
	root, err := shown.Find(`c:\`)
	require.NoError(t, err)
	require.Equal(t, `C:\`, root.Canonical)
	names, err := root.List(`C:\`)
	require.NoError(t, err)
	require.Contains(t, names, "x.json")
	require.Nil(t, shown.Trail(`C:\x.json`))
}

// Each way in which a root may have the drive C:.
func TestTree_DrivesOfWindows(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		files []string
		links map[string]string
		want  string
	}{
		"a directory C":                {files: []string{"C/x", "c/x", "drive_c/x"}, want: "C/x"},
		"a directory c":                {files: []string{"c/x", "drive_c/x"}, want: "c/x"},
		"a prefix of Wine":             {files: []string{"drive_c/x"}, want: "drive_c/x"},
		"a link of Wine":               {files: []string{"disk/x", "drive_c/x"}, links: map[string]string{"dosdevices/c:": "../disk"}, want: "disk/x"},
		"a link of Wine to nothing":    {files: []string{"drive_c/x"}, links: map[string]string{"dosdevices/c:": "../disk"}, want: "drive_c/x"},
		"a file is no drive":           {files: []string{"C", "drive_c/x"}, want: "drive_c/x"},
		"the root is the drive itself": {files: []string{"windows/y", "x"}, want: "x"},
		"the root is no drive":         {files: []string{"x"}},
	} {
		shown := windowsTree(t, row.files, row.links)
		found, err := shown.Find(`C:\X`)
		if row.want == "" {
			require.ErrorIs(t, err, fs.ErrNotExist, name)
			continue
		}
		require.NoError(t, err, name)
		content, err := found.Read(100)
		require.NoError(t, err, name)
		require.Equal(t, row.want, string(content), name)
	}
}
