// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object

import (
	"slices"
	"strings"
)

// systemLibraries are the libraries of C and C++, by the prefixes of their names.
var systemLibraries = []string{"libc.", "libm.", "libdl.", "libpthread.", "librt.", "ld-linux", "libgcc_s.", "libstdc++."}

// NeedsOnlySystem reports whether a library needs no library that might export the negotiate function. Dynamic linkers,
// except that of Windows, look up a symbol in the needed libraries too.
func NeedsOnlySystem(needed []string) bool {
	for _, library := range needed {
		if !slices.ContainsFunc(systemLibraries, func(prefix string) bool { return strings.HasPrefix(library, prefix) }) {
			return false
		}
	}
	return true
}
