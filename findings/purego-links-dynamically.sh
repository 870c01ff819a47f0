#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
#
# purego calls C without cgo. With CGO_ENABLED=0 a Go program for Linux is otherwise one static file,
# which starts on every distribution. A program that imports purego is not, even if it never calls
# anything: on amd64 it names glibc's dynamic linker, and three of glibc's libraries. So it starts
# neither on musl nor in an empty container, and a command that loads a library only sometimes pays for
# the linker in each start.
#
# Seen with purego 0.11.3 and Go 1.26 for linux/amd64:
#
#   empty: no linker, no libraries
#   bound: /lib64/ld-linux-x86-64.so.2, libdl.so.2 libpthread.so.0 libc.so.6
#
# In the same run, the empty program took 168 page faults and the other 290. The script does not check
# these numbers.
#
# The script needs Go 1.25 or later. It writes to a temporary directory only, and fails if what is seen
# changes.

set -euo pipefail

dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod GOPATH=$dir/go GOOS=linux GOARCH=amd64 CGO_ENABLED=0

mkdir empty bound tell bin
printf 'module example.com/start\n\ngo 1.25\n' >go.mod
printf 'package main\n\nfunc main() {}\n' >empty/main.go
printf 'package main\n\nimport _ "github.com/ebitengine/purego"\n\nfunc main() {}\n' >bound/main.go
cat >tell/main.go <<'GO'
package main

import (
	"cmp"
	"debug/elf"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	for _, path := range os.Args[1:] {
		file, err := elf.Open(path)
		if err != nil {
			panic(err)
		}
		linker := "no linker"
		if section := file.Section(".interp"); section != nil {
			text, err := section.Data()
			if err != nil {
				panic(err)
			}
			linker = strings.TrimRight(string(text), "\x00")
		}
		libraries, err := file.ImportedLibraries()
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: %s, %s\n", filepath.Base(path), linker, cmp.Or(strings.Join(libraries, " "), "no libraries"))
	}
}
GO
go get github.com/ebitengine/purego@v0.11.3 2>go.log || { cat go.log >&2; exit 2; }
go build -o bin/ ./empty ./bound
env -u GOOS -u GOARCH go run ./tell bin/empty bin/bound >seen

diff - seen <<'SEEN' || { echo 'it changed' >&2; exit 1; }
empty: no linker, no libraries
bound: /lib64/ld-linux-x86-64.so.2, libdl.so.2 libpthread.so.0 libc.so.6
SEEN
cat seen
