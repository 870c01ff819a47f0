// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package testdata

import (
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed runtimes/runtime.c
var runtimeSource []byte

// Runtime compiles the C runtime with the given macros ("AT_LOAD", "INTERFACE=2")
// and returns the path of a manifest beside it, in a folder that the test owns. A
// machine without a C compiler skips the test, or fails it where XRPROBE_LAB is
// "require".
func Runtime(t testing.TB, macros ...string) string {
	t.Helper()
	return Manifest(t, Library(t, macros...))
}

// Library compiles the C runtime as [Runtime] does, and returns the library's path.
func Library(t testing.TB, macros ...string) string {
	t.Helper()
	folder := t.TempDir()
	source, library := filepath.Join(folder, "runtime.c"), filepath.Join(folder, "libtest_runtime.so")
	if err := os.WriteFile(source, runtimeSource, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-Wno-unused", "-fvisibility=hidden", source, "-o", library, "-lpthread"}
	for _, macro := range macros {
		args = append(args, "-D"+macro)
	}
	if output, err := exec.Command(compiler(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("compile the test runtime: %v\n%s", err, output)
	}
	return library
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

func compiler(t testing.TB) string {
	t.Helper()
	names := []string{os.Getenv("CC"), "cc", "gcc", "clang"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("XRPROBE_LAB") == "require" {
		t.Fatal("XRPROBE_LAB=require, and there is no C compiler")
	}
	t.Skip("no C compiler: install gcc to run the tests with hostile runtimes")
	return ""
}
