// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package testdata

import (
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed native/byvalue.c
var byValueSource []byte

// ByValue compiles the commands that take floating-point numbers and structures by
// value, and returns the library's path. It skips or fails as [Library] does.
func ByValue(t testing.TB) string {
	t.Helper()
	return compile(t, "byvalue", byValueSource)
}

// compile makes lib<name>.so in a folder that the test owns.
func compile(t testing.TB, name string, text []byte, options ...string) string {
	t.Helper()
	folder := t.TempDir()
	source, library := filepath.Join(folder, name+".c"), filepath.Join(folder, "lib"+name+".so")
	if err := os.WriteFile(source, text, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-Wno-unused", source, "-o", library, "-lpthread"}
	args = append(args, options...)
	if output, err := exec.Command(Compiler(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("compile %s.c: %v\n%s", name, err, output)
	}
	return library
}

// Compiler returns the path of a C compiler. It skips or fails as [Library] does.
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
