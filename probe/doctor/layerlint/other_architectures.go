// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"context"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// otherArchitectures is about XR_ENABLE_API_LAYERS, which programs of all architectures read: those for which the layer is not there
// fail, unless they load another layer.
var otherArchitectures = lint.Linter{
	ID:       "layer_architectures",
	Explain:  "An API layer is asked for, and is not there for programs of another architecture that have a runtime here, so they fail.",
	Thorough: true,
	Check: func(ctx context.Context, p *lint.Patient) []report.Problem {
		var problems []report.Problem
		told := map[string]bool{}
		for _, row := range p.Report.Programs {
			if row.Arch == nil || *row.Arch == p.Host.ArchWord() || row.Runtime == nil || row.Result == nil || *row.Result == "XR_SUCCESS" || told[*row.Arch] {
				continue
			}
			other := p.Host
			other.Arch, other.LoaderFile = *row.Arch, ""
			other.Loader, _ = loader.ParseVersion(row.LoaderVersion) // the zero value is the newest
			for _, layer := range lostIn(ctx, p, other) {
				told[*row.Arch] = true
				l := layers{Patient: p}
				problems = append(problems, *problem("layer_architectures", report.SeverityWarning,
					fmt.Sprintf("Programs for %s fail, because %s names the API layer %s, which is here only for %s.", *row.Arch, requested, layer, p.Host.ArchWord()),
					fmt.Sprintf("Install the layer for %s too, or ask for it no longer: %s", *row.Arch, l.request(func(names []string) []string {
						return slices.DeleteFunc(names, func(name string) bool { return name == layer })
					}))))
			}
		}
		return problems
	},
}

// lostIn returns the names that are asked for, that the patient's programs get, and that those of another host do not.
func lostIn(ctx context.Context, p *lint.Patient, other loader.Host) []string {
	own, theirs := usable(ctx, p, p.Host), usable(ctx, p, other)
	var lost []string
	for _, name := range p.Host.RequestedLayers() {
		if name != "" && slices.Contains(own, name) && !slices.Contains(theirs, name) && !slices.Contains(lost, name) {
			lost = append(lost, name)
		}
	}
	return lost
}

// usable returns the names of the layers that programs of a host load, as far as their libraries' headers tell.
func usable(ctx context.Context, p *lint.Patient, h loader.Host) []string {
	found, err := h.Layers(ctx)
	if err != nil {
		return nil
	}
	var names []string
	for _, layer := range h.PlanLayers(found, h.RequestedLayers()).Load {
		if binary := h.InspectLayer(layer.LayerManifest); p.Level == report.LevelManifest || binary.Problem == nil && binary.Found != loader.No {
			names = append(names, layer.Name)
		}
	}
	return names
}
