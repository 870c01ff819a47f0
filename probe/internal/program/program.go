// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/probe/internal/shell"
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
	stop := l.stops()
	if p.Result != nil && *p.Result != success && !isAnswer(active, stop.result) {
		return p
	}
	switch {
	case stop.because != "":
		p.Result, p.Because, p.Fix = orNil(stop.result), &stop.because, &stop.fix
	case l.created:
		p.Result = new(success)
	case len(p.Layers) > 0: // what a layer does is known only when it runs
		p.Result, p.Because = nil, orNil(l.untold)
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
	case active == nil && r.Runtimes == nil:
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
type stop struct{ result, because, fix string }

// stops says whether layers make every program fail (rules Y14 to Y17).
func (l *Layers) stops() stop {
	switch {
	case l.plan.Result == -2:
		return stop{runtimeFailure, "The search for API layers fails, so every OpenXR program does: " + strings.TrimSuffix(l.plan.Because, "."), "Repair or remove what it names."}
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
			last = stop{why.Result, l.stopping(layer) + why.Text, l.turnOff(layer)}
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
		return "Turn the layer off, or uninstall it: export " + layer.DisableVariable + "=1"
	}
	if names := l.requestWithout(layer.Name); names != "" {
		return "Ask for this layer no longer: export XR_ENABLE_API_LAYERS=" + shell.Word(names)
	}
	return "Ask for this layer no longer: unset XR_ENABLE_API_LAYERS"
}

// requestWithout is XR_ENABLE_API_LAYERS without a name and without empty names.
func (l *Layers) requestWithout(name string) string {
	names := slices.DeleteFunc(l.host.RequestedLayers(), func(other string) bool { return other == name || other == "" })
	return strings.Join(names, ":")
}

// missing explains a requested name that no layer has.
func (l *Layers) missing(name string) stop {
	s := stop{result: layerNotPresent, because: fmt.Sprintf("XR_ENABLE_API_LAYERS names %q, and no explicit API layer has this name, so every OpenXR program fails", name)}
	drop := func(other string) string {
		if other == name {
			return ""
		}
		return other
	}
	if name == "" {
		s.because = "XR_ENABLE_API_LAYERS has a separator too many: the empty name between two of them is no API layer, so every OpenXR program fails"
		s.fix = "Remove it: " + l.request(drop)
		return s
	}
	if file, why := l.leftOut(name); why != nil {
		s.because = fmt.Sprintf("XR_ENABLE_API_LAYERS names %q, whose manifest %s the loader leaves out, so every OpenXR program fails: %s", name, file, strings.TrimSuffix(why.Text, "."))
		s.fix = why.Fix
		return s
	}
	if file := l.misplaced(name); file != "" {
		right := path.Join(path.Dir(path.Dir(file)), "explicit.d", path.Base(file))
		s.because += "; its manifest is " + file + ", where no loader looks"
		s.fix = fmt.Sprintf("Move it to the directory that is searched: sudo mkdir -p %s && sudo mv %s %s", shell.Word(path.Dir(right)), shell.Word(file), shell.Word(right))
		return s
	}
	if near := l.nearest(name); near != "" {
		s.because += "; the nearest is " + near
		s.fix = "Correct the name: " + l.request(func(other string) string {
			if other == name {
				return near
			}
			return other
		})
		return s
	}
	s.fix = "Install the layer, or ask for it no longer: " + l.request(drop)
	return s
}

// request is the command that sets XR_ENABLE_API_LAYERS to other names; "" leaves one out.
func (l *Layers) request(change func(string) string) string {
	var names []string
	for _, name := range l.host.RequestedLayers() {
		if name = change(name); name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "unset XR_ENABLE_API_LAYERS"
	}
	return "export XR_ENABLE_API_LAYERS=" + shell.Word(strings.Join(names, ":"))
}

// leftOut returns the manifest of an explicit layer that has the name, and why the loader leaves it out; nil if there is none.
func (l *Layers) leftOut(name string) (file string, why *loader.ManifestError) {
	for _, layer := range l.found.All {
		if !layer.Implicit && layer.Name == name && layer.Err != nil {
			return layer.Path, layer.Err
		}
	}
	return "", nil
}

// nearest returns the name of an explicit layer that differs in a prefix, or in few characters, whatever their case; or "".
func (l *Layers) nearest(name string) string {
	meant := strings.ToLower(strings.TrimSpace(name))
	near, least := "", max(2, len(meant)/6)+1
	for _, layer := range l.found.All {
		other := strings.ToLower(layer.Name)
		switch distance := levenshtein.ComputeDistance(meant, other); {
		case !layer.Listed() || layer.Implicit:
		case strings.HasSuffix(other, "_"+meant):
			return layer.Name
		case distance < least && distance < len(meant):
			near, least = layer.Name, distance
		}
	}
	return near
}

// misplaced returns a manifest of this name in a directory beside those that are searched, such as explicit_layer.d.
func (l *Layers) misplaced(name string) string {
	for _, step := range l.found.Steps {
		beside := path.Dir(step.Path)
		if path.Base(beside) != "api_layers" {
			continue
		}
		dirs, _ := l.host.ReadDir(beside)
		for _, dir := range dirs {
			if dir == "explicit.d" || dir == "implicit.d" {
				continue
			}
			files, _ := l.host.ReadDir(path.Join(beside, dir))
			for _, file := range files {
				if full := path.Join(beside, dir, file); strings.HasSuffix(file, ".json") && l.host.LayerName(full) == name {
					return full
				}
			}
		}
	}
	return ""
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
