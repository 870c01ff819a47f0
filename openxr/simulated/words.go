// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// This file lists the words that a sheet may use. Those of OpenXR are names of enumerants.

func hostFormFactors() []string {
	return []string{"desktop", "laptop", "phone", "tablet", "standalone_headset", "server", "container"}
}

func formFactors() []xr.FormFactor {
	return []xr.FormFactor{xr.FormFactorHeadMountedDisplay, xr.FormFactorHandheldDisplay}
}

func viewConfigurationTypes() []xr.ViewConfigurationType {
	return []xr.ViewConfigurationType{
		xr.ViewConfigurationTypePrimaryMono, xr.ViewConfigurationTypePrimaryStereo,
		xr.ViewConfigurationTypePrimaryStereoWithFoveatedInset, xr.ViewConfigurationTypeSecondaryMonoFirstPersonObserverMSFT,
	}
}

func environmentBlendModes() []xr.EnvironmentBlendMode {
	return []xr.EnvironmentBlendMode{xr.EnvironmentBlendModeOpaque, xr.EnvironmentBlendModeAdditive, xr.EnvironmentBlendModeAlphaBlend}
}

func spatialCapabilities() []xr.SpatialCapabilityEXT {
	return []xr.SpatialCapabilityEXT{
		xr.SpatialCapabilityPlaneTrackingEXT, xr.SpatialCapabilityMarkerTrackingQrCodeEXT, xr.SpatialCapabilityMarkerTrackingMicroQrCodeEXT,
		xr.SpatialCapabilityMarkerTrackingArucoMarkerEXT, xr.SpatialCapabilityMarkerTrackingAprilTagEXT, xr.SpatialCapabilityAnchorEXT,
		xr.SpatialCapabilityObjectTrackingANDROID, xr.SpatialCapabilityDepthRaycastANDROID,
	}
}

// results returns the results of core OpenXR. A sheet cannot use those of extensions.
func results() []xr.Result {
	var all []xr.Result
	for v := xr.Result(16); v >= -64; v-- {
		if strings.HasPrefix(v.String(), "XR_") {
			all = append(all, v)
		}
	}
	return all
}

// findNamed returns the enumerant with this name, and false if there is none.
func findNamed[T fmt.Stringer](name string, all []T) (T, bool) {
	at := slices.IndexFunc(all, func(v T) bool { return v.String() == name })
	if at < 0 {
		var none T
		return none, false
	}
	return all[at], true
}

// mustFindNamed returns the enumerant with this name. The checks of the sheet ensure that it
// exists.
func mustFindNamed[T fmt.Stringer](name string, all []T) T {
	v, _ := findNamed(name, all)
	return v
}

func namesOf[T fmt.Stringer](all []T) []string {
	names := make([]string, 0, len(all))
	for _, v := range all {
		names = append(names, v.String())
	}
	return names
}
