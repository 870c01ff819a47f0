// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// installed returns every runtime that is installed, those first that can be used as far
// as their files tell. Two manifests of one library are one runtime: the first stands for
// both.
func installed(p *Patient) (usable, broken []loader.Found) {
	all := slices.Clone(p.Installed)
	for _, found := range places.Elsewhere(p.Host) {
		if !slices.ContainsFunc(all, func(f loader.Found) bool { return f.Canonical == found.Canonical }) {
			all = append(all, found)
		}
	}
	seen := map[string]bool{}
	for _, found := range all {
		if text, _ := whyUnusable(p, found); text != "" {
			broken = append(broken, found)
			continue
		}
		if library := libraryOf(p.Host, found); !seen[library] {
			seen[library] = true
			usable = append(usable, found)
		}
	}
	return usable, broken
}

func libraryOf(h loader.Host, found loader.Found) string {
	if canonical := h.FileAt(found.Manifest.Library).Canonical; canonical != "" {
		return canonical
	}
	return found.Manifest.Library
}

// whyUnusable says why a runtime cannot be loaded, as far as its files tell, and what to do.
// The text is "" if nothing speaks against it.
func whyUnusable(p *Patient, found loader.Found) (text, fix string) {
	if found.Err != nil {
		return found.Err.Text, found.Err.Fix
	}
	if problem := p.Inspect(found.Manifest).Problem; problem != nil {
		return path.Clean(cmp.Or(problem.Path, found.Path)) + ": " + problem.Text, problem.Fix
	}
	return "", ""
}
