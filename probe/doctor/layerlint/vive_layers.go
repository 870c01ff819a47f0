// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// viveLayers is about layers that HTC made for two runtimes, as OpenXR-API-Layers-GUI knows. If the active runtime's manifest has no
// name, nothing is known.
var viveLayers = lint.Linter{
	ID:       "vive_layers",
	Explain:  "An API layer of HTC's Vive is on, and the active runtime is none of those that it works with.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		active := l.Report.Active()
		if active == nil || !slices.Contains(ofVive, layer.Name) || !l.isOn(layer) {
			return nil
		}
		manifest, err := l.Host.ReadManifest(active.Manifest)
		if err != nil || manifest.Name == "" || slices.Contains(withVive, manifest.Name) {
			return nil
		}
		return problem("vive_layers", report.SeverityWarning,
			fmt.Sprintf("%s is on, and works only with SteamVR and VIVE OpenXR. The active runtime is %s, with which programs may crash.", beginning(layer), manifest.Name), l.turnOff(layer))
	}),
}

// ofVive are the layers, and withVive the names in the manifests of the runtimes that they work with.
var (
	ofVive   = []string{"XR_APILAYER_VIVE_MR", "XR_APILAYER_VIVE_hand_tracking", "XR_APILAYER_VIVE_facial_tracking", "XR_APILAYER_VIVE_srworks", "XR_APILAYER_VIVE_xr_tracker"}
	withVive = []string{"SteamVR", "VIVE_OpenXR"}
)
