// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"strconv"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/builds"
)

// rightBuildAdvice is about a library for another architecture, where the right one lies beside it.
func rightBuildAdvice(_ context.Context, u unusableLibrary) (text, fix string) {
	if u.runtime.Cause.Code != loader.CodeLibraryWrongArch || u.runtime.Arch == nil {
		return "", ""
	}
	for _, candidate := range append(builds.Beside(u.library), u.sameRuntime()...) {
		if candidate == u.library || !u.fits(candidate) {
			continue
		}
		right := u.manifest
		right.Library, right.Bare = candidate, false
		return fmt.Sprintf("%s is built for %s; the %s build of the runtime is %s", u.library, *u.runtime.Arch, u.Host.InspectLibrary(right).Arch, candidate), u.writeFor(candidate)
	}
	return "", ""
}

// writeFor is the fix that gives programs of the host's architecture a library. What programs of the library's architecture use
// stays as it is.
func (u unusableLibrary) writeFor(library string) string {
	at, arch := u.runtime.Manifest, u.Host.ArchWord()
	searched := loader.Via(u.runtime.Source) != loader.ViaRuntimeJSON && u.Host.ReadsArchitectureFiles()
	switch word := archOf(path.Base(u.manifest.Canonical)); {
	case word == arch || !u.servesItsOwn():
		return u.write(library)
	case path.Base(at) == "active_runtime.json" && searched:
		return fmt.Sprintf(`Leave %s to %s programs, and write a copy with "library_path": %s beside it, with the name active_runtime.%s.json.`, at, *u.runtime.Arch, strconv.Quote(library), arch)
	}
	return fmt.Sprintf(`Leave %s to %s programs, and let %s programs use a copy of it with "library_path": %s`, u.manifest.Canonical, *u.runtime.Arch, arch, strconv.Quote(library))
}

// servesItsOwn reports whether programs of the library's own architecture can use it.
func (u unusableLibrary) servesItsOwn() bool {
	theirs := u.Host
	theirs.Arch = *u.runtime.Arch
	return theirs.InspectLibrary(u.manifest).Problem == nil
}

// sameRuntime are the libraries of installed manifests that seem to be of the same runtime: they have its name, or a library
// of the same file name.
func (u unusableLibrary) sameRuntime() []string {
	var list []string
	for _, found := range u.Installed {
		sameName := u.manifest.Name != "" && found.Manifest.Name == u.manifest.Name
		if found.Err != nil || found.Manifest.Bare || !sameName && path.Base(found.Manifest.Library) != path.Base(u.library) {
			continue
		}
		list = append(list, u.Host.Plain(found.Manifest.Library))
	}
	return list
}
