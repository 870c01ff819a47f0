// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/rules"
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

// Compare returns -1, 0 or 1: whether a version is older than another, the same, or newer.
func (v Version) Compare(other Version) int { return slices.Compare(v[:], other[:]) }

// Change is something that the Khronos loader does differently since a version.
type Change struct {
	Since Version
	// Text says in one sentence what the loader does since then.
	Text string
	// Source says where that can be seen: the file and the releases between which it changed.
	Source string
	// Decides reports whether what this package answers depends on the change.
	Decides bool
}

// Changes returns the changes that this package knows, the oldest first. Every release from 1.0.20 to [Newest] was read for
// them, and those that decide are all that it found; of later ones the release notes were. What changed before 1.0.20 is not known.
func Changes() []Change { return slices.Clone(changes) }

// The indices of changes.
const (
	changeArchitectureFile = iota
	changeEveryManifest
	changeDebugUtils
	changeLibraryUnchecked
	changeRegistryPath
	changeInitialization
	changeImplementationVersion
	changeUnsigned
	changeWidth
)

var changes = []Change{
	changeArchitectureFile: {Version{1, 0, 29}, "In each directory, active_runtime.<arch>.json is tried before active_runtime.json.",
		rules.ManifestFile + " and " + rules.PlatformUtils + ", 1.0.28.2 to 1.0.29", true},
	changeEveryManifest: {Version{1, 0, 30}, "Every explicit manifest of a requested name is a layer, and an implicit layer counts as found even if there is no explicit one.",
		"src/loader/api_layer_interface.cpp, 1.0.29 to 1.0.30", true},
	changeDebugUtils: {Version{1, 0, 30}, "The loader's own XR_EXT_debug_utils has revision 5 instead of 4.",
		"XR_EXT_debug_utils_SPEC_VERSION in openxr.h, 1.0.29 to 1.0.30", true},
	changeLibraryUnchecked: {Version{1, 0, 34}, "A runtime's manifest is accepted without looking whether its library exists.",
		rules.ManifestFile + ", 1.0.33 to 1.0.34", true},
	changeRegistryPath: {Version{1, 1, 36}, `The value ActiveRuntime in Windows' registry is one path, and not several with ";" between them.`,
		rules.ManifestFile + ", 1.0.34 to 1.1.36", false},
	changeInitialization: {Version{1, 1, 50}, "A program may call xrInitializeLoaderKHR outside Android too, and set properties that replace environment variables.",
		"src/loader/loader_properties.cpp, 1.1.49 to 1.1.50", false},
	changeImplementationVersion: {Version{1, 1, 59, 1}, "An API layer whose implementation_version is no number is left out.",
		rules.ManifestFile + ", 1.1.59 to 1.1.59.1", true},
	changeUnsigned: {Version{1, 1, 60}, "An API layer's implementation_version and the extension_version of its extensions are read as unsigned numbers.",
		rules.ManifestFile + ", 1.1.59.1 to 1.1.60", true},
	changeWidth: {Version{1, 1, 65}, "An API layer's version numbers are read alike where a long has 32 bits, as on Windows, and where it has 64.",
		"release notes of 1.1.65", true},
}

// ReadsArchitectureFiles reports whether the host's loader looks for active_runtime.<arch>.json.
func (h Host) ReadsArchitectureFiles() bool { return h.follows(changeArchitectureFile) }

// follows reports whether the host's loader has a change.
func (h Host) follows(change int) bool {
	return cmp.Or(h.Loader, Newest).Compare(changes[change].Since) >= 0
}
