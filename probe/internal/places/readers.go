// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// AnyArch stands for every architecture in a list of readers.
const AnyArch = "any architecture"

// ArchOf returns the architecture whose programs alone read a file, as its name or its key of Windows' registry tells, or "".
func ArchOf(file, source string) string {
	name := path.Base(file)
	word := strings.TrimSuffix(strings.TrimPrefix(name, "active_runtime."), ".json")
	switch {
	case name == "active_runtime."+word+".json" && slices.Contains(architectures, word):
		return word
	case strings.Contains(source, `\WOW6432Node\`):
		return "i686"
	}
	return ""
}

// Readers returns the architectures whose programs alone read a runtime's manifests, or nil if programs of the host's own may. A plain
// choice that is hidden from them is one of any architecture: old loaders read it.
func (c Choices) Readers(files []report.ManifestFile) []string {
	var readers []string
	for _, file := range files {
		if c.byArch[c.arch] == file.Path {
			return nil
		}
		word := ArchOf(file.Path, file.Source)
		switch {
		case word == c.arch:
			return nil
		case word != "":
			readers = append(readers, word)
		case file.Source == InConfiguration && len(c.byArch) > 0:
			readers = append(readers, AnyArch)
		}
	}
	return readers
}
