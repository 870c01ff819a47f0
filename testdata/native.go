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

//go:embed native/byvalue.c
var byValueSource []byte

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
	return compile(t, "test_runtime", runtimeSource, macros)
}

// ByValue compiles the commands that take floating-point numbers and structures by
// value, and returns the library's path. It skips or fails as [Runtime] does.
func ByValue(t testing.TB) string {
	t.Helper()
	return compile(t, "byvalue", byValueSource, nil)
}

// compile makes lib<name>.so in a folder that the test owns.
func compile(t testing.TB, name string, text []byte, macros []string, options ...string) string {
	t.Helper()
	folder := t.TempDir()
	source, library := filepath.Join(folder, name+".c"), filepath.Join(folder, "lib"+name+".so")
	if err := os.WriteFile(source, text, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-Wno-unused", source, "-o", library, "-lpthread"}
	args = append(args, options...)
	for _, macro := range macros {
		args = append(args, "-D"+macro)
	}
	if output, err := exec.Command(Compiler(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("compile %s.c: %v\n%s", name, err, output)
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

// Compiler returns the path of a C compiler. It skips or fails as [Runtime] does.
func Compiler(t testing.TB) string {
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
	t.Skip("no C compiler: install gcc to run the tests with C")
	return ""
}
