// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

// The results of xrCreateInstance that the files can decide.
const (
	success            = "XR_SUCCESS"
	runtimeFailure     = "XR_ERROR_RUNTIME_FAILURE"
	runtimeUnavailable = "XR_ERROR_RUNTIME_UNAVAILABLE"
	fileAccessError    = "XR_ERROR_FILE_ACCESS_ERROR"
	layerNotPresent    = "XR_ERROR_API_LAYER_NOT_PRESENT"
)

// Program says what a program gets. The report has its runtimes, and Chosen says whether there is an active one.
func (l *Layers) Program(r *report.Report) *report.Program {
	p := &report.Program{LoaderVersion: cmp.Or(l.host.Loader, loader.Newest).String(), Loader: orNil(l.host.LoaderFile), Arch: orNil(l.host.ArchWord()), Place: placeOf(l.host), Layers: l.Names()}
	active := r.Active()
	if active != nil {
		p.Runtime = &active.ID
		p.Extensions = l.extensions(active)
	}
	p.Result, p.Because = runtimeResult(r, active)
	if p.Because != nil && active != nil {
		p.Fix = active.Cause.Fix
	}
	p.Stopped = report.StoppedNo
	stop := l.stops()
	if p.Result != nil && *p.Result != success && !isAnswer(active, stop.result) {
		return p
	}
	switch {
	case stop.because != "":
		p.Result, p.Because, p.Fix, p.Stopped = orNil(stop.result), &stop.because, &stop.fix, report.StoppedYes
		if stop.maybe {
			p.Stopped = report.StoppedMaybe
		}
	case l.created:
		p.Result = new(success)
	case len(p.Layers) > 0: // what a layer does is known only when it runs
		p.Result, p.Because, p.Fix = nil, orNil(l.untold), nil
	}
	return p
}

// placeOf says where a host's programs run.
func placeOf(h loader.Host) string {
	inside := place.Inside(h)
	switch {
	case h.Place != "":
		return h.Place
	case h.User != "":
		return "user:" + h.User
	case inside.Kind != "":
		return inside.String()
	}
	return "here"
}

// isAnswer reports whether a runtime that was asked through the Khronos loader failed with a result: then the layers' failure
// is the runtime's.
func isAnswer(active *report.Runtime, result string) bool {
	return active != nil && active.Cause != nil && active.Cause.Result != nil && *active.Cause.Result == result
}

// runtimeResult returns the result that the runtime gives xrCreateInstance without layers. The loader loads the runtime before
// any layer, so its failure comes first.
func runtimeResult(r *report.Report, active *report.Runtime) (result, because *string) {
	switch {
	case active == nil && slices.ContainsFunc(r.Problems, func(p report.Problem) bool { return p.ID == report.ProblemDiscoveryUnsupported }):
		return nil, new("which runtime is active is not known")
	case active == nil && !r.ActiveKnown(): // whatever else was asked
		return new(runtimeFailure), new("the search for the active runtime fails")
	case active == nil && r.Resolution != nil && r.Resolution.Chosen == nil:
		return new(runtimeUnavailable), new("no runtime is active")
	case active == nil:
		return nil, nil
	case active.Cause != nil && active.Cause.Code == loader.CodeManifestType, active.Cause != nil && active.Cause.Code == loader.CodeManifestDepth:
		return new(runtimeFailure), &active.Cause.Text
	case active.Cause != nil && !active.Cause.Level.AtLeast(report.LevelInstance) && active.Cause.Level != report.LevelExtensions && active.Status == report.StatusFailed:
		return new(runtimeUnavailable), &active.Cause.Text
	case active.Cause != nil && active.Cause.Level == report.LevelInstance && active.Cause.Result != nil:
		return active.Cause.Result, &active.Cause.Text
	case active.Reached != nil && active.Reached.AtLeast(report.LevelInstance):
		return new(success), nil
	}
	return nil, nil
}

// stop is how layers make every program fail.
type stop struct {
	result, because, fix string
	// maybe is set if nothing tells whether a program survives.
	maybe bool
}

// stops says whether layers make every program fail (rules Y14 to Y17).
func (l *Layers) stops() stop {
	switch {
	case l.plan.Result == -2:
		return stop{result: runtimeFailure, because: "The search for API layers fails, so every OpenXR program does: " + strings.TrimSuffix(l.plan.Because, "."), fix: l.setAside()}
	case len(l.plan.Missing) > 0:
		return l.missing(l.plan.Missing[0])
	case l.observed != nil:
		return *l.observed
	}
	var last stop
	for _, layer := range l.plan.Load {
		why, broken := l.unusable[layer.Path]
		switch {
		case !broken:
			last = stop{}
		case last.result == "" && l.loadedBefore(layer) && why.Result != layerNotPresent: // a layer that was loaded makes up for it
		default:
			last = stop{result: why.Result, because: l.stopping(layer) + why.Text, fix: l.turnOff(layer)}
		}
	}
	return last
}

// loadedBefore reports whether a layer that can be loaded comes before another one.
func (l *Layers) loadedBefore(layer loader.Layer) bool {
	for _, before := range l.plan.Load {
		if before.Path == layer.Path {
			return false
		}
		if _, broken := l.unusable[before.Path]; !broken {
			return true
		}
	}
	return false
}

// turnOff is the command that keeps a layer from being loaded.
func (l *Layers) turnOff(layer loader.Layer) string {
	if layer.Implicit && !shell.IsVariable(layer.DisableVariable) {
		return "Uninstall the layer, since no variable that a shell can set turns it off."
	}
	if layer.Implicit {
		return "Turn the layer off, or uninstall it: " + shell.Set(l.host.System(), layer.DisableVariable, "1")
	}
	if names := l.requestWithout(layer.Name); names != "" {
		return "Ask for this layer no longer: " + shell.Set(l.host.System(), requested, names)
	}
	return "Ask for this layer no longer: " + shell.Unset(l.host.System(), requested)
}

// requestWithout is XR_ENABLE_API_LAYERS without a name and without empty names.
func (l *Layers) requestWithout(name string) string {
	names := slices.DeleteFunc(l.host.RequestedLayers(), func(other string) bool { return other == name || other == "" })
	return strings.Join(names, l.host.ListSeparator())
}

// extensions joins what the runtime, the layers and the loader offer (rule Y12).
func (l *Layers) extensions(active *report.Runtime) []report.ProgramExtension {
	if active.Extensions == nil {
		return nil
	}
	list := []report.ProgramExtension{}
	add := func(name string, version uint32, from string) {
		if !slices.ContainsFunc(list, func(e report.ProgramExtension) bool { return e.Name == name }) {
			list = append(list, report.ProgramExtension{Name: name, Version: version, From: from})
		}
	}
	for _, extension := range active.Extensions {
		add(extension.Name, extension.Version, "runtime")
	}
	for _, extension := range l.plan.Extensions() {
		add(extension.Name, extension.Version, l.offeredBy(extension.Name))
	}
	for _, extension := range l.host.LoaderExtensions() {
		add(extension.Name, extension.Version, "loader")
	}
	return list
}

// offeredBy returns the first layer that offers an extension.
func (l *Layers) offeredBy(name string) string {
	for _, layer := range l.plan.Load {
		if slices.ContainsFunc(layer.Extensions, func(e loader.LayerExtension) bool { return e.Name == name }) {
			return layer.Name
		}
	}
	return ""
}
