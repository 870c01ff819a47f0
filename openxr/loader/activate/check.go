// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/needs"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// checkBuilds refuses a choice of which a build would not load.
func (p *Plan) checkBuilds(ctx context.Context) error {
	for _, arch := range p.architectures() {
		if err := p.machine.For(arch).check(ctx, p.Choice.Manifests[arch]); err != nil {
			return err
		}
	}
	return nil
}

// Check refuses a manifest of which programs of an architecture could not load the library: the error is a [*RefusedError].
func Check(ctx context.Context, m Machine, arch, manifest string) error {
	return m.For(arch).check(ctx, manifest)
}

// check refuses a manifest of which programs could not load the library.
func (m Machine) check(ctx context.Context, manifest string) error {
	if err := m.checkVisible(manifest); err != nil {
		return err
	}
	read, err := m.Host.ReadManifest(manifest)
	var refused *loader.ManifestError
	if errors.As(err, &refused) {
		return &RefusedError{Code: CodeUnusable, Text: manifest + ": " + trimmed(refused.Text), Fix: refused.Fix, Err: err}
	}
	if err != nil {
		return &RefusedError{Code: CodeUnusable, Text: err.Error(), Err: err}
	}
	if located := m.Host.LocateLibrary(read); located != "" && m.Host.FileAt(located).State != loader.StateFound {
		if err := m.checkVisible(located); err != nil {
			return err
		}
	}
	if problem := m.Host.InspectLibrary(read).Problem; problem != nil {
		return &RefusedError{Code: CodeUnusable, Text: fmt.Sprintf("%s would not load: %s", manifest, trimmed(problem.Text)), Fix: problem.Fix, Err: problem}
	}
	return m.checkNeeds(ctx, m.Host.LocateLibrary(read))
}

// checkNeeds refuses a library that needs others which are not there.
func (m Machine) checkNeeds(ctx context.Context, library string) error {
	if library == "" || m.Host.System() != "linux" {
		return nil
	}
	found, err := needs.Check(ctx, m.Host, library)
	if err != nil || len(found.Lacks) == 0 {
		return nil // what cannot be looked at is not known to be missing
	}
	return &RefusedError{Code: CodeUnusable, Text: fmt.Sprintf("%s would not load: it needs %s, which is not found", library, found.Lacks[0].Library),
		Fix: "See what is missing, and where it was looked for: xrprobe doctor"}
}

// checkVisible refuses a file that programs of a place do not see, and others do.
func (m Machine) checkVisible(file string) error {
	if m.Outside == nil || m.Host.FileAt(file).State == loader.StateFound || m.Outside.FileAt(file).State != loader.StateFound {
		return nil
	}
	at, err := place.Parse(m.Host.Place)
	if err != nil || at.Kind != place.Flatpak {
		return &RefusedError{Code: CodeNotVisible, Text: fmt.Sprintf("%s is not seen by programs in %s", file, m.Host.Place)}
	}
	if ownOfFlatpaks(file) {
		return &RefusedError{Code: CodeNotVisible, Text: fmt.Sprintf("the flatpak %s does not see %s, because flatpaks have files of their own there", at.Name, file),
			Fix: "Choose a runtime whose files lie elsewhere, such as WiVRn's flatpak."}
	}
	return &RefusedError{Code: CodeNotVisible, Text: fmt.Sprintf("the flatpak %s does not see %s", at.Name, file),
		Fix: fmt.Sprintf("Allow it, and repeat the command: flatpak override --user --filesystem=%s:ro %s", word(path.Dir(file)), at.Name)}
}

// ownOfFlatpaks reports whether a flatpak has files of its own in place of a file.
func ownOfFlatpaks(file string) bool {
	return slices.ContainsFunc([]string{"/usr/", "/etc/", "/lib", "/bin/", "/sbin/", "/app/"}, func(dir string) bool { return strings.HasPrefix(file, dir) })
}

func trimmed(text string) string { return strings.TrimSuffix(text, ".") }
