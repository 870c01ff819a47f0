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

// writeFor is the fix that gives programs of the host's architecture a library. Where the active file is for all
// architectures, and these programs are narrower than those of its library, the file stays as it is for the others.
func (u unusableLibrary) writeFor(library string) string {
	at := u.runtime.Manifest
	if path.Base(at) != "active_runtime.json" || u.Host.ArchWord() != "i686" || *u.runtime.Arch != "x86_64" || !u.Host.ReadsArchitectureFiles() {
		return u.write(library)
	}
	return fmt.Sprintf(`Leave %s to x86_64 programs, and write a copy with "library_path": %s beside it, with the name active_runtime.i686.json.`, at, strconv.Quote(library))
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
