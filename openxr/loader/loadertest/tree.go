// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loadertest

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Lay makes files below a root. The tree maps each path, with slashes, to what is there: a [Library], or a text. A text that
// begins with "-> " is a symbolic link, and a path that ends with a slash is an empty directory. On Windows the test is
// skipped if the user may not make links.
func Lay[Content any](t testing.TB, root string, tree map[string]Content) {
	t.Helper()
	for name, content := range tree {
		path := filepath.Join(root, name)
		directory := filepath.Dir(path)
		if strings.HasSuffix(name, "/") {
			directory = path
		}
		must(t, os.MkdirAll(directory, 0o755))
		if directory != path {
			put(t, path, content)
		}
	}
}

// put makes one file or symbolic link.
func put(t testing.TB, path string, content any) {
	t.Helper()
	switch content := content.(type) {
	case Library:
		must(t, os.WriteFile(path, content.Bytes(), 0o644))
	case string:
		target, link := strings.CutPrefix(content, "-> ")
		if !link {
			must(t, os.WriteFile(path, []byte(content), 0o644))
			return
		}
		err := os.Symlink(target, path)
		if err != nil && runtime.GOOS == "windows" {
			t.Skip("this user may not make symbolic links: ", err)
		}
		must(t, err)
	default:
		t.Fatalf("%s: a tree holds libraries and texts, not %T", path, content)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
