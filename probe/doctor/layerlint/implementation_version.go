// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// implementationVersion is about rule Y8, which changed in 1.1.59.1. A version that this loader refuses is a faulty manifest.
var implementationVersion = lint.Linter{
	ID:       "layer_version",
	Explain:  "An API layer's implementation_version is no plain number: loaders take it for another number, or leave the layer out, depending on their versions.",
	Thorough: true,
	Check: func(ctx context.Context, p *lint.Patient) []report.Problem {
		newest := p.Host
		newest.Loader = loader.Newest
		later, _ := newest.Layers(ctx) // where the search is not known, no layer is looked at
		return each(func(l layers, layer loader.Layer) *report.Problem {
			written, told := writtenVersion(l, layer)
			if _, err := strconv.ParseUint(written, 10, 32); !told || err == nil || layer.Err != nil || !layer.Versioned {
				return nil
			}
			text := fmt.Sprintf("The implementation_version of %s is %+q, which the loader takes for %d.", called(layer), written, layer.ImplementationVersion)
			severity := report.SeverityInfo
			if isLeftOut(later, layer) {
				severity = report.SeverityWarning
				text = fmt.Sprintf("Programs with a loader since 1.1.59.1 do not get %s: its implementation_version is %+q, which is no number. Loader %s takes it for %d.", called(layer), written, versionOf(l.Host), layer.ImplementationVersion)
			}
			return problem("layer_version", severity, text, fmt.Sprintf(`In %s, write "implementation_version": "1", or the layer's own number.`, layer.Path))
		})(ctx, p)
	},
}

// writtenVersion returns the text of implementation_version, if the manifest is JSON.
func writtenVersion(l layers, layer loader.Layer) (string, bool) {
	var manifest struct {
		Layer struct {
			Version *string `json:"implementation_version"`
		} `json:"api_layer"`
	}
	data, err := l.Host.ReadFile(layer.Path)
	if err != nil || json.Unmarshal(data, &manifest) != nil || manifest.Layer.Version == nil {
		return "", false
	}
	return *manifest.Layer.Version, true
}

// isLeftOut reports whether another loader leaves a layer out because of its version.
func isLeftOut(found loader.Layers, layer loader.Layer) bool {
	return slices.ContainsFunc(found.All, func(other loader.Layer) bool {
		return other.Path == layer.Path && other.Err != nil && other.Err.Code == loader.CodeLayerImplementationVersion
	})
}

// versionOf is the version of a host's loader.
func versionOf(h loader.Host) loader.Version {
	if h.Loader == (loader.Version{}) {
		return loader.Newest
	}
	return h.Loader
}
