// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package loader_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

func TestHost_StatStaysInTheRoot(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "a/b"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(root, "a/b/file"), []byte("content"), 0o600))
	require.NoError(t, os.Symlink("/a/b/file", filepath.Join(root, "link")))
	require.NoError(t, os.Symlink("gone", filepath.Join(root, "dangling")))
	require.NoError(t, os.Symlink("loop", filepath.Join(root, "loop")))
	host := loader.Host{Root: root}
	require.Equal(t, loader.FileInfo{State: loader.StateFound, Canonical: "/a/b/file", Target: "/a/b/file", Mode: 0o600}, host.FileAt("/link"))
	require.Equal(t, loader.FileInfo{State: loader.StateFound, Canonical: "/a/b/file", Mode: 0o600}, host.FileAt("/a/b/file"))
	require.Equal(t, loader.FileInfo{State: loader.StateDangling, Target: "gone"}, host.FileAt("/dangling"))
	require.Equal(t, loader.StateLoop, host.FileAt("/loop").State)
	require.Equal(t, loader.StateMissing, host.FileAt("/a/b/file/x").State)
	require.True(t, host.FileAt("/a/b").Mode.IsDir())
}

func TestHost_ReadFileReadsRegularFilesOnly(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "file"), []byte("content"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(root, "large"), make([]byte, 1<<20+1), 0o600))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "pipe"), 0o600))
	host := loader.Host{Root: root}
	data, err := host.ReadFile("/file")
	require.NoError(t, err)
	require.Equal(t, "content", string(data))
	_, err = host.ReadFile("/pipe")
	require.ErrorContains(t, err, "it is not a regular file")
	_, err = host.ReadFile("/large")
	require.ErrorContains(t, err, "more than 1 MiB")
	require.NoError(t, os.Truncate(filepath.Join(root, "large"), 1<<20))
	data, err = host.ReadFile("/large")
	require.NoError(t, err)
	require.Len(t, data, 1<<20)
	_, err = host.ReadFile("/missing")
	require.ErrorIs(t, err, os.ErrNotExist)
	names, err := host.ReadDir("/")
	require.NoError(t, err)
	require.Equal(t, []string{"file", "large", "pipe"}, names)
}

func TestHost_PlainLeadsToTheSameFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "a/b/c"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(root, "file"), nil, 0o600))
	require.NoError(t, os.Symlink("a/b/c", filepath.Join(root, "link")))
	host := loader.Host{GOOS: "linux", Root: root}
	for path, want := range map[string]string{
		"/a/b/../x":         "/a/x",
		"/link/../x":        "/a/b/x",
		"/link/x":           "/link/x",
		"//a/./b//":         "/a/b",
		"/../../x":          "/x",
		"/a/..":             "/",
		"/a/b/gone/../../x": "/a/b/gone/../../x",
		"/file/../x":        "/file/../x",
		"name":              "name",
		"":                  "",
	} {
		require.Equal(t, want, host.Plain(path), path)
	}
	host.GOOS = "windows"
	require.Equal(t, "/a/../x", host.Plain("/a/../x"))
}

func TestHost_OpenStaysInTheRoot(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "file"), []byte("content"), 0o600))
	require.NoError(t, os.Symlink("/file", filepath.Join(root, "link")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "pipe"), 0o600))
	host := loader.Host{Root: root, Dir: "/project"}
	file, err := host.Open("/link")
	require.NoError(t, err)
	defer file.Close()
	data := make([]byte, 7)
	_, err = file.Read(data)
	require.NoError(t, err)
	require.Equal(t, "content", string(data))
	_, err = host.Open("/pipe")
	require.ErrorContains(t, err, "it is not a regular file")
	_, err = host.Open("/gone")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.Equal(t, "/project/x", host.Absolute("x"))
}

func TestHost_SameFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, name := range []string{"a", "copy"} {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte("x"), 0o600))
	}
	require.NoError(t, os.Symlink("/a", filepath.Join(root, "link")))
	require.NoError(t, os.Link(filepath.Join(root, "a"), filepath.Join(root, "hard")))
	host := loader.Host{GOOS: "linux", Root: root}
	for other, want := range map[string]bool{"/a": true, "/link": true, "/hard": true, "/../a": true, "/copy": false, "/gone": false} {
		require.Equal(t, want, host.SameFile("/a", other), other)
		require.Equal(t, want, host.SameFile(other, "/a"), other)
	}
	require.False(t, host.SameFile("/gone", "/gone"))
}
