// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/stub"
)

// passwd are the users of a machine that does not name its own.
const passwd = "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n"

// Lay makes the files of the machine below a directory that is empty.
func (e Example) Lay(root string) error {
	files := map[string]string{}
	if e.words("machine")["os"] != "windows" {
		files["/etc/passwd"], files["/home/ann"] = passwd, "@directory"
	}
	for name, text := range e.parts {
		if strings.HasPrefix(name, "/") {
			files[name] = text
		}
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := put(filepath.Join(root, filepath.FromSlash(name)), files[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return e.chmod(root)
}

// chmod gives files their modes. Directories come last, so that a closed one does not keep others from being changed.
func (e Example) chmod(root string) error {
	modes := e.words("modes")
	names := make([]string, 0, len(modes))
	for name := range modes {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(b, a) })
	for _, name := range names {
		bits, err := strconv.ParseUint(modes[name], 8, 32)
		if err != nil {
			return err
		}
		mode := os.FileMode(bits & 0o777)
		if bits&0o1000 != 0 {
			mode |= os.ModeSticky
		}
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			return err
		}
	}
	return nil
}

// put makes one file.
func put(file, text string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	words := strings.Fields(text)
	if !strings.HasPrefix(text, "@") || len(words) == 0 {
		return write(file, []byte(text))
	}
	switch words[0] {
	case "@link":
		return os.Symlink(strings.TrimSpace(strings.TrimPrefix(text, "@link")), file)
	case "@socket":
		return socket(file)
	case "@directory":
		return os.MkdirAll(file, 0o755)
	case "@environ":
		return write(file, []byte(strings.Join(words[1:], "\x00")+"\x00"))
	case "@mach-o":
		return write(file, machO)
	case "@spaces":
		count, err := strconv.Atoi(words[1])
		if err != nil {
			return err
		}
		return write(file, []byte(strings.Repeat(" ", count)))
	case "@dll":
		return write(file, dll(words[1:]))
	case "@library":
		return write(file, library(words[1:]))
	}
	return fmt.Errorf("nothing is known of %s", words[0])
}

// write makes a file with the usual mode, whatever this process' mask is.
func write(file string, data []byte) error {
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return err
	}
	return os.Chmod(file, 0o644)
}

// machO is the header of a library for macOS, for 64-bit processors of Intel.
var machO = []byte{0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1, 3, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

// library makes the library that words describe.
func library(words []string) []byte {
	l, keep := stub.Library{Arch: "x86_64"}, -1
	needs := false
	for _, word := range words {
		switch {
		case word == "needs":
			needs = true
		case needs:
			l.Needed = append(l.Needed, word)
		case word == "program":
			l.Program = true
		case word == "empty":
			l.Empty = true
		case word == "damaged":
			keep = 40 // less than its header
		default:
			l.Arch = word
		}
	}
	if keep >= 0 {
		return l.Bytes()[:keep]
	}
	return l.Bytes()
}

// dll makes the library for Windows that words describe. It exports the functions of runtimes and of API layers.
func dll(words []string) []byte {
	return stub.DLL{
		Narrow: slices.Contains(words, "i686"), Signed: slices.Contains(words, "signed"),
		Exports: []string{loader.NegotiateFunction, loader.NegotiateLayerFunction},
	}.Bytes()
}
