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

// hostile is the compiled runtime. What it does is in its file's name, so one will do.
var hostile struct {
	sync.Mutex
	library []byte
}

// Runtime returns the path of a manifest for [Library], in a folder that the test owns.
func Runtime(t testing.TB, words ...string) string {
	t.Helper()
	return Manifest(t, Library(t, words...))
}

// Library returns the path of a runtime that does what the words say ("segv@create",
// "interface=2"; hostile/runtime.c lists them), and without any answers honestly. Each
// is a file of its own in a folder that the test owns. A machine without a C compiler
// skips the test, or fails it where XRPROBE_LAB is "require".
func Library(t testing.TB, words ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lib"+HostileName(words...)+".so")
	if err := os.WriteFile(path, hostileLibrary(t), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// HostileName is the name by which a runtime knows what to do, without its extension.
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

// Manifest writes a manifest for a library into a folder that the test owns, and
// returns its path.
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
