// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// Found is a runtime that is installed, whether it is active or not.
type Found struct {
	// Path is the manifest's path. If several paths lead to one file, it is the path in the directory that comes first.
	Path string
	// Canonical is Path without symbolic links, or Path itself if it leads nowhere.
	Canonical string
	// Source names the directory in plain words, such as "$XDG_DATA_HOME", or the key of Windows' registry.
	Source string
	// Manifest is the manifest, or zero if Err is set.
	Manifest Manifest
	// Err says why the manifest cannot be used. It is nil if it can be used.
	Err *ManifestError
}

// Available returns the manifests of the installed runtimes, sorted by path. On Linux they are the *.json files of openxr/1 in the
// configuration directories of rule L2 and in the data directories, where packages install them although the loader never
// looks there (rule L3). It leaves out the manifests of active runtimes, active_runtime*.json. On Windows they are those that
// AvailableRuntimes offers to users, also those for 32-bit programs (rule W6).
//
// The list includes manifests that cannot be used. The error is the context's, [ErrUnsupportedOS] on other systems, which
// have no known place for installed runtimes, [ErrUnknownRegistry], or joins an error, which unwraps to a *fs.PathError, for each directory or key that exists
// but could not be listed; the list is valid in each case.
func (h Host) Available(ctx context.Context) ([]Found, error) {
	switch h.goos() {
	case "linux":
	case "windows":
		return h.availableOnWindows(ctx)
	default:
		return nil, fmt.Errorf("the installed runtimes of %s: %w", h.goos(), ErrUnsupportedOS)
	}
	h = h.Remembering()
	var list []Found
	var failures []error
	seen := map[string]bool{}
	for _, dir := range append(h.configDirs(), h.dataDirs()...) {
		if err := ctx.Err(); err != nil {
			return list, err
		}
		if dir.skipped != nil {
			continue
		}
		found, err := h.availableIn(ctx, dir, seen)
		list = append(list, found...)
		if err != nil {
			failures = append(failures, err)
		}
	}
	slices.SortFunc(list, func(a, b Found) int { return strings.Compare(a.Path, b.Path) })
	return list, errors.Join(failures...)
}

// availableIn reads one directory and leaves out the files that it has seen before.
func (h Host) availableIn(ctx context.Context, dir searchDir, seen map[string]bool) ([]Found, error) {
	manifests := paths.Join(h.goos(), dir.path, "openxr/1")
	names, err := h.names(manifests)
	var list []Found
	for _, name := range names {
		if ctx.Err() != nil {
			return list, ctx.Err()
		}
		if ok, _ := path.Match("active_runtime*.json", name); ok || !strings.HasSuffix(name, ".json") {
			continue
		}
		file := paths.Join(h.goos(), manifests, name)
		canonical := file
		if found, err := h.find(file); err == nil {
			if found.Info.IsDir() {
				continue
			}
			canonical = found.Canonical
		}
		if !seen[canonical] {
			seen[canonical] = true
			list = append(list, h.readFound(file, canonical, dir.what))
		}
	}
	return list, err
}

func (h Host) readFound(file, canonical, source string) Found {
	found := Found{Path: file, Canonical: canonical, Source: source}
	manifest, err := h.ReadManifest(file)
	if !errors.As(err, &found.Err) {
		found.Manifest = manifest
	}
	return found
}

// names lists a directory in order. It returns no names for a directory that does not exist. If listing fails midway, it
// returns the names so far with the error.
func (h Host) names(path string) ([]string, error) {
	found, err := h.find(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, tree.Unread(path, err)
	}
	names, err := found.List(path)
	slices.Sort(names)
	return names, err
}

// availableOnWindows reads AvailableRuntimes of both views (rules W3 and W6).
func (h Host) availableOnWindows(ctx context.Context) ([]Found, error) {
	source := h.RegistrySource()
	if source == nil {
		return nil, fmt.Errorf("the installed runtimes of Windows: %w", ErrUnknownRegistry)
	}
	var list []Found
	var failures []error
	for _, key := range []string{winkeys.AvailableRuntimes, winkeys.For32Bit(winkeys.AvailableRuntimes)} {
		values, err := source.Values(registry.LocalMachine + `\` + key)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			failures = append(failures, err)
		}
		for _, v := range values {
			if ctx.Err() != nil {
				return list, ctx.Err()
			}
			file := h.absolute(v.Name)
			known := slices.ContainsFunc(list, func(f Found) bool { return strings.EqualFold(f.Path, file) })
			if v.Name != "" && !known && winkeys.IsZero(v) {
				list = append(list, h.readFound(file, cmp.Or(h.FileAt(file).Canonical, file), registry.LocalMachine+`\`+key))
			}
		}
	}
	slices.SortFunc(list, func(a, b Found) int { return strings.Compare(a.Path, b.Path) })
	return list, errors.Join(failures...)
}
