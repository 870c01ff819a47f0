// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

import "slices"

// Feature is a feature descriptor, such as "local-floor".
// https://www.w3.org/TR/webxr/#feature-descriptor
type Feature string

// The feature descriptors of the WebXR Device API and of its modules.
const (
	FeatureViewer         Feature = "viewer"
	FeatureLocal          Feature = "local"
	FeatureLocalFloor     Feature = "local-floor"
	FeatureBoundedFloor   Feature = "bounded-floor"
	FeatureUnbounded      Feature = "unbounded"
	FeatureTrackedSources Feature = "tracked-sources"

	FeatureHandTracking    Feature = "hand-tracking"
	FeatureHitTest         Feature = "hit-test"
	FeatureAnchors         Feature = "anchors"
	FeaturePlaneDetection  Feature = "plane-detection"
	FeatureMeshDetection   Feature = "mesh-detection"
	FeatureDepthSensing    Feature = "depth-sensing"
	FeatureLightEstimation Feature = "light-estimation"
	FeatureDOMOverlay      Feature = "dom-overlay"
	FeatureCameraAccess    Feature = "camera-access"
	FeatureLayers          Feature = "layers"
	FeatureSecondaryViews  Feature = "secondary-views"
	FeatureSpaceWarp       Feature = "space-warp"
	FeatureWebGPU          Feature = "webgpu"
	FeatureBodyTracking    Feature = "body-tracking"
	FeatureMarkerTracking  Feature = "marker-tracking"
	FeatureImageTracking   Feature = "image-tracking"
	FeatureFrontFacing     Feature = "front-facing"
)

// The session modes whose sessions may have a feature.
const (
	always = iota
	immersiveOnly
	arOnly
)

// The session modes in which a feature needs explicit consent.
const (
	noConsent = iota
	inlineConsent
	alwaysConsent
)

// requirement is what the specifications require before a feature is enabled.
// https://www.w3.org/TR/webxr/#feature-requirements
type requirement struct {
	feature  Feature
	modes    int
	consent  int
	policies []Policy
}

// requirements are in the order in which Features returns them. Of the last three features, only
// explainers say what they require.
var requirements = []requirement{
	{feature: FeatureViewer},
	{feature: FeatureLocal, consent: inlineConsent, policies: []Policy{PolicySpatialTracking}},
	{feature: FeatureLocalFloor, consent: alwaysConsent, policies: []Policy{PolicySpatialTracking}},
	{feature: FeatureBoundedFloor, consent: alwaysConsent, policies: []Policy{PolicySpatialTracking}},
	{feature: FeatureUnbounded, modes: immersiveOnly, consent: alwaysConsent, policies: []Policy{PolicySpatialTracking}},
	{feature: FeatureTrackedSources, modes: immersiveOnly},
	{feature: FeatureHandTracking, modes: immersiveOnly, consent: alwaysConsent},
	{feature: FeatureHitTest, modes: immersiveOnly},
	{feature: FeatureAnchors, modes: immersiveOnly},
	{feature: FeaturePlaneDetection, modes: immersiveOnly},
	{feature: FeatureMeshDetection, modes: immersiveOnly},
	{feature: FeatureDepthSensing, modes: immersiveOnly},
	{feature: FeatureLightEstimation, modes: arOnly},
	{feature: FeatureDOMOverlay, modes: immersiveOnly},
	{feature: FeatureCameraAccess, modes: immersiveOnly, consent: alwaysConsent, policies: []Policy{PolicySpatialTracking, PolicyCamera}},
	{feature: FeatureLayers, modes: immersiveOnly},
	{feature: FeatureSecondaryViews, modes: immersiveOnly},
	{feature: FeatureSpaceWarp, modes: immersiveOnly},
	{feature: FeatureWebGPU, modes: immersiveOnly},
	{feature: FeatureBodyTracking, modes: immersiveOnly, consent: alwaysConsent},
	{feature: FeatureMarkerTracking, modes: arOnly},
	{feature: FeatureImageTracking, modes: arOnly},
	{feature: FeatureFrontFacing, modes: arOnly},
}

// Features returns every feature descriptor. Those of the WebXR Device API come first.
func Features() []Feature {
	all := make([]Feature, 0, len(requirements))
	for _, r := range requirements {
		all = append(all, r.feature)
	}
	return all
}

// ParseFeature returns the feature descriptor s, or an error that lists the descriptors. A
// vendor's own descriptor is not one of them.
func ParseFeature(s string) (Feature, error) { return parse("a feature descriptor", s, Features()) }

// DefaultFeatures returns the features that every session of a mode starts with.
// https://www.w3.org/TR/webxr/#default-features
func DefaultFeatures(mode SessionMode) []Feature {
	if mode.Immersive() {
		return []Feature{FeatureViewer, FeatureLocal}
	}
	return []Feature{FeatureViewer}
}

// For reports whether a session of the mode may have the feature.
func (f Feature) For(mode SessionMode) bool {
	switch f.requirement().modes {
	case immersiveOnly:
		return mode.Immersive()
	case arOnly:
		return mode == ImmersiveAR
	default:
		return true
	}
}

// NeedsConsent reports whether a session of the mode needs the user's explicit consent to the
// feature. https://www.w3.org/TR/webxr/#explicit-consent
func (f Feature) NeedsConsent(mode SessionMode) bool {
	switch f.requirement().consent {
	case inlineConsent:
		return mode == Inline
	case alwaysConsent:
		return true
	default:
		return false
	}
}

// Policies returns the policy-controlled features that a document must be allowed to use before it
// may use the feature.
func (f Feature) Policies() []Policy { return f.requirement().policies }

// requirement returns the feature's requirement. That of an unknown feature is the strictest.
func (f Feature) requirement() requirement {
	at := slices.IndexFunc(requirements, func(r requirement) bool { return r.feature == f })
	if at < 0 {
		return requirement{modes: arOnly, consent: alwaysConsent, policies: []Policy{PolicySpatialTracking, PolicyCamera}}
	}
	return requirements[at]
}
