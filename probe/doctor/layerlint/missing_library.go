// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// missingLibrary is about rule Y9: a manifest whose library_path is a path to nothing is left out. Mostly it was left behind.
var missingLibrary = lint.Linter{
	ID:       "layer_library_missing",
	Explain:  "An API layer's manifest is left out by the loader, because the library that it names does not exist.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Err == nil || layer.Err.Code != loader.CodeLayerLibraryMissing {
			return nil
		}
		return problem("layer_library_missing", report.SeverityWarning, "No program gets "+called(layer)+": "+text(layer.Err)+".", l.leftBehind(layer))
	}),
}

// leftBehind is the fix of a layer that may be gone, and of which a manifest is left. A sandbox may share the manifest with programs
// outside, which find the library there; so nothing is removed inside.
func (l layers) leftBehind(layer loader.Layer) string {
	if in := place.Inside(l.Host); in.Kind != "" && in.Kind != place.Sudo {
		return "Install the layer in here too, if programs in here need it."
	}
	if strings.HasPrefix(layer.Source, "HKEY_") {
		return "Install the layer again. If it is gone" + asAdministrator(layer.Source) + ": " + l.remove(layer)
	}
	return "Install the layer again, or if no package has the manifest: " + l.remove(layer)
}
