// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"cmp"
	"context"
	"errors"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/builds"
	"github.com/xrprobe/xrprobe/openxr/loader/installed"
)

// oldest is the oldest version of the Khronos loader whose rules are known, and that distributions still have.
var oldest = loader.Version{1, 0, 20}

// answer is what the files say that a program gets. The result is "" if they do not decide it.
type answer struct{ manifest, result, because string }

func (a answer) same(other answer) bool {
	return a.manifest == other.manifest && a.result == other.result
}

// others is a search for programs that get something else.
type others struct {
	host          loader.Host
	onlyManifests bool
	rows          []report.OtherProgram
}

// Others returns what other programs of the machine get: those with another version of the loader, if it is something else,
// and those of other architectures that have a runtime or a loader here. It returns nil if the search is not known on the
// host's operating system. The error is the context's.
func Others(ctx context.Context, h loader.Host, onlyManifests bool) ([]report.OtherProgram, error) {
	if _, err := h.Resolve(ctx); errors.Is(err, loader.ErrUnsupportedOS) {
		return nil, nil
	}
	o := &others{host: h, onlyManifests: onlyManifests, rows: []report.OtherProgram{}}
	own, err := o.answer(ctx, h)
	if err != nil {
		return nil, err
	}
	if err := o.versions(ctx, h, own); err != nil {
		return nil, err
	}
	for _, arch := range o.architectures(ctx, own) {
		other := h
		other.Arch = arch
		if theirs := installed.Follow(o.unruled(other)); theirs.LoaderFile != "" {
			other = theirs
		} else {
			other.LoaderFile = ""
		}
		theirs, err := o.answer(ctx, other)
		if err != nil {
			return nil, err
		}
		o.add(other, theirs, nil)
		if err := o.versions(ctx, other, theirs); err != nil {
			return nil, err
		}
	}
	return o.rows, nil
}

// unruled is the host without a version of the loader.
func (o *others) unruled(h loader.Host) loader.Host {
	h.Loader, h.LoaderFile = loader.Version{}, ""
	return h
}

// versions adds programs of the host's architecture with the loaders that find something else.
func (o *others) versions(ctx context.Context, h loader.Host, own answer) error {
	used := cmp.Or(h.Loader, loader.Newest)
	candidates := []loader.Version{oldest, loader.Newest}
	if found, ok := installed.Find(h); ok && found.Path != h.LoaderFile {
		if version, exact := found.Versions.Exact(); exact {
			candidates = append(candidates, version)
		}
	}
	slices.SortFunc(candidates, loader.Version.Compare)
	for _, version := range slices.Compact(candidates) {
		other := h
		other.Loader, other.LoaderFile = version, ""
		theirs, err := o.answer(ctx, other)
		if err != nil {
			return err
		}
		if version == used || theirs.same(own) {
			continue
		}
		until, err := o.until(ctx, other, theirs)
		if err != nil {
			return err
		}
		o.add(other, theirs, until)
	}
	return nil
}

// until returns the first later version of the loader with which the answer is another one, or nil.
func (o *others) until(ctx context.Context, h loader.Host, theirs answer) (*string, error) {
	for _, change := range loader.Changes() {
		if !change.Decides || change.Since.Compare(h.Loader) <= 0 {
			continue
		}
		later := h
		later.Loader = change.Since
		with, err := o.answer(ctx, later)
		if err != nil {
			return nil, err
		}
		if !with.same(theirs) {
			return new(change.Since.String()), nil
		}
	}
	return nil, nil
}

func (o *others) add(h loader.Host, a answer, until *string) {
	row := report.OtherProgram{LoaderVersion: cmp.Or(h.Loader, loader.Newest).String(), Until: until, Loader: orNil(h.LoaderFile), Arch: orNil(h.ArchWord()), Place: placeOf(h),
		Runtime: orNil(a.manifest), Result: orNil(a.result), Because: orNil(a.because)}
	o.rows = append(o.rows, row)
}

// answer follows the loader's search, and reads what it finds.
func (o *others) answer(ctx context.Context, h loader.Host) (answer, error) {
	found, err := h.Resolve(ctx)
	switch {
	case errors.Is(err, loader.ErrUnsupportedOS):
		return answer{because: err.Error()}, nil
	case err != nil:
		return answer{}, err
	}
	a := answer{manifest: found.Chosen}
	if a.manifest == "" {
		a.result, a.because = runtimeUnavailable, "no runtime is active"
		if found.Result == -2 {
			a.result, a.because = runtimeFailure, "the search for the active runtime fails"
		}
		return a, nil
	}
	manifest, err := h.ReadManifest(found.Chosen)
	var failure *loader.ManifestError
	if errors.As(err, &failure) {
		a.result, a.because = map[int32]string{-2: runtimeFailure, -51: runtimeUnavailable}[failure.Result], failure.Error()
		return a, nil
	}
	if o.onlyManifests {
		return a, nil
	}
	if problem := h.InspectLibrary(manifest).Problem; problem != nil {
		a.result, a.because = runtimeUnavailable, cmp.Or(problem.Path, found.Chosen)+": "+problem.Text
		return a, nil
	}
	layers, err := Look(ctx, h, o.onlyManifests)
	if err != nil || layers == nil {
		return a, err
	}
	stop := layers.stops()
	a.result, a.because = stop.result, stop.because
	return a, nil
}

// architectures returns the other architectures that have a runtime or a loader here.
func (o *others) architectures(ctx context.Context, own answer) []string {
	var list []string
	for _, arch := range installed.Architectures() {
		if arch != o.host.ArchWord() && o.host.ArchWord() != "" && o.has(ctx, arch, own) {
			list = append(list, arch)
		}
	}
	return list
}

// has reports whether programs of an architecture are to be expected.
func (o *others) has(ctx context.Context, arch string, own answer) bool {
	if o.host.System() == "windows" {
		narrow := o.host.ArchWord() == "i686"
		return o.host.Has32BitView() && (narrow && arch == "x86_64" || !narrow && arch == "i686")
	}
	other := o.host
	other.Arch, other.Loader = arch, loader.Version{}
	if found, err := other.Resolve(ctx); err == nil && found.Via != loader.ViaRuntimeJSON && path.Base(found.Chosen) == "active_runtime."+arch+".json" {
		return true
	}
	if _, ok := installed.Find(other); ok {
		return true
	}
	return arch == "i686" && o.host.ArchWord() == "x86_64" && !o.onlyManifests && hasBuild(other, own)
}

// hasBuild reports whether the runtime of an answer has a library for the host's architecture beside the one that its manifest
// names.
func hasBuild(h loader.Host, own answer) bool {
	if own.manifest == "" {
		return false
	}
	manifest, err := h.ReadManifest(own.manifest)
	if err != nil || manifest.Bare {
		return false
	}
	for _, library := range builds.Beside(h.Plain(manifest.Library)) {
		manifest.Library = library
		if binary := h.InspectLibrary(manifest); binary.Found == loader.Yes && binary.ArchMatches == loader.Yes && binary.Problem == nil {
			return true
		}
	}
	return false
}
