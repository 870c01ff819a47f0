// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// maxNames bounds how many names of one folder are looked at.
const maxNames = 4096

// Found is a runtime that is installed, whether it is active or not.
type Found struct {
	// Path is the manifest's path; of several paths to one file it is the one whose folder comes first.
	Path string
	// Canonical is Path without symbolic links, or Path itself when it leads nowhere.
	Canonical string
	// Source says in plain words which folder it was found in, such as "$XDG_DATA_HOME".
	Source string
	// Manifest is the manifest, zero when Err is set.
	Manifest Manifest
	// Err says why the manifest cannot be used, nil when it can.
	Err *ManifestError
}

// Available returns the manifests of the runtimes that are installed, sorted by path: the *.json files of openxr/1 in the
// configuration folders of rule L2 and in the data folders, where packages put them although the loader never looks there
// (rule L3). The manifests of active runtimes, active_runtime*.json, are not among them.
//
// A manifest that cannot be used is a result. The error is the context's, [ErrUnsupportedOS], or joins one *fs.PathError
// for every folder that exists and could not be listed; the list is valid in each case.
func (h Host) Available(ctx context.Context) ([]Found, error) {
	if h.goos() != "linux" {
		return nil, fmt.Errorf("the installed runtimes of %s: %w", h.goos(), ErrUnsupportedOS)
	}
	var list []Found
	var failures []error
	seen := map[string]bool{}
	for _, p := range append(h.configPlaces(), h.dataPlaces()...) {
		if err := ctx.Err(); err != nil {
			return list, err
		}
		if p.step != nil {
			continue
		}
		found, err := h.availableIn(ctx, p, seen)
		list = append(list, found...)
		if err != nil {
			failures = append(failures, err)
		}
	}
	slices.SortFunc(list, func(a, b Found) int { return strings.Compare(a.Path, b.Path) })
	return list, errors.Join(failures...)
}

// dataPlaces are the data folders of the XDG base directory specification.
func (h Host) dataPlaces() []place {
	var places []place
	if v := h.env("XDG_DATA_HOME"); v.state == variableSet {
		places = append(places, h.folder("", "$XDG_DATA_HOME", v.value))
	} else if v := h.env("HOME"); v.state == variableSet {
		places = append(places, h.folder("", "$HOME/.local/share", join(h.goos(), v.value, ".local/share")))
	}
	folders, what := fallbackDataDirs, "the built-in data folder"
	if v := h.env("XDG_DATA_DIRS"); v.state == variableSet {
		folders, what = v.value, "an entry of $XDG_DATA_DIRS"
	}
	for _, folder := range strings.Split(folders, ":") {
		if folder != "" {
			places = append(places, h.folder("", what, folder))
		}
	}
	return places
}

// availableIn reads one folder, leaving out the files that have been seen.
func (h Host) availableIn(ctx context.Context, p place, seen map[string]bool) ([]Found, error) {
	folder := join(h.goos(), p.folder, "openxr/1")
	names, err := h.names(folder)
	var list []Found
	for _, name := range names {
		if ctx.Err() != nil {
			return list, ctx.Err()
		}
		if ok, _ := path.Match("active_runtime*.json", name); ok || !strings.HasSuffix(name, ".json") {
			continue
		}
		file := join(h.goos(), folder, name)
		canonical := file
		if found, err := h.find(file); err == nil {
			if found.info.IsDir() {
				continue
			}
			canonical = found.canonical
		}
		if !seen[canonical] {
			seen[canonical] = true
			list = append(list, h.readFound(file, canonical, p.what))
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

// names lists a folder in order. A folder that does not exist has no names; of one that breaks off the names until there
// are returned with the error.
func (h Host) names(folder string) ([]string, error) {
	found, err := h.find(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &fs.PathError{Op: "find", Path: folder, Err: errors.New(reason(err))}
	}
	dir, err := os.Open(found.native)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: folder, Err: errors.New(reason(err))}
	}
	defer dir.Close()
	names, err := dir.Readdirnames(maxNames)
	slices.Sort(names)
	if err != nil && !errors.Is(err, io.EOF) {
		return names, &fs.PathError{Op: "list", Path: folder, Err: errors.New(reason(err))}
	}
	return names, nil
}
