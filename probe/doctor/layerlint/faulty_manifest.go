// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// faultyManifest is about manifests that the loader leaves out because of what is written in them.
var faultyManifest = lint.Linter{
	ID:       "layer_manifest",
	Explain:  "An API layer's manifest is left out by the loader, because of what is written in it.",
	Thorough: true,
	Check: each(func(_ layers, layer loader.Layer) *report.Problem {
		if layer.Err == nil || !slices.Contains(writingFaults, layer.Err.Code) {
			return nil
		}
		return problem("layer_manifest", report.SeverityWarning, "No program gets "+called(layer)+": "+text(layer.Err)+".", inManifest(layer))
	}),
}

// writingFaults are the faults that an editor corrects.
var writingFaults = []string{
	loader.CodeManifestSyntax, loader.CodeManifestRoot, loader.CodeManifestVersion, loader.CodeManifestFields, loader.CodeLayerAPIVersion, loader.CodeLayerImplementationVersion,
}
