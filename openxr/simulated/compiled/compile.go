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

// ByValue compiles testdata/native/byvalue.c, the commands that take floating-point
// numbers and structures by value, and returns the library's path.
func ByValue(t testing.TB) string {
	t.Helper()
	return compile(t, "native/byvalue.c")
}

// Layer compiles testdata/hostile/layer.c, an API layer that behaves as a word of the file's first comment says, and returns
// the library's path.
func Layer(t testing.TB, behaviour string) string {
	t.Helper()
	return compile(t, "hostile/layer.c", "-DBEHAVIOUR="+behaviour)
}

// compile compiles a C file of the module's testdata directory into a shared library and
// returns the library's path. Options are added to the compiler's arguments.
func compile(t testing.TB, source string, options ...string) string {
	t.Helper()
	name := strings.TrimSuffix(filepath.Base(source), ".c")
	library := filepath.Join(t.TempDir(), "lib"+name+".so")
	args := []string{"-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-Wno-unused", filepath.Join(testdata(t), source), "-o", library, "-lpthread"}
	args = append(args, options...)
	if output, err := exec.Command(Compiler(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("compile testdata/%s: %v\n%s", source, err, output)
	}
	return library
}

// Compiler returns the path of a C compiler: $CC, or the first of cc, gcc and clang that
// is installed.
func Compiler(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CC"), "cc", "gcc", "clang"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("XRPROBE_LAB") == "require" {
		t.Fatal("XRPROBE_LAB=require, but there is no C compiler: install gcc, or set CC")
	}
	t.Skip("left out: there is no C compiler; install gcc, or set CC")
	return ""
}

// testdata returns the module's testdata directory. A test runs in its package's
// directory, so the search goes from there upwards.
func testdata(t testing.TB) string {
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
			t.Fatalf("neither %s nor a directory above it has testdata/hostile/runtime.c", start)
		}
	}
}
