// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/builds"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var otherArchitectureFails = lint.Linter{
	ID:       "other_architecture_fails",
	Explain:  "Programs of another architecture, for which a loader or a choice is here, get no runtime.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || p.Report.Program == nil || p.Report.Program.Arch == nil || p.GOOS() == "darwin" || isChosenBy(active, loader.ViaRuntimeJSON) {
			return nil
		}
		seen := []string{*p.Report.Program.Arch}
		var found []report.Problem
		for _, other := range p.Report.Programs {
			if other.Arch == nil || slices.Contains(seen, *other.Arch) {
				continue
			}
			seen = append(seen, *other.Arch)
			if !isExpected(p, other) || other.Result == nil || other.Because == nil || isReported(p.Report, other.Runtime) || slices.Contains(ofLayers, *other.Result) || isOfRegistry(p, other) {
				continue
			}
			text := fmt.Sprintf("%s programs get no runtime: %s", *other.Arch, trim(*other.Because))
			found = append(found, lint.Problem("other_architecture_fails", report.SeverityInfo, active.ID, text, buildFix(p, active, *other.Arch)))
		}
		return found
	},
}

// isExpected reports whether a loader or a choice tells that programs like these are here. A build beside the runtime's own tells
// nothing: every SteamVR for Linux brings one.
func isExpected(p *lint.Patient, other report.OtherProgram) bool {
	chosen := other.Runtime != nil && path.Base(*other.Runtime) == "active_runtime."+*other.Arch+".json"
	return p.GOOS() == "windows" || other.Loader != nil || chosen
}

// isOfRegistry reports whether it is the registry's view of the other width that names no runtime, or one of the wrong width: of that
// windowslint knows the fix.
func isOfRegistry(p *lint.Patient, other report.OtherProgram) bool {
	if p.GOOS() != "windows" || other.Runtime == nil {
		return p.GOOS() == "windows"
	}
	theirs := p.Host
	theirs.Arch = *other.Arch
	manifest, err := theirs.ReadManifest(*other.Runtime)
	if err != nil || p.Level == report.LevelManifest {
		return false
	}
	problem := theirs.InspectLibrary(manifest).Problem
	return problem != nil && problem.Code == loader.CodeLibraryWrongArch
}

// ofLayers are the results of xrCreateInstance where programs get a runtime, and API layers stop them.
var ofLayers = []string{"XR_ERROR_FILE_ACCESS_ERROR", "XR_ERROR_API_LAYER_NOT_PRESENT"}

// isReported reports whether a manifest is that of a runtime whose own cause says what is wrong.
func isReported(r *report.Report, manifest *string) bool {
	return manifest != nil && slices.ContainsFunc(r.Runtimes, func(runtime report.Runtime) bool {
		return runtime.Cause != nil && (runtime.Manifest == *manifest || slices.Contains(runtime.Manifests, *manifest))
	})
}

// buildFix gives programs of an architecture a build that is here, or says that one has to be installed.
func buildFix(p *lint.Patient, active *report.Runtime, arch string) string {
	theirs := p.Host
	theirs.Arch = arch
	if p.GOOS() == "windows" {
		return fmt.Sprintf("Install the %s build of the runtime, and choose it in the software of the headset.", arch)
	}
	file := path.Join(path.Dir(active.Manifest), "active_runtime."+arch+".json")
	for _, found := range p.Installed {
		if found.Err == nil && works(theirs, found.Manifest) {
			return link(p, found.Path, file)
		}
	}
	manifest, err := p.Host.ReadManifest(active.Manifest)
	if err == nil && !manifest.Bare {
		for _, library := range builds.Beside(p.Host.Plain(manifest.Library)) {
			if manifest.Library = library; works(theirs, manifest) {
				return fmt.Sprintf(`Write a copy of %s with "library_path": %s to %s`, active.Manifest, strconv.Quote(library), file)
			}
		}
	}
	return fmt.Sprintf("Install the %s build of the runtime, and link its manifest to %s.", arch, file)
}

// works reports whether the library of a manifest is there for a host's architecture.
func works(h loader.Host, m loader.Manifest) bool {
	binary := h.InspectLibrary(m)
	return binary.Found == loader.Yes && binary.ArchMatches == loader.Yes && binary.Problem == nil
}
