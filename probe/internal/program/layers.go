// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Layers are the API layers of a host.
type Layers struct {
	host  loader.Host
	found loader.Layers
	plan  loader.LayerPlan
	// unusable says of manifests whose libraries cannot be loaded why, by the manifests' paths.
	unusable map[string]Refusal
	// codes say in a word what else is wrong with a layer.
	codes map[string]string
	arch  map[string]string
	// libraries are the files that the libraries are, inside the root.
	libraries map[string]string
	// observed is what a layer did in a child that stops every program; nil if nothing does.
	observed *stop
	// created is set if xrCreateInstance succeeded with the layers. If it is not known, untold may say why.
	created bool
	untold  string
}

// Look reads the manifests, and the headers of libraries unless only manifests may be read. It returns nil if the search for
// layers is not known on the host's operating system. The error is the context's.
func Look(ctx context.Context, h loader.Host, onlyManifests bool) (*Layers, error) {
	found, err := h.Layers(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, nil //nolint:nilerr // the search of this system is not known
	}
	l := &Layers{host: h, found: found, plan: h.PlanLayers(found, h.RequestedLayers()), unusable: map[string]Refusal{}, codes: map[string]string{}, arch: map[string]string{}, libraries: map[string]string{}}
	for _, layer := range found.All {
		switch {
		case onlyManifests:
		case layer.Listed():
			l.inspect(layer)
		case layer.LibraryPath != "":
			l.arch[layer.Path] = h.InspectLayer(layer.LayerManifest).Arch
		}
	}
	l.findShared()
	return l, nil
}

func (l *Layers) inspect(layer loader.Layer) {
	binary := l.host.InspectLayer(layer.LayerManifest)
	l.arch[layer.Path], l.libraries[layer.Path] = binary.Arch, binary.Path
	switch problem := binary.Problem; {
	case layer.Bare && binary.Found == loader.No:
		l.unusable[layer.Path] = Refusal{loader.CodeLibraryMissing, fmt.Sprintf("its library %s is in none of the linker's directories", layer.Library), fileAccessError}
	case problem != nil && (problem.Code == loader.CodeLibraryNoNegotiate || problem.Code == loader.CodeLibraryEmptyPath):
		l.unusable[layer.Path] = Refusal{problem.Code, fmt.Sprintf("its library \"%s\" is no API layer", layer.LibraryPath), layerNotPresent}
	case problem != nil:
		l.unusable[layer.Path] = Refusal{problem.Code, fmt.Sprintf("its library cannot be loaded: %s: %s", problem.Path, strings.TrimSuffix(problem.Text, ".")), fileAccessError}
	}
}

// Variables are the variables that turn the layers on and off; none for nil.
func (l *Layers) Variables() []loader.Variable {
	if l == nil {
		return nil
	}
	return l.host.LayerVariables(l.found)
}

// Report returns every manifest that the loader reads, in its order.
func (l *Layers) Report() []report.Layer {
	list := make([]report.Layer, 0, len(l.found.All))
	for _, layer := range l.found.All {
		enabled, because := l.state(layer)
		row := report.Layer{Name: orNil(strings.ToValidUTF8(layer.Name, "\uFFFD")), Type: report.LayerExplicit, Listed: layer.Listed(), Enabled: enabled, Because: because, Code: orNil(l.code(layer)),
			Manifest: layer.Path, Library: orNil(l.library(layer)), Arch: orNil(l.arch[layer.Path]), Extensions: []report.LayerExtension{}}
		if layer.Implicit {
			row.Type = report.LayerImplicit
		}
		if layer.APIMajor != 0 || layer.APIMinor != 0 {
			row.APIVersion = new(fmt.Sprintf("%d.%d", layer.APIMajor, layer.APIMinor))
		}
		if layer.Versioned {
			row.ImplementationVersion = new(layer.ImplementationVersion)
		}
		for _, extension := range layer.Extensions {
			row.Extensions = append(row.Extensions, report.LayerExtension{Name: extension.Name, Version: extension.Version})
		}
		list = append(list, row)
	}
	return list
}

// library is a layer's library: a name, or a path without "." and "..", as runtimes have it.
func (l *Layers) library(layer loader.Layer) string {
	if layer.Bare {
		return layer.Library
	}
	return l.host.Plain(layer.Library)
}

// state says whether a layer is loaded, and why.
func (l *Layers) state(layer loader.Layer) (enabled bool, because string) {
	planned := slices.ContainsFunc(l.plan.Load, func(p loader.Layer) bool { return p.Path == layer.Path && p.Implicit == layer.Implicit })
	reason := "XR_ENABLE_API_LAYERS names it"
	switch {
	case layer.Implicit && layer.DisableVariable == "":
		reason = "it is implicit, and its manifest names no variable that turns it off"
	case layer.Implicit:
		reason = "it is implicit, and " + layer.DisableVariable + " is not set"
	}
	why, broken := l.unusable[layer.Path]
	switch {
	case layer.Err != nil && layer.Err.Result != 0:
		return false, "its manifest makes every program fail: " + layer.Err.Text
	case layer.Err != nil:
		return false, "the loader leaves it out: " + layer.Err.Text
	case layer.DisabledBy != "":
		return false, layer.DisabledBy
	case planned && broken:
		return false, reason + ", but " + why.Text
	case planned:
		return true, reason
	case slices.Contains(l.host.RequestedLayers(), layer.Name):
		return false, "another layer of this name comes first"
	}
	return false, "XR_ENABLE_API_LAYERS does not name it; a program may ask for it"
}

// code says in a word what is wrong with a layer, or "".
func (l *Layers) code(layer loader.Layer) string {
	if layer.Err != nil {
		return layer.Err.Code
	}
	return cmp.Or(l.unusable[layer.Path].Code, l.codes[layer.Path])
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
