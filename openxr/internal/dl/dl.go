// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package dl

import (
	"errors"
	"fmt"
	"strings"
)

// ErrUnsupported matches every error on platforms where this build cannot call foreign code.
var ErrUnsupported = errors.New("loading native libraries is not supported on this platform")

// ErrNotFound matches a [*SymbolError].
var ErrNotFound = errors.New("symbol not found")

// OpenError reports a library that could not be opened, with the error text of the system.
type OpenError struct {
	Path string
	Text string
}

func (e *OpenError) Error() string { return fmt.Sprintf("open library %q: %s", e.Path, e.Text) }

// SymbolError reports that a library exports no symbol of this name. It matches [ErrNotFound].
type SymbolError struct {
	Library string
	Symbol  string
	Text    string
}

func (e *SymbolError) Error() string {
	return fmt.Sprintf("library %q exports no symbol %q: %s", e.Library, e.Symbol, e.Text)
}

// Is reports whether target is [ErrNotFound].
func (e *SymbolError) Is(target error) bool { return target == ErrNotFound }

// Library is an open native library.
type Library struct {
	path   string
	handle uintptr
}

// Open opens the library at path. The dynamic linker of the system searches for a path
// without a separator. The error is an [*OpenError], or wraps [ErrUnsupported].
func Open(path string) (Library, error) {
	if strings.IndexByte(path, 0) >= 0 {
		return Library{}, &OpenError{Path: path, Text: "the path contains a NUL byte"}
	}
	handle, err := open(path)
	if err != nil {
		return Library{}, err
	}
	return Library{path: path, handle: handle}, nil
}

// Lookup returns the address of an exported symbol. The error is a [*SymbolError],
// or wraps [ErrUnsupported].
func (l Library) Lookup(symbol string) (uintptr, error) {
	if symbol == "" || strings.IndexByte(symbol, 0) >= 0 {
		return 0, &SymbolError{Library: l.path, Symbol: symbol, Text: "not a symbol's name"}
	}
	address, text, err := lookup(l.handle, symbol)
	if err != nil {
		return 0, err
	}
	if address == 0 {
		return 0, &SymbolError{Library: l.path, Symbol: symbol, Text: text}
	}
	return address, nil
}
