// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrVersion is returned for a text that is no version of the Khronos loader.
var ErrVersion = errors.New("a version of the Khronos loader is three or four numbers, such as 1.1.61")

// Version is a version of the Khronos loader: three numbers, and a fourth in few releases. The zero value stands for the newest
// version whose rules this package knows, [Newest].
type Version [4]int

// Newest is the newest version of the Khronos loader whose rules this package knows.
var Newest = Version{1, 1, 61}

// ParseVersion reads a version such as "1.0.20" or "1.1.59.1". The error matches [ErrVersion].
func ParseVersion(text string) (Version, error) {
	var v Version
	numbers := strings.Split(text, ".")
	if len(numbers) < 3 || len(numbers) > len(v) {
		return Version{}, fmt.Errorf("%q: %w", text, ErrVersion)
	}
	for i, number := range numbers {
		n, err := strconv.ParseUint(number, 10, 16)
		if err != nil {
			return Version{}, fmt.Errorf("%q: %w", text, ErrVersion)
		}
		v[i] = int(n)
	}
	return v, nil
}

// String returns the version as its release is called.
func (v Version) String() string {
	text := fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2])
	if v[3] != 0 {
		text += fmt.Sprintf(".%d", v[3])
	}
	return text
}

// Change is something that the Khronos loader does differently since a version.
type Change struct {
	Since Version
	// Text says in one sentence what the loader does since then.
	Text string
	// Source says where that can be seen.
	Source string
}

// Changes returns the changes that this package knows, the oldest first.
func Changes() []Change { return slices.Clone(changes) }

// The indices of changes.
const (
	changeArchitectureFile = iota
	changeLibraryUnchecked
	changeEveryManifest
	changeImplementationVersion
	changeExtensionVersion
)

var changes = []Change{
	changeArchitectureFile: {Version{1, 0, 29}, "In each directory, active_runtime.<arch>.json is tried before active_runtime.json.", manifestFile},
	changeLibraryUnchecked: {Version{1, 0, 34}, "A runtime's manifest is accepted without looking whether its library exists.", manifestFile},
	changeEveryManifest: {Version{1, 1, 47}, "Every explicit manifest of a requested name is a layer, and an implicit layer counts as found even if there is no explicit one.",
		"observed: 1.0.20 takes the first manifest of a name only, and does not look at implicit layers where there is no explicit one; the releases between were not run"},
	changeImplementationVersion: {Version{1, 1, 59, 1}, "An API layer whose implementation_version is no number is left out.", manifestFile},
	changeExtensionVersion:      {Version{1, 1, 60}, "The extension_version of an API layer is read as an unsigned number.", manifestFile},
}

// follows reports whether the host's loader has a change.
func (h Host) follows(change int) bool {
	version := h.Loader
	if version == (Version{}) {
		version = Newest
	}
	return slices.Compare(version[:], changes[change].Since[:]) >= 0
}
