// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build ((linux && !android) || darwin) && (amd64 || arm64)

package dl

import (
	"os"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"
)

// Limits for reading memory that foreign code may have changed.
const (
	maxVariables = 4096
	maxVariable  = 256 << 10
)

// Environment returns the environment of the C library, or Go's copy if the process has no
// C library.
func Environment() []string {
	address, err := purego.Dlsym(purego.RTLD_DEFAULT, "environ")
	if err != nil || address == 0 {
		return os.Environ()
	}
	first := **(***unsafe.Pointer)(unsafe.Pointer(&address))
	if first == nil {
		return nil
	}
	var all []string
	for _, variable := range unsafe.Slice(first, maxVariables) {
		if variable == nil {
			break
		}
		all = append(all, foreignString((*byte)(variable)))
	}
	return all
}

// foreignString copies a string from C's memory.
func foreignString(first *byte) string {
	var b strings.Builder
	for i := range maxVariable {
		c := *(*byte)(unsafe.Add(unsafe.Pointer(first), i))
		if c == 0 {
			break
		}
		b.WriteByte(c)
	}
	return b.String()
}
