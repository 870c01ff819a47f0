// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package compiled

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ByValue compiles the commands that take floating-point numbers and structures by
// value, and returns the library's path. It skips or fails as [Library] does.
func ByValue(t testing.TB) string {
	t.Helper()
	return compile(t, "native/byvalue.c")
}

// compile compiles a C file of the module's testdata into a shared library in a
// directory that the test owns, and returns the library's path.
func compile(t testing.TB, source string, options ...string) string {
	t.Helper()
	name := strings.TrimSuffix(filepath.Base(source), ".c")
	library := filepath.Join(t.TempDir(), "lib"+name+".so")
	args := []string{"-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-Wno-unused", filepath.Join(fixtures(t), source), "-o", library, "-lpthread"}
	args = append(args, options...)
	if output, err := exec.Command(Compiler(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("compile %s: %v\n%s", source, err, output)
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

// fixtures returns the module's testdata directory. Tests run in their package's
// directory, so it is beside one of the directories above.
func fixtures(t testing.TB) string {
	t.Helper()
	start, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		candidate := filepath.Join(dir, "testdata")
		if _, err := os.Stat(filepath.Join(candidate, "hostile", "runtime.c")); err == nil {
			return candidate
		}
		if dir == filepath.Dir(dir) {
			t.Fatalf("no testdata/hostile/runtime.c in %s or a directory above it", start)
		}
	}
}
