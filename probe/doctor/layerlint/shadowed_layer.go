// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// shadowedLayer is about a name that leads to another manifest: an implicit layer comes before every explicit one of its name, and for
// loaders before 1.0.30 the first explicit one before the others.
var shadowedLayer = lint.Linter{
	ID:       "shadowed_layer",
	Explain:  "An API layer that is asked for is not loaded, because another one of its name comes first.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Implicit || !layer.Listed() || l.isPlanned(layer) || !slices.Contains(l.Host.RequestedLayers(), layer.Name) {
			return nil
		}
		on := l.on()
		at := slices.IndexFunc(on, func(other loader.Layer) bool { return other.Name == layer.Name })
		if at < 0 || l.Host.SameFile(on[at].Library, layer.Library) {
			return nil
		}
		fix := "Keep one of them: " + l.setAside(layer)
		if first := on[at]; first.Implicit && shell.IsVariable(first.DisableVariable) {
			fix = "To get the explicit one: " + shell.Set(l.GOOS(), first.DisableVariable, "1")
		}
		return problem("shadowed_layer", report.SeverityWarning,
			fmt.Sprintf("%s names %s, and programs get %s instead of %s, because it comes first.", requested, layer.Name, on[at].Path, layer.Path), fix)
	}),
}
