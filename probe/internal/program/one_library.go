// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// CodeLibraryShared is the code of a layer whose library is that of an enabled layer before it.
const CodeLibraryShared = "library_shared"

// findShared looks for two enabled layers of one library (rule Y16). The loader does not see it, and nothing says that a library
// which is told of two neighbours survives it. Two copies of a library are fine.
func (l *Layers) findShared() {
	load := l.ToLoad()
	for i, second := range load {
		for _, first := range load[:i] {
			if !l.isOne(first, second) {
				continue
			}
			l.codes[second.Path] = CodeLibraryShared
			l.observed = &stop{because: l.sharing(first, second), fix: l.keepOne(first, second), maybe: true}
			return
		}
	}
}

// isOne reports whether the linker takes the libraries of two layers for one.
func (l *Layers) isOne(first, second loader.Layer) bool {
	one, two := l.libraries[first.Path], l.libraries[second.Path]
	return one != "" && two != "" && l.host.SameFile(one, two) || first.Bare && second.Bare && first.Library == second.Library
}

func (l *Layers) sharing(first, second loader.Layer) string {
	const why = "is one library for two layers that are on, which the Khronos loader does not check. It may end every OpenXR program"
	if first.Path == second.Path {
		return fmt.Sprintf("The API layer %s is found twice, because its directory is searched twice: its %s %s", first.Name, l.library(first), why)
	}
	return fmt.Sprintf("The API layers %s (%s) and %s (%s) have the same library: %s %s", first.Name, first.Path, second.Name, second.Path, l.library(second), why)
}

// keepOne is the fix. Turning off a layer whose name another manifest has too would turn off both.
func (l *Layers) keepOne(first, second loader.Layer) string {
	switch {
	case first.Path == second.Path:
		return "Name each directory once in XR_API_LAYER_PATH, XDG_DATA_DIRS and XDG_CONFIG_DIRS."
	case first.Name == second.Name:
		return "Remove one of the two manifests."
	}
	return l.turnOff(second)
}
