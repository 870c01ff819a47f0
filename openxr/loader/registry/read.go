// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package registry

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Bounds: of a file, and Windows' own of keys and values.
const (
	MaxFile  = 16 << 20
	maxDepth = 512   // levels of a key
	maxKey   = 255   // characters of a key's own name
	maxName  = 16383 // characters of a value's name
)

// ErrFile matches a [*FileError].
var ErrFile = errors.New("the file is no export of the registry that can be read")

// FileError says what is wrong with a file. It matches [ErrFile].
type FileError struct {
	File string
	// Line counts from 1.
	Line int
	// Text says in one sentence what is wrong, and Fix what to do.
	Text, Fix string
}

// Error returns the file, the line, what is wrong, and the fix.
func (e *FileError) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s", e.File, e.Line, e.Text, e.Fix)
}

// Is reports whether target is [ErrFile].
func (e *FileError) Is(target error) bool { return target == ErrFile }

// The first lines of files: Windows 2000 and later, and Windows 98.
const (
	headerWide = "Windows Registry Editor Version 5.00"
	headerANSI = "REGEDIT4"
)

const exportAgain = "export it again: reg export HKLM\\SOFTWARE\\Khronos FILE.reg /reg:64"

// Read adds what a file holds to the registry, as an import of the file would. The error is a [*FileError] about the first
// fault; the registry then holds what precedes it, and is not to be used.
func (r *Registry) Read(file string, data []byte) error {
	if len(data) > MaxFile {
		return &FileError{file, 1, fmt.Sprintf("it has more than %d MiB", MaxFile>>20), "export only a part: reg export HKLM\\SOFTWARE\\Khronos FILE.reg /reg:64"}
	}
	p := parser{into: r, file: file}
	if err := p.decode(data); err != nil {
		return err
	}
	return p.all()
}

// parser reads the lines of one file.
type parser struct {
	into  *Registry
	file  string
	lines []string
	// next is the index of the line that is read next.
	next int
	// ansi says that strings in hexadecimal are in bytes.
	ansi bool
	// key is the key whose values follow; deleted says that it was deleted.
	key     string
	deleted bool
}

func (p *parser) fail(text, fix string) *FileError { return p.failAt(p.next, text, fix) }

func (p *parser) failAt(line int, text, fix string) *FileError {
	return &FileError{File: p.file, Line: max(line, 1), Text: text, Fix: fix}
}

// decode turns the bytes of a file into lines, and checks the header.
func (p *parser) decode(data []byte) error {
	text := string(data)
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		text = wide(data[2:])
	case len(data) > 1 && data[1] == 0:
		text = wide(data)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return p.fail("it is UTF-16 with the high byte first", "save it as UTF-16 LE, as Windows' registry editor does")
	}
	p.lines = strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	header := strings.TrimSpace(p.lines[0])
	p.next = 1
	p.ansi = header == headerANSI
	switch {
	case strings.HasPrefix(header, "WINE REGISTRY"):
		return p.fail("it is Wine's own file of the registry, and no export", "export the key in that prefix: wine reg export HKLM\\SOFTWARE\\Khronos FILE.reg")
	case header != headerWide && !p.ansi:
		return p.fail(fmt.Sprintf("the first line is not %q", headerWide), exportAgain)
	}
	return nil
}

// wide decodes UTF-16 with the low byte first.
func wide(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// all reads every line after the header.
func (p *parser) all() error {
	for p.next < len(p.lines) {
		line := strings.TrimSpace(p.lines[p.next])
		p.next++
		var err *FileError
		switch {
		case line == "", strings.HasPrefix(line, ";"):
			continue
		case !utf8.ValidString(line) && p.ansi:
			err = p.fail("it has letters of a code page that the file does not name", "export it as \""+headerWide+"\", which is UTF-16")
		case !utf8.ValidString(line):
			err = p.fail("it is neither UTF-16 nor UTF-8", exportAgain)
		case strings.HasPrefix(line, "["):
			err = p.section(line)
		default:
			err = p.value(line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// section reads a line that names a key: [KEY], or [-KEY], which deletes it.
func (p *parser) section(line string) *FileError {
	end := strings.LastIndex(line, "]")
	if at := strings.LastIndex(line, "] ;"); at >= 0 {
		end = at
	}
	if end < 0 {
		return p.fail("the name of the key has no end", `write it as [HKEY_LOCAL_MACHINE\KEY]`)
	}
	if !isComment(line[end+1:]) {
		return p.fail(fmt.Sprintf("%q follows the key", strings.TrimSpace(line[end+1:])), "give it a line of its own")
	}
	p.key, p.deleted = strings.CutPrefix(line[1:end], "-")
	if err := p.checkKey(p.key); err != nil {
		return err
	}
	if p.deleted {
		p.into.remove(p.key)
		return nil
	}
	p.into.create(p.key)
	return nil
}

// checkKey says what is wrong with a key's name.
func (p *parser) checkKey(key string) *FileError {
	root, _, _ := strings.Cut(key, `\`)
	parts := strings.Split(fold(key), `\`)
	switch {
	case !slices.Contains(roots, parts[0]):
		return p.fail(fmt.Sprintf("there is no root key %q", root), "use HKEY_LOCAL_MACHINE or HKEY_CURRENT_USER")
	case len(parts) > maxDepth:
		return p.fail(fmt.Sprintf("the key has more than %d levels", maxDepth), "use fewer")
	}
	for _, part := range parts[1:] {
		if part == "" {
			return p.fail("the key has an empty name between two backslashes", "write one backslash: a key's backslashes are not doubled")
		}
		if utf8.RuneCountInString(part) > maxKey {
			return p.fail(fmt.Sprintf("the name of the key has more than %d characters", maxKey), "shorten it")
		}
	}
	return nil
}

// isComment reports whether nothing that counts is in the rest of a line.
func isComment(rest string) bool {
	rest = strings.TrimSpace(rest)
	return rest == "" || strings.HasPrefix(rest, ";")
}
