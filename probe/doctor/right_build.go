// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"

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
		return fmt.Sprintf("%s is built for %s; the %s build of the runtime is %s", u.library, *u.runtime.Arch, u.Host.InspectLibrary(right).Arch, candidate), u.write(candidate)
	}
	return "", ""
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
