// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/object"
)

// Loader is a file that contains the Khronos loader.
type Loader struct {
	// Path is the file, as programs name it.
	Path string
	// Versions are the versions that it may have.
	Versions Range
	// Err says why the version is not known; nil if it is.
	Err error
}

// names are the names by which programs load the loader: that of its ABI, and that without a version.
func names(h loader.Host) []loader.Manifest {
	switch h.System() {
	case "linux":
		return []loader.Manifest{{Library: "libopenxr_loader.so.1", Bare: true}, {Library: "libopenxr_loader.so", Bare: true}}
	case "darwin":
		return []loader.Manifest{{Library: "/usr/local/lib/libopenxr_loader.dylib"}}
	}
	return nil // on Windows every program brings its own
}

// Architectures returns the architectures for which a loader may be installed, as manifests' names have them, in order.
func Architectures() []string { return slices.Sorted(maps.Keys(object.Multiarch())) }

// Find returns the loader that programs of the host's architecture would load, and whether one is known. It does not read the
// dynamic linker's cache.
func Find(h loader.Host) (Loader, bool) {
	for _, name := range names(h) {
		binary := h.InspectLibrary(name)
		if binary.Found == loader.Yes && binary.ArchMatches == loader.Yes && binary.Shared == loader.Yes {
			return At(h, binary.Path), true
		}
	}
	return Loader{}, false
}

// At reads a file of the host: a loader, or a program that contains one.
func At(h loader.Host, path string) Loader {
	found := Loader{Path: h.Absolute(path)}
	file, err := h.Open(found.Path)
	if err != nil {
		found.Err = err
		return found
	}
	defer file.Close()
	exports := h.InspectLibrary(loader.Manifest{Library: found.Path, Functions: map[string]string{loader.NegotiateFunction: "xrCreateInstance"}})
	reading := reading{file.Name(), baseName(h.FileAt(found.Path).Canonical), exports.Shared == loader.Yes && exports.Negotiates == loader.Yes}
	told := loader.Remember(h, reading, func() Loader {
		versions, err := Version(file, reading.name, reading.library)
		return Loader{Versions: versions, Err: err}
	})
	found.Versions, found.Err = told.Versions, told.Err
	return found
}

// reading is what the version of a file is read from: all of the file, which is long, and what is known of it.
type reading struct {
	native, name string
	library      bool
}

// Follow returns the host with the rules of the loader that is installed there. If its version is not known exactly, or is
// newer than any whose rules are known, the rules stay the newest ones. A host whose version is given stays as it is.
func Follow(h loader.Host) loader.Host {
	if h.Loader != (loader.Version{}) {
		return h
	}
	found, ok := Find(h)
	if !ok {
		return h
	}
	h.LoaderFile = found.Path
	if version, exact := found.Versions.Exact(); exact && found.Err == nil && version.Compare(loader.Newest) < 0 {
		h.Loader = version
	}
	return h
}

// FollowFile returns the host with the rules of the loader in a file. The error says what was looked for.
func FollowFile(h loader.Host, path string) (loader.Host, error) {
	found := At(h, path)
	var refused *fs.PathError
	if errors.As(found.Err, &refused) {
		return h, fmt.Errorf("%s cannot be read: %w", path, refused.Err)
	}
	if found.Err != nil {
		return h, fmt.Errorf("%s: %w", path, found.Err)
	}
	version, ok := found.Versions.Rules()
	if !ok {
		return h, fmt.Errorf("%s: its name, its version resource and its texts tell only that the loader is %s, and these versions have different rules", path, found.Versions)
	}
	if version.Compare(loader.Newest) > 0 {
		version = loader.Newest
	}
	h.Loader, h.LoaderFile = version, found.Path
	return h, nil
}
