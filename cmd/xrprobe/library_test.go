// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// layLibrary writes a library without code: "library root/usr/lib/x.so arch=i686 needs=a.so,b.so
// requires=a.so:A_2 defines=X_1".
func layLibrary(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: library PATH [arch=WORD] [needs=NAMES] [requires=LIBRARY:VERSION] [defines=VERSIONS]")
	}
	var library loadertest.Library
	for _, arg := range args[1:] {
		key, value, _ := strings.Cut(arg, "=")
		switch key {
		case "arch":
			library.Arch = value
		case "needs":
			library.Needed = strings.Split(value, ",")
		case "requires":
			of, version, _ := strings.Cut(value, ":")
			library.Requires = append(library.Requires, loadertest.Version{Library: of, Name: version})
		case "defines":
			library.Defines = strings.Split(value, ",")
		default:
			ts.Fatalf("library: unknown key %q", key)
		}
	}
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, library.Bytes(), 0o644))
}
