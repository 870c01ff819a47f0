// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// buildDirectories are the names that directories have for libraries of one architecture, and none for any other.
var buildDirectories = map[string][]string{
	"x86_64":     {"linux64", "x86_64-linux-gnu", "lib64", "x86_64", "x64", "amd64"},
	"i686":       {"linux32", "i386-linux-gnu", "lib32", "i686", "i386", "x86"},
	"aarch64":    {"linuxarm64", "aarch64-linux-gnu", "lib64", "aarch64", "arm64"},
	"armv7a-vfp": {"arm-linux-gnueabihf", "armhf", "armv7a-vfp", "armv7"},
}

// anyBuild are directories that hold libraries of whatever architecture is the machine's first, or SteamVR's oldest.
var anyBuild = []string{"lib", "bin"}

// rightBuildAdvice is about a library for another architecture, where the right one lies beside it.
func rightBuildAdvice(_ context.Context, u unusableLibrary) (text, fix string) {
	if u.runtime.Cause.Code != loader.CodeLibraryWrongArch || u.runtime.Arch == nil {
		return "", ""
	}
	for _, candidate := range append(u.siblings(), u.sameRuntime()...) {
		if candidate == u.library || !u.fits(candidate) {
			continue
		}
		right := u.manifest
		right.Library, right.Bare = candidate, false
		return fmt.Sprintf("%s is built for %s; the %s build of the runtime is %s", u.library, *u.runtime.Arch, u.Host.InspectLibrary(right).Arch, candidate), u.write(candidate)
	}
	return "", ""
}

// siblings are where the library may lie for other architectures. Whether it does, and whether it fits, is still to be seen.
func (u unusableLibrary) siblings() []string {
	if !path.IsAbs(u.library) {
		return nil
	}
	var words []string
	for _, arch := range []string{"x86_64", "i686", "aarch64", "armv7a-vfp"} {
		words = append(words, buildDirectories[arch]...)
	}
	words = append(words, anyBuild...)
	dir, file := path.Split(u.library)
	parts := strings.Split(strings.Trim(dir, "/"), "/")
	var list []string
	for i, part := range slices.Backward(parts) {
		before, after := "/"+strings.Join(parts[:i], "/"), strings.Join(parts[i+1:], "/")
		if slices.Contains(words, part) {
			for _, word := range words {
				list = append(list, path.Join(before, word, after, file), path.Join(before, part, word, after, file))
			}
			list = append(list, path.Join(before, after, file))
		}
	}
	for _, word := range words {
		list = append(list, path.Join(dir, word, file))
	}
	return list
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
