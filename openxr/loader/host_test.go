// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// files maps paths to contents. A path that ends with "/" is a directory. A content that begins with "-> " makes the path a
// symbolic link to what follows.
type files map[string]string

// env holds environment variables.
type env map[string]string

func (e env) lookup(name string) (string, bool) {
	value, set := e[name]
	return value, set
}

// makeTree creates the files in a temporary directory and returns the directory.
func makeTree(t testing.TB, tree files) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range tree {
		path := filepath.Join(root, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(path, 0o755))
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		target, link := strings.CutPrefix(content, "-> ")
		if !link {
			require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
			continue
		}
		err := os.Symlink(target, path)
		if err != nil && runtime.GOOS == "windows" {
			t.Skip("this user may not make symbolic links: ", err)
		}
		require.NoError(t, err)
	}
	return root
}

// linux returns a Linux host for x86_64 with the tree and the environment.
func linux(t testing.TB, tree files, environment env) loader.Host {
	t.Helper()
	return loader.Host{
		GOOS:      "linux",
		Arch:      "x86_64",
		Root:      makeTree(t, tree),
		LookupEnv: environment.lookup,
		Secure:    func() bool { return false },
	}
}

// manifest returns the text of a manifest with this library_path.
func manifest(library string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"library_path": "` + library + `"}}`
}
