// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

var unusableLibraryLinter = Linter{
	ID:      "unusable_library",
	Explain: "A manifest names a library that cannot be loaded, and the right one is known.",
	Reports: []string{
		loader.CodeLibraryMissing, loader.CodeLibraryEmptyPath, loader.CodeLibraryUnreadable, loader.CodeLibraryNotObject, loader.CodeLibraryDamaged,
		loader.CodeLibraryWrongFormat, loader.CodeLibraryWrongArch, loader.CodeLibraryNotShared, loader.CodeLibraryNoNegotiate,
	},
	Check: findUnusableLibrary,
}

// unusableLibrary is a runtime whose library cannot be loaded, and the manifest that names it.
type unusableLibrary struct {
	*Patient
	runtime  report.Runtime
	manifest loader.Manifest
	// library is the path of the library.
	library string
}

// libraryAdvices know why some libraries cannot be loaded. The first that has a fix gives it.
var libraryAdvices = []func(context.Context, unusableLibrary) (text, fix string){
	deploymentAdvice, homeLibraryAdvice, relativeLibraryAdvice, rightBuildAdvice, otherChoiceAdvice, writtenLibraryAdvice, namedManifestAdvice,
}

func findUnusableLibrary(ctx context.Context, p *Patient) []report.Problem {
	var problems []report.Problem
	for _, runtime := range p.Report.Runtimes {
		u, ok := unusableOf(p, runtime)
		if !ok {
			continue
		}
		for _, advice := range libraryAdvices {
			if text, fix := advice(ctx, u); fix != "" {
				problems = append(problems, report.Problem{ID: runtime.Cause.Code, Severity: report.SeverityError, Subject: runtime.ID, Text: text, Fix: &fix})
				break
			}
		}
	}
	return problems
}

func unusableOf(p *Patient, runtime report.Runtime) (unusableLibrary, bool) {
	if runtime.Cause == nil || runtime.Cause.Level != report.LevelBinary || runtime.Library == nil {
		return unusableLibrary{}, false
	}
	if word := places.ArchOf(runtime.Manifest, runtime.Source); word != "" && !runtime.Active {
		reader := *p
		reader.Host.Arch = word
		p = &reader
	}
	manifest, err := p.Host.ReadManifest(runtime.Manifest)
	return unusableLibrary{Patient: p, runtime: runtime, manifest: manifest, library: *runtime.Library}, err == nil
}

// fits reports whether the library at a path can be loaded in place of the one that cannot.
func (u unusableLibrary) fits(library string) bool {
	other := u.manifest
	other.Library, other.Bare = library, false
	return loadable(u.Host, other)
}

// loadable reports whether nothing is known that keeps a manifest's library from being loaded.
func loadable(h loader.Host, manifest loader.Manifest) bool {
	binary := h.InspectLibrary(manifest)
	return binary.Problem == nil && binary.Found == loader.Yes && binary.ArchMatches != loader.No
}

// write is the fix that makes the manifest name another library.
func (u unusableLibrary) write(library string) string {
	if inStore(u.manifest.Canonical) {
		return fmt.Sprintf(`Repair the package of the manifest. Until then, use a copy of it with "library_path": %s`, strconv.Quote(library))
	}
	return fmt.Sprintf(`In %s, write "library_path": %s`, u.manifest.Canonical, strconv.Quote(library))
}

// inStore reports whether a file is in the store of Nix or Guix. Users cannot change files there.
func inStore(file string) bool {
	return strings.HasPrefix(file, "/nix/store/") || strings.HasPrefix(file, "/gnu/store/")
}

// namedManifestAdvice names the manifest in what the loader says of every library.
func namedManifestAdvice(_ context.Context, u unusableLibrary) (text, fix string) {
	if u.runtime.Cause.Fix == nil || u.namedFix() == *u.runtime.Cause.Fix {
		return "", ""
	}
	return u.runtime.Cause.Text, u.namedFix()
}

// namedFix is the usual fix with the manifest's path.
func (u unusableLibrary) namedFix() string {
	path := "in " + u.runtime.Manifest
	return strings.NewReplacer("in its manifest", path, "in the manifest", path).Replace(*u.runtime.Cause.Fix)
}

// deploymentAdvice is about flatpaks, whose files move with each update.
func deploymentAdvice(_ context.Context, u unusableLibrary) (text, fix string) {
	gone, ok := hostfacts.GoneDeployment(u.Host, u.library)
	usersOwn := u.runtime.Source == string(loader.ViaHome) || u.runtime.Source == string(loader.ViaXDGConfigHome)
	switch {
	case !ok || u.runtime.Cause.Code != loader.CodeLibraryMissing || hides(u.Patient, loader.CodeLibraryMissing):
		return "", ""
	case gone.Current == "" && usersOwn:
		return fmt.Sprintf("%s names a library of the flatpak %s, whose directory %s does not exist", u.runtime.Manifest, gone.ID, gone.App), u.Remove(u.runtime.Manifest)
	case gone.Current == "" || !u.fits(gone.Current):
		return "", ""
	}
	text = fmt.Sprintf("the version %s of the flatpak %s, where the library was, is no longer installed; the library is now at %s", gone.Hash, gone.ID, gone.Current)
	if gone.ID == wivrnFlatpak && usersOwn {
		return text, "Start the application again, which writes the manifest anew: flatpak run " + gone.ID
	}
	return text, u.write(gone.Current)
}

// wivrnFlatpak is the flatpak that is known to write the user's own manifest when it is started.
const wivrnFlatpak = "io.github.wivrn.wivrn"

// relativeLibraryAdvice is about a library_path that is relative to another directory than its writer thought.
func relativeLibraryAdvice(_ context.Context, u unusableLibrary) (text, fix string) {
	if !u.isRelative() {
		return "", ""
	}
	written, named := u.manifest.LibraryPath, u.Host.Plain(u.Host.Absolute(u.runtime.Manifest))
	for _, meant := range []string{
		"/" + withoutParents(written),       // absolute, behind too few "../"
		path.Join(path.Dir(named), written), // from the link to the manifest, as if no directory were a link
	} {
		if u.fits(meant) {
			return u.describeRelative(), u.write(meant)
		}
	}
	return "", ""
}

// homeLibraryAdvice is about "~/x.so".
func homeLibraryAdvice(_ context.Context, u unusableLibrary) (text, fix string) {
	rest, tilde := strings.CutPrefix(u.manifest.LibraryPath, "~/")
	meant := path.Join(variable(u.Host, "HOME"), rest)
	if !tilde || u.runtime.Cause.Code != loader.CodeLibraryMissing || !path.IsAbs(meant) || !u.fits(meant) {
		return "", ""
	}
	return u.runtime.Cause.Text, u.write(meant)
}

// isRelative reports whether the library is missing and its path is relative to the manifest.
func (u unusableLibrary) isRelative() bool {
	explained := strings.Contains(u.runtime.Cause.Text, "library_path is ") // it is no relative path at all
	return !explained && u.runtime.Cause.Code == loader.CodeLibraryMissing && !path.IsAbs(u.manifest.LibraryPath) && !u.manifest.Bare && path.IsAbs(u.library)
}

func (u unusableLibrary) describeRelative() string {
	dir := path.Dir(u.manifest.Canonical)
	text := fmt.Sprintf("%s does not exist: library_path is %s, and the loader starts from %s", u.library, strconv.Quote(u.manifest.LibraryPath), dir)
	if named := u.Host.Plain(u.Host.Absolute(u.runtime.Manifest)); path.Dir(named) != dir {
		text += ", where the manifest really is"
	}
	return text
}

// writtenLibraryAdvice tells how a relative path was read.
func writtenLibraryAdvice(_ context.Context, u unusableLibrary) (text, fix string) {
	if !u.isRelative() || u.runtime.Cause.Fix == nil {
		return "", ""
	}
	return u.describeRelative(), u.namedFix()
}

// withoutParents returns a path without "../" at its beginning.
func withoutParents(written string) string {
	for {
		rest, found := strings.CutPrefix(written, "../")
		if !found {
			return written
		}
		written = strings.TrimLeft(rest, "/")
	}
}

// otherChoiceAdvice is about a variable that names a runtime that cannot be used, where another one is active without it.
func otherChoiceAdvice(ctx context.Context, u unusableLibrary) (text, fix string) {
	v, ok := runtimeJSONOf(ctx, u.Patient)
	if !ok || !u.runtime.Active || v.other == "" || v.otherBroken {
		return "", ""
	}
	return u.runtime.Cause.Text + " XR_RUNTIME_JSON names its manifest, " + u.runtime.Manifest, v.unset()
}
