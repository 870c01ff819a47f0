// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"slices"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// way is one way in which OpenXR offers a feature. It is open if the runtime lists every
// extension and the other condition, if there is one, holds.
type way struct {
	extensions []string
	// properties are members of system properties. They are needed if the extension by
	// itself does not say whether this headset supports the feature. The first one that the system
	// reported counts. If hint is set and none was reported, the verdict is yes.
	properties []member
	hint       bool
	// capability is a spatial capability of XR_EXT_spatial_entity that the system must list.
	capability string
	// view is a view configuration, defined by the last extension, that the system must have.
	view string
	// space is a reference space, defined by the last extension, that a session must list.
	space string
	// session says what only a session could show.
	session string
	// trackers are the trackers of a session that settle the verdict, unless a property said no.
	trackers []string
}

// ways are the ways in which OpenXR offers each feature. One open way is enough.
var ways = sync.OnceValue(func() map[webxr.Feature][]way {
	return map[webxr.Feature][]way{
		webxr.FeatureUnbounded: {
			{extensions: []string{"XR_MSFT_unbounded_reference_space"}, space: "XR_REFERENCE_SPACE_TYPE_UNBOUNDED_MSFT"},
			{extensions: []string{"XR_ANDROID_unbounded_reference_space"}, space: "XR_REFERENCE_SPACE_TYPE_UNBOUNDED_ANDROID"},
		},
		webxr.FeatureTrackedSources: {
			{extensions: []string{"XR_HTCX_vive_tracker_interaction"}, trackers: []string{report.TrackerVive}, session: "only a session shows whether a tracker is connected; the feature is experimental"},
		},
		webxr.FeatureHandTracking: {
			{extensions: []string{"XR_EXT_hand_tracking"}, properties: []member{{structure: "XrSystemHandTrackingPropertiesEXT", name: "supportsHandTracking"}}, trackers: []string{report.TrackerHandLeft, report.TrackerHandRight}},
		},
		webxr.FeatureHitTest: {
			{extensions: []string{"XR_MSFT_scene_understanding"}},
			{extensions: []string{"XR_ANDROID_trackables", "XR_ANDROID_raycast"}},
			{extensions: []string{"XR_EXT_spatial_entity", "XR_EXT_spatial_plane_tracking"}, capability: "XR_SPATIAL_CAPABILITY_PLANE_TRACKING_EXT"},
		},
		webxr.FeatureAnchors: {
			{extensions: []string{"XR_MSFT_spatial_anchor"}},
			{extensions: []string{"XR_EXT_future", "XR_EXT_spatial_entity", "XR_EXT_spatial_anchor"}, capability: "XR_SPATIAL_CAPABILITY_ANCHOR_EXT"},
			{extensions: []string{"XR_FB_spatial_entity"}, properties: []member{{structure: "XrSystemSpatialEntityPropertiesFB", name: "supportsSpatialEntity"}}},
			{extensions: []string{"XR_ANDROID_trackables"}, properties: []member{{structure: "XrSystemTrackablesPropertiesANDROID", name: "supportsAnchor"}}},
		},
		webxr.FeaturePlaneDetection: {
			{extensions: []string{"XR_EXT_spatial_entity", "XR_EXT_spatial_plane_tracking"}, capability: "XR_SPATIAL_CAPABILITY_PLANE_TRACKING_EXT"},
			{extensions: []string{"XR_EXT_plane_detection"}, properties: []member{{"XrSystemPlaneDetectionPropertiesEXT", "supportedFeatures", "XR_PLANE_DETECTION_CAPABILITY_PLANE_DETECTION_BIT_EXT"}}},
			{extensions: []string{"XR_FB_scene"}},
		},
		webxr.FeatureMeshDetection: {
			{extensions: []string{"XR_ANDROID_scene_meshing"}, properties: []member{{structure: "XrSystemSceneMeshingPropertiesANDROID", name: "supportsSceneMeshing"}}},
			{extensions: []string{"XR_META_spatial_entity_mesh"}},
			{extensions: []string{"XR_MSFT_scene_understanding"}},
		},
		webxr.FeatureDepthSensing: {
			{extensions: []string{"XR_ANDROID_depth_texture"}, properties: []member{{structure: "XrSystemDepthTrackingPropertiesANDROID", name: "supportsDepthTracking"}}},
			{extensions: []string{"XR_META_environment_depth"}, properties: []member{{structure: "XrSystemEnvironmentDepthPropertiesMETA", name: "supportsEnvironmentDepth"}}},
		},
		webxr.FeatureLightEstimation: {
			{extensions: []string{"XR_ANDROID_light_estimation"}, properties: []member{{structure: "XrSystemLightEstimationPropertiesANDROID", name: "supportsLightEstimation"}}, hint: true},
		},
		webxr.FeatureLayers: {
			{extensions: []string{"XR_KHR_composition_layer_cylinder", "XR_KHR_composition_layer_equirect2", "XR_KHR_composition_layer_cube"}},
		},
		webxr.FeatureSecondaryViews: {
			{
				extensions: []string{"XR_MSFT_secondary_view_configuration", "XR_MSFT_first_person_observer"},
				view:       "XR_VIEW_CONFIGURATION_TYPE_SECONDARY_MONO_FIRST_PERSON_OBSERVER_MSFT",
			},
		},
		webxr.FeatureSpaceWarp: {
			{extensions: []string{"XR_FB_space_warp"}, properties: []member{{structure: "XrSystemSpaceWarpPropertiesFB", name: "recommendedMotionVectorImageRectWidth"}}},
		},
		webxr.FeatureBodyTracking: {
			{extensions: []string{"XR_FB_body_tracking"}, properties: []member{{structure: "XrSystemBodyTrackingPropertiesFB", name: "supportsBodyTracking"}}},
			{extensions: []string{"XR_BD_body_tracking"}, properties: []member{{structure: "XrSystemBodyTrackingPropertiesBD", name: "supportsBodyTracking"}}},
			{extensions: []string{"XR_HTC_body_tracking"}, properties: []member{{structure: "XrSystemBodyTrackingPropertiesHTC", name: "supportsBodyTracking"}}},
		},
		webxr.FeatureMarkerTracking: markerWays,
		webxr.FeatureImageTracking:  markerWays,
	}
})

var markerWays = []way{
	{extensions: []string{"XR_EXT_spatial_marker_tracking"}},
	{extensions: []string{"XR_VARJO_marker_tracking"}, properties: []member{{structure: "XrSystemMarkerTrackingPropertiesVARJO", name: "supportsMarkerTracking"}}, hint: true},
}

// features judges every feature descriptor for an immersive session, in the specifications'
// order. A session of "immersive-ar" may ask for all of them.
func features(d *device, agent UserAgent) []report.Feature {
	all := webxr.Features()
	judged := make([]report.Feature, 0, len(all))
	for _, feature := range all {
		c := d.checkFeature(feature, agent)
		judged = append(judged, report.Feature{Name: feature, Support: c.verdict, Because: c.because})
	}
	return judged
}

// forMode returns the features that a session of the mode may ask for.
func forMode(mode webxr.SessionMode, features []report.Feature) []report.Feature {
	return slices.DeleteFunc(slices.Clone(features), func(f report.Feature) bool { return !f.Name.For(mode) })
}

// vendorFeatures returns the features of the user agent's vendor. No specification has them.
func vendorFeatures(agent UserAgent) []report.Feature {
	own := make([]report.Feature, 0, len(agent.Vendor))
	for _, feature := range agent.Vendor {
		own = append(own, report.Feature{Name: feature, Support: report.VerdictYes, Because: "the user agent's vendor defines it; no specification does"})
	}
	return own
}

// inlineFeatures returns the features of the default inline XR device, which reports no poses.
// https://www.w3.org/TR/webxr/#default-inline-xr-device
func inlineFeatures() []report.Feature {
	judged := []report.Feature{}
	for _, feature := range webxr.Features() {
		switch {
		case feature == webxr.FeatureViewer:
			judged = append(judged, report.Feature{Name: feature, Support: report.VerdictYes, Because: everySessionHasViewer})
		case feature.For(webxr.Inline):
			judged = append(judged, report.Feature{Name: feature, Support: report.VerdictNo, Because: "the default inline device reports no poses"})
		}
	}
	return judged
}

const everySessionHasViewer = "every session has the viewer reference space"

// checkFeature judges one feature descriptor for an immersive session.
func (d *device) checkFeature(feature webxr.Feature, agent UserAgent) conclusion {
	if !agent.implements(feature) {
		return conclusion{report.VerdictNo, "the user agent does not implement the module of " + string(feature)}
	}
	switch feature {
	case webxr.FeatureViewer:
		return d.checkSpaceOr(viewSpace, conclusion{report.VerdictYes, everySessionHasViewer})
	case webxr.FeatureLocal:
		return d.checkSpaceOr(localSpace, conclusion{report.VerdictYes, "every OpenXR runtime supports " + localSpace})
	case webxr.FeatureLocalFloor:
		return d.checkLocalFloor()
	case webxr.FeatureBoundedFloor:
		return d.checkBoundedFloor()
	case webxr.FeatureDOMOverlay:
		return byUserAgent(agent.DOMOverlay, "the user agent, not the runtime, shows the page's elements")
	case webxr.FeatureWebGPU:
		return byUserAgent(agent.WebGPU, "the user agent, not the runtime, decides which graphics API draws")
	case webxr.FeatureCameraAccess:
		if agent.CameraAccess == "" {
			agent.CameraAccess = report.VerdictNo
		}
		return byUserAgent(agent.CameraAccess, "OpenXR has no camera images that WebXR could pass on")
	case webxr.FeatureFrontFacing:
		return conclusion{report.VerdictNo, "OpenXR has no displays that face the user"}
	}
	return d.checkWays(ways()[feature])
}

// byUserAgent returns the user agent's own verdict; without one it is unknown.
func byUserAgent(verdict report.Verdict, because string) conclusion {
	if verdict == "" {
		verdict = report.VerdictUnknown
	}
	return conclusion{verdict, because}
}

// checkWays returns the conclusion of the first way that is open. Without one it returns the
// first that is neither yes nor no, and without that one no, with the reasons of all ways.
func (d *device) checkWays(ways []way) conclusion {
	var undecided conclusion
	noes := make([]string, 0, len(ways))
	for i := range ways {
		c := d.checkWay(&ways[i])
		switch {
		case c.verdict == report.VerdictYes:
			return c
		case c.verdict == report.VerdictNo:
			noes = append(noes, c.because)
		case undecided.verdict == "":
			undecided = c
		}
	}
	if undecided.verdict != "" {
		return undecided
	}
	return conclusion{report.VerdictNo, strings.Join(noes, "; ")}
}

// checkWay judges one way: its extensions first, and then its other condition. A reference
// space that a session lists is there, whatever the extensions are.
func (d *device) checkWay(w *way) conclusion {
	if c, known := d.checkSpace(w.space); known && c.verdict == report.VerdictYes {
		return c
	}
	for _, extension := range w.extensions {
		switch d.lists(extension) {
		case report.VerdictUnknown:
			return conclusion{report.VerdictUnknown, "the runtime's extensions are not known"}
		case report.VerdictNo:
			return conclusion{report.VerdictNo, extension + " is not listed"}
		}
	}
	listed := listedText(w.extensions)
	c := d.checkCondition(w)
	if c.verdict != report.VerdictNo {
		c = d.checkTrackers(w.trackers, c)
	}
	switch {
	case c.because == "":
		return conclusion{c.verdict, listed}
	case w.hint && c.verdict == report.VerdictUnknown:
		return conclusion{report.VerdictYes, listed}
	case c.verdict == report.VerdictYes:
		return conclusion{c.verdict, listed + ", and " + c.because}
	default:
		return conclusion{c.verdict, listed + ", but " + c.because}
	}
}

func listedText(extensions []string) string {
	if len(extensions) == 1 {
		return extensions[0] + " is listed"
	}
	return strings.Join(extensions, ", ") + " are listed"
}

// checkCondition judges the condition of a way besides its extensions; yes if it has none.
func (d *device) checkCondition(w *way) conclusion {
	switch {
	case len(w.properties) > 0:
		return d.checkMembers(w.properties)
	case w.capability != "":
		return d.checkCapability(w.capability)
	case w.view != "":
		return d.checkView(w.view, w.extensions[len(w.extensions)-1])
	case w.space != "":
		return d.checkWaySpace(w)
	case w.session != "":
		return conclusion{report.VerdictUnverified, w.session}
	default:
		return conclusion{verdict: report.VerdictYes}
	}
}
