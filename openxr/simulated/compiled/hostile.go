// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package compiled

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// hostile holds the compiled runtime. It is compiled once in a process: the behaviour
// depends only on the name of the file that the bytes are written to.
var hostile struct {
	sync.Mutex
	library []byte
}

// Runtime compiles a runtime as [Library] does, writes a manifest for it, and returns the
// manifest's path.
func Runtime(t testing.TB, words ...string) string {
	t.Helper()
	return Manifest(t, Library(t, words...))
}

// Library compiles a runtime that misbehaves as the words say, and returns the library's
// path. A word is a behaviour, with a value or a stage if it needs one: "segv@create",
// "interface=2"; testdata/hostile/runtime.c lists them. Without words the runtime behaves
// well. Every call returns a new file.
func Library(t testing.TB, words ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lib"+HostileName(words...)+".so")
	if err := os.WriteFile(path, hostileLibrary(t), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// HostileName returns the name by which a runtime knows how to misbehave, such as
// "hang@create+noisy@system". It has neither the prefix "lib" nor an extension.
func HostileName(words ...string) string {
	if len(words) == 0 {
		return "test_runtime"
	}
	return strings.Join(words, "+")
}

func hostileLibrary(t testing.TB) []byte {
	t.Helper()
	hostile.Lock()
	defer hostile.Unlock()
	if hostile.library != nil {
		return hostile.library
	}
	content, err := os.ReadFile(compile(t, "hostile/runtime.c"))
	if err != nil {
		t.Fatal(err)
	}
	hostile.library = content
	return content
}

// Manifest writes a runtime manifest for a library and returns the manifest's path. It
// does not check that the library exists.
func Manifest(t testing.TB, library string) string {
	t.Helper()
	content, err := json.Marshal(map[string]any{
		"file_format_version": "1.0.0",
		"runtime":             map[string]string{"name": "Test runtime", "library_path": library},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test_runtime.json")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
