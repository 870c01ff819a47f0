// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"fmt"
	"strings"
)

// LayerPlan says which API layers a program gets, as far as the files and the environment decide.
type LayerPlan struct {
	// Load are the layers that the loader tries to load, in its order: the first is nearest the program (rule Y16). A layer
	// whose library cannot be loaded is left out, unless all of them are (rule Y17).
	Load []Layer
	// Missing are the names that were asked for and that no layer has (rule Y15).
	Missing []string
	// Result is the XrResult of xrCreateInstance if the files decide that it fails because of layers: -2 or -36; otherwise 0.
	Result int32
	// Because says why, in one sentence; "" if Result is 0.
	Because string
}

// RequestedLayers returns the names in XR_ENABLE_API_LAYERS, which are separated by colons, on Windows by semicolons (rule Y15).
// An empty name between separators is one of them.
func (h Host) RequestedLayers() []string {
	value, _ := h.lookup()("XR_ENABLE_API_LAYERS")
	names := strings.Split(value, h.ListSeparator())
	if last := len(names) - 1; names[last] == "" {
		names = names[:last]
	}
	return names
}

// PlanLayers returns what a program gets that asks for no layers itself. The names are those of [Host.RequestedLayers].
func (h Host) PlanLayers(l Layers, requested []string) LayerPlan {
	if l.ImplicitResult != 0 || l.ExplicitResult != 0 {
		return LayerPlan{Result: resultRuntimeFailure, Because: l.Because}
	}
	var plan LayerPlan
	var explicit []Layer
	found := map[string]bool{}
	for _, layer := range l.All {
		switch {
		case !layer.Listed():
		case layer.Implicit:
			plan.Load = append(plan.Load, layer)
			found[layer.Name] = true
		default:
			explicit = append(explicit, layer)
		}
	}
	for _, name := range requested {
		var there bool
		if h.follows(changeEveryManifest) {
			explicit, there = plan.takeEvery(name, explicit, found)
		} else {
			explicit, there = plan.takeFirst(name, explicit, found)
		}
		if !there {
			plan.Missing = append(plan.Missing, name)
		}
	}
	if len(plan.Missing) > 0 {
		plan.Result, plan.Because = resultLayerNotPresent, fmt.Sprintf("XR_ENABLE_API_LAYERS names %q, which is not there", plan.Missing[0])
	}
	return plan
}

// takeEvery moves every explicit layer of a name into the plan: two manifests of one name are two layers. It reports whether
// the name is there.
func (p *LayerPlan) takeEvery(name string, explicit []Layer, found map[string]bool) (rest []Layer, there bool) {
	if found[name] {
		return explicit, true
	}
	for _, layer := range explicit {
		if layer.Name != name {
			rest = append(rest, layer)
			continue
		}
		p.Load = append(p.Load, layer)
		found[name] = true
	}
	return rest, found[name]
}

// takeFirst is what loaders did before the change: they looked for the name beside each explicit layer that is left, so that
// where none is left, no name is there.
func (p *LayerPlan) takeFirst(name string, explicit []Layer, found map[string]bool) (rest []Layer, there bool) {
	for _, layer := range explicit {
		if found[name] || layer.Name != name {
			there = there || found[name]
			rest = append(rest, layer)
			continue
		}
		p.Load = append(p.Load, layer)
		found[name], there = true, true
	}
	return rest, there
}

// Extensions returns the instance extensions that the layers of a plan add, each with the greatest version (rules Y12 and Y13).
func (p LayerPlan) Extensions() []LayerExtension {
	var list []LayerExtension
	at := map[string]int{}
	for _, layer := range p.Load {
		for _, extension := range layer.Extensions {
			i, known := at[extension.Name]
			if !known {
				at[extension.Name] = len(list)
				list = append(list, extension)
				continue
			}
			list[i].Version = max(list[i].Version, extension.Version)
		}
	}
	return list
}
