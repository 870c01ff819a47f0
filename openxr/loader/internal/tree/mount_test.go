// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// mounted is a tree whose mounts show two directories of a root, and hide a part of one.
func mounted(t *testing.T) tree.Tree {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need privileges on Windows")
	}
	root := t.TempDir()
	for _, file := range []string{"usr/share/x.json", "home/ann/a/x.json", "home/ann/hidden/x.json", "runtime/lib/x.so", "runtime/lib/mount/native"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(file)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(root, file), []byte(file), 0o600))
	}
	for link, target := range map[string]string{"home/ann/out": "/usr/share/x.json", "home/ann/in": "/home/ann/a/x.json", "home/ann/up": "../../../usr/lib/x.so"} {
		require.NoError(t, os.Symlink(target, filepath.Join(root, link)))
	}
	return tree.Tree{Root: tree.Root(root), Mounts: []tree.Mount{
		{At: "/usr", From: "/runtime"}, {At: "/home/ann", From: "/home/ann"}, {At: "/home/ann/hidden"}, {At: "/usr/lib/mount/more", From: "/usr/share"},
		{At: "/lib", Link: "usr/lib"}, {At: "/tmp"}, {At: "/run/host/usr", From: "/usr"}, {At: "/run/x.json", From: "/usr/share/x.json"},
		{At: "/home/ann/a/made/deep", From: "/usr/share"},
	}}
}

func TestTree_ShowsWhatMountsShow(t *testing.T) {
	t.Parallel()
	shown := mounted(t)
	for path, want := range map[string]string{
		"/usr/lib/x.so": "runtime/lib/x.so", "/lib/x.so": "runtime/lib/x.so", "/home/ann/a/x.json": "home/ann/a/x.json", "/run/host/usr/share/x.json": "usr/share/x.json",
		"/run/x.json": "usr/share/x.json", "/home/ann/in": "home/ann/a/x.json", "/home/ann/up": "runtime/lib/x.so", "/usr/lib/mount/more/x.json": "usr/share/x.json",
		"/usr/lib/mount/native": "runtime/lib/mount/native", "/lib/../home/ann/a/x.json": "", "/home/ann/a/made/deep/x.json": "usr/share/x.json",
		"/usr/share/x.json": "", "/home/ann/hidden/x.json": "", "/home/ann/out": "", "/runtime/lib/x.so": "", "/home/bob": "", "/run/x.json/more": "", "relative": "",
	} {
		found, err := shown.Find(path)
		if want == "" {
			require.ErrorIs(t, err, fs.ErrNotExist, path)
			continue
		}
		require.NoError(t, err, path)
		content, err := found.Read(100)
		require.NoError(t, err, path)
		require.Equal(t, want, string(content), path)
	}
	_, err := shown.Find("/home/ann/out")
	require.ErrorIs(t, err, tree.ErrDangling, "the link leads to what is not shown")
}

func TestTree_ListsWhatMountsMake(t *testing.T) {
	t.Parallel()
	shown := mounted(t)
	for path, want := range map[string][]string{
		"/": {"home", "lib", "run", "tmp", "usr"}, "/home": {"ann"}, "/home/ann": {"a", "hidden", "in", "out", "up"}, "/home/ann/hidden": nil, "/tmp": nil,
		"/usr": {"lib"}, "/usr/lib": {"mount", "x.so"}, "/usr/lib/mount": {"more", "native"}, "/run": {"host", "x.json"}, "/lib": {"mount", "x.so"}, "/home/ann/a": {"made", "x.json"},
	} {
		found, err := shown.Find(path)
		require.NoError(t, err, path)
		require.True(t, found.Info.IsDir(), path)
		got, err := found.List(path)
		require.NoError(t, err, path)
		slices.Sort(got)
		require.Equal(t, want, got, path)
	}
}

// What a program watches are files of this machine.
func TestTree_TrailIsOfThisMachine(t *testing.T) {
	t.Parallel()
	shown := mounted(t)
	var got []string
	for _, at := range shown.Trail("/lib/x.so") {
		relative, err := filepath.Rel(string(shown.Root), at)
		require.NoError(t, err)
		got = append(got, filepath.ToSlash(relative))
	}
	require.Equal(t, []string{"runtime", "runtime/lib", "runtime/lib/x.so"}, got)
}
