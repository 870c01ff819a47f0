// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate"
	"github.com/xrprobe/xrprobe/openxr/loader/builds"
)

// Chosen is what a word means.
type Chosen struct {
	activate.Choice
	// Runtimes are the builds, as the report has them, in the order of their architectures.
	Runtimes []report.Runtime
}

// Choose returns the runtime that a word means: a manifest's path, a library's path, an ID, a name, or a part of one. Its other builds
// belong to it, unless only one architecture is wanted. The report lists the installed runtimes. An error is one sentence.
func Choose(h loader.Host, r *report.Report, word, onlyArch string) (Chosen, error) {
	if isPath(word) {
		return byPath(h, r, word, onlyArch)
	}
	for _, matches := range []func(report.Runtime) bool{
		func(r report.Runtime) bool { return strings.EqualFold(r.ID, word) },
		func(r report.Runtime) bool { return strings.EqualFold(nameOf(r), word) },
		func(r report.Runtime) bool { return contains(nameOf(r), word) || contains(r.ID, word) },
		func(r report.Runtime) bool { return contains(prose.OrEmpty(r.Vendor), word) },
	} {
		found := slices.DeleteFunc(slices.Clone(r.Runtimes), func(r report.Runtime) bool { return !matches(r) })
		if len(found) > 0 {
			return oneOf(r, found, word, onlyArch)
		}
	}
	return Chosen{}, unknown(r, word)
}

func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// isPath reports whether a word is a path: it has a separator, or the ending of a manifest or a library.
func isPath(word string) bool {
	return strings.ContainsAny(word, `/\`) || strings.HasSuffix(word, ".json") || strings.Contains(word, ".so") || strings.HasSuffix(strings.ToLower(word), ".dll")
}

// nameOf is the name in the manifest, or the ID.
func nameOf(r report.Runtime) string {
	if r.Name == nil {
		return r.ID
	}
	return *r.Name
}

// unknown says which words mean something.
func unknown(r *report.Report, word string) error {
	if len(r.Runtimes) == 0 {
		return fmt.Errorf("%q: no runtime was found here: install one, or name its manifest by its path", word)
	}
	var names []string
	for _, runtime := range r.Runtimes {
		names = append(names, runtime.ID)
	}
	return fmt.Errorf("%q is no runtime that was found here: %suse %s, or a manifest's path", word, suggest.Sentence(word, names), suggest.Or(names))
}

// oneOf returns the one runtime that is meant of several: they have to be builds of one, one for an architecture.
func oneOf(r *report.Report, found []report.Runtime, word, onlyArch string) (Chosen, error) {
	first := found[0]
	for _, other := range found[1:] {
		if !sameRuntime(first, other) || archOf(first) == archOf(other) {
			return Chosen{}, fmt.Errorf("%q may be %s: write the one that is meant", word, suggest.Or(described(found)))
		}
	}
	return family(r, first, onlyArch)
}

// described names runtimes so that they can be told apart.
func described(found []report.Runtime) []string {
	var names []string
	for _, r := range found {
		names = append(names, fmt.Sprintf("%s (%s)", r.ID, linkable(r)))
	}
	return names
}

func archOf(r report.Runtime) string { return prose.OrEmpty(r.Arch) }

// sameRuntime reports whether two seem to be builds of one runtime: they have one name, and come from one place.
func sameRuntime(a, b report.Runtime) bool {
	if a.Name == nil || b.Name == nil || *a.Name != *b.Name || prose.OrEmpty(a.Vendor) != prose.OrEmpty(b.Vendor) {
		return a.ID == b.ID
	}
	return true
}

// family is a runtime with its builds for other architectures. Of several for one architecture, the one counts whose library or manifest
// lies beside.
func family(r *report.Report, first report.Runtime, onlyArch string) (Chosen, error) {
	c := Chosen{Choice: activate.Choice{Name: nameOf(first), Manifests: map[string]string{}}}
	c.add(first)
	for _, near := range []func(report.Runtime) bool{
		func(other report.Runtime) bool {
			return slices.Contains(builds.Beside(prose.OrEmpty(first.Library)), prose.OrEmpty(other.Library))
		},
		func(other report.Runtime) bool { return path.Dir(linkable(other)) == path.Dir(linkable(first)) },
		func(report.Runtime) bool { return true },
	} {
		for _, other := range r.Runtimes {
			if _, has := c.Manifests[archOf(other)]; !has && archOf(other) != "" && sameRuntime(first, other) && near(other) {
				c.add(other)
			}
		}
	}
	return c.only(onlyArch)
}

// add adds a build. One whose header could not be read counts for the programs here, which will be told why it would not load.
func (c *Chosen) add(r report.Runtime) {
	arch := archOf(r)
	if arch == "" {
		arch = loader.Host{}.ArchWord()
	}
	c.Manifests[arch] = linkable(r)
	c.Runtimes = append(c.Runtimes, r)
}

// only leaves the build for one architecture.
func (c Chosen) only(arch string) (Chosen, error) {
	if arch == "" {
		return c, nil
	}
	manifest, has := c.Manifests[arch]
	if !has {
		return c, fmt.Errorf("no build of %s for %s was found here", c.Name, arch)
	}
	c.Manifests = map[string]string{arch: manifest}
	c.Runtimes = slices.DeleteFunc(c.Runtimes, func(r report.Runtime) bool { return archOf(r) != arch })
	return c, nil
}

// linkable is the path of a runtime's own manifest: not one that chooses the active runtime, which another program may change.
func linkable(r report.Runtime) string {
	for _, fresh := range []bool{true, false} {
		for _, file := range r.ManifestFiles {
			if !isChoice(file.Path) && (file.Stale == nil || !fresh) {
				return file.Path
			}
		}
	}
	for _, file := range r.Manifests {
		if !isChoice(file) {
			return file
		}
	}
	for _, file := range r.ManifestFiles {
		if file.LeadsTo != nil && !isChoice(*file.LeadsTo) {
			return *file.LeadsTo
		}
	}
	return r.Manifest
}

// isChoice reports whether a file chooses the active runtime, or is one that xrprobe use has put aside.
func isChoice(file string) bool {
	name := file[strings.LastIndexAny(file, `/\`)+1:]
	return strings.HasPrefix(name, "active_runtime.") || strings.Contains(file, "/.xrprobe")
}

// byPath returns the runtime of a manifest's path or a library's.
func byPath(h loader.Host, r *report.Report, word, onlyArch string) (Chosen, error) {
	file := h.Absolute(word)
	for _, runtime := range r.Runtimes {
		if slices.ContainsFunc(pathsOf(runtime), func(known string) bool { return known == file || h.SameFile(known, file) }) {
			chosen, err := family(r, runtime, onlyArch)
			if err == nil && strings.HasSuffix(file, ".json") && !isChoice(file) {
				chosen.Manifests[buildArch(chosen, runtime)] = file
			}
			return chosen, err
		}
	}
	manifest, err := h.ReadManifest(file)
	if err != nil {
		return Chosen{}, err
	}
	arch := h.InspectLibrary(manifest).Arch
	if arch == "" {
		arch = h.ArchWord()
	}
	name := manifest.Name
	if name == "" {
		name = strings.TrimSuffix(path.Base(file), ".json")
	}
	return Chosen{Choice: activate.Choice{Name: name, Manifests: map[string]string{arch: file}}}.only(onlyArch)
}

// AlreadyActive says that a choice changes nothing, and for which programs if not for those here.
func (c Chosen) AlreadyActive(h loader.Host) string {
	if own := h.ArchWord(); own != "" && len(c.Manifests) > 0 && c.Manifests[own] == "" {
		archs := slices.Sorted(maps.Keys(c.Manifests))
		return fmt.Sprintf("%s is the active runtime already for programs for %s, and no other build of it is chosen: nothing was changed.", c.Name, strings.Join(archs, " and "))
	}
	return c.Name + " is the active runtime already: nothing was changed."
}

// buildArch is the architecture under which a runtime is chosen.
func buildArch(c Chosen, r report.Runtime) string {
	if _, has := c.Manifests[archOf(r)]; has {
		return archOf(r)
	}
	return loader.Host{}.ArchWord()
}

// pathsOf are the files of a runtime.
func pathsOf(r report.Runtime) []string {
	paths := append([]string{r.Manifest}, r.Manifests...)
	for _, file := range r.ManifestFiles {
		paths = append(paths, file.Path)
	}
	if r.Library != nil {
		paths = append(paths, *r.Library)
	}
	return paths
}

// Explain says why a runtime was refused in the words of the report, which knows the case better, if it has any.
func (c Chosen) Explain(r *report.Report, err error) error {
	var refused *activate.RefusedError
	if !errors.As(err, &refused) || refused.Code != activate.CodeUnusable {
		return err
	}
	for _, problem := range r.Problems {
		ours := slices.ContainsFunc(c.Runtimes, func(r report.Runtime) bool { return r.ID == problem.Subject })
		if ours && problem.Severity == report.SeverityError && problem.Fix != nil {
			return &activate.RefusedError{Code: refused.Code, Text: strings.TrimSuffix(problem.Text, "."), Fix: *problem.Fix, Err: err}
		}
	}
	return err
}
