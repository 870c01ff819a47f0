// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// staleLayer is about values that an uninstaller left.
var staleLayer = lint.Linter{
	ID:       "stale_layer",
	Explain:  "Windows' registry names the manifest of an API layer that does not exist, or that the loader does not take for a manifest.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		var problems []report.Problem
		for _, layer := range m.allLayers(ctx) {
			if layer.Err == nil || layer.Err.Code != loader.CodeLayerNotManifest {
				continue
			}
			problems = append(problems, problem("stale_layer", report.SeverityInfo,
				fmt.Sprintf("No program gets the API layer of %s: %s", layer.Path, layer.Err.Text), layer.Err.Fix)...)
		}
		return problems
	}),
}

// allLayers returns what both views and the user's registry name as layers, each once.
func (m machine) allLayers(ctx context.Context) []loader.Layer {
	found, err := m.Host.Layers(ctx)
	if err != nil {
		return nil
	}
	list := slices.DeleteFunc(found.All, func(layer loader.Layer) bool { return !strings.HasPrefix(layer.Source, "HKEY_") })
	if _, other, both := m.views(); both {
		list = append(list, m.layersOf(ctx, other)...)
	}
	return list
}
