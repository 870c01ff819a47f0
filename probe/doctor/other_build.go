// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// otherBuild compares the active runtime's library with those of the installed manifests,
// flatpaks' included. Two builds of one runtime have libraries of one file name, and often
// services with different sockets.
var otherBuild = Linter{
	ID:      "other_build",
	Explain: "The active manifest names one build of a runtime, and another build of it is installed.",
	Check: func(_ context.Context, p *Patient) []report.Problem {
		active := p.Report.Active()
		if active == nil || active.Library == nil || active.Cause != nil && !active.Cause.Level.AtLeast(report.LevelLibrary) {
			return nil // what cannot be loaded at all has problems of its own
		}
		used := p.Host.FileAt(*active.Library).Canonical
		for _, manifest := range append(installedManifests(p), flatpakManifests(p)...) {
			library := buildOf(p, manifest)
			if library == "" || used == "" || library == used || buildName(library) != buildName(used) {
				continue
			}
			severity := report.SeverityInfo
			if active.Cause != nil {
				severity = report.SeverityWarning
			}
			return []report.Problem{{
				ID: "other_build", Severity: severity, Subject: active.ID,
				Text: fmt.Sprintf("The active manifest names %s, and another build of this runtime is installed: %s.", used, library),
				Fix:  otherBuildFix(p, active, manifest.Path),
			}}
		}
		return nil
	},
}

// otherBuildFix says how to make the manifest at a path the active one.
func otherBuildFix(p *Patient, active *report.Runtime, path string) *string {
	link := p.By(active.Manifest) + "ln -sfn " + shellWord(path) + " " + shellWord(active.Manifest)
	if info := p.Host.FileAt(active.Manifest); info.State == loader.StateFound && info.Target == "" { // a file, which ln would destroy
		link = p.SetAside(active.Manifest) + " && " + p.By(active.Manifest) + "ln -s " + shellWord(path) + " " + shellWord(active.Manifest)
	}
	switch loader.Via(active.Source) {
	case loader.ViaRuntimeJSON:
		return new("To use the other one: " + shell.Set(system(p.Host), "XR_RUNTIME_JSON", path))
	case loader.ViaRegistry:
		return nil
	default:
		return new("To use the other one: " + link)
	}
}

// buildName is what libraries of one runtime are called alike: the file name up to .so.
func buildName(library string) string {
	name, _, _ := strings.Cut(library[strings.LastIndex(library, "/")+1:], ".so")
	return name
}

// buildOf returns the library of a manifest after symbolic links, or "" if it cannot be
// used by programs of this architecture.
func buildOf(p *Patient, manifest loader.Manifest) string {
	binary := p.Inspect(manifest)
	if binary.Found != loader.Yes || binary.Problem != nil {
		return ""
	}
	return p.Host.FileAt(binary.Path).Canonical
}

func installedManifests(p *Patient) []loader.Manifest {
	var manifests []loader.Manifest
	for _, found := range p.Installed {
		if found.Err == nil {
			manifests = append(manifests, found.Manifest)
		}
	}
	return manifests
}

// flatpakManifests reads the manifests inside the deployed flatpaks, which the loader does
// not find by itself.
func flatpakManifests(p *Patient) []loader.Manifest {
	var manifests []loader.Manifest
	for _, app := range places.Flatpaks(p.Host) {
		for _, deployed := range below(p, app, 2) { // its architecture and its branch
			for _, file := range below(p, deployed+"/active/files/share/openxr/1", 1) {
				if manifest, err := p.Host.ReadManifest(file); err == nil {
					manifests = append(manifests, manifest)
				}
			}
		}
	}
	return manifests
}

// below returns the paths so many levels below a directory. It leaves out "current", which
// is a link to another path that it returns.
func below(p *Patient, dir string, levels int) []string {
	if levels == 0 {
		return []string{dir}
	}
	names, _ := p.Host.ReadDir(dir) // what cannot be listed is not known to be there
	var paths []string
	for _, name := range names {
		if name != "current" {
			paths = append(paths, below(p, dir+"/"+name, levels-1)...)
		}
	}
	return paths
}
