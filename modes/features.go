// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// way is one set of OpenXR's conditions under which a feature can be had: every
// extension is listed and what else is named says yes.
type way struct {
	extensions []string
	// properties, of which the first that was reported counts, must say yes where the
	// extension alone does not tell whether this headset has what the runtime knows of.
	// Where they are only a hint, no report is yes.
	properties []member
	hint       bool
	// capability is one of XR_EXT_spatial_entity, which lists them per system.
	capability string
	// view is a view configuration that the last extension brings.
	view string
	// session says what only a session could tell.
	session string
	// trackers are those that, in a session, tell what was left open.
	trackers []string
}

// ways are those by which OpenXR offers each feature; one is enough.
var ways = map[webxr.Feature][]way{
	webxr.FeatureUnbounded: {
		{extensions: []string{"XR_MSFT_unbounded_reference_space"}},
		{extensions: []string{"XR_ANDROID_unbounded_reference_space"}},
	},
	webxr.FeatureTrackedSources: {
		{extensions: []string{"XR_HTCX_vive_tracker_interaction"}, trackers: []string{report.TrackerVive}, session: "whether a tracker is there shows in a session; the feature is experimental"},
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

var markerWays = []way{
	{extensions: []string{"XR_EXT_spatial_marker_tracking"}},
	{extensions: []string{"XR_VARJO_marker_tracking"}, properties: []member{{structure: "XrSystemMarkerTrackingPropertiesVARJO", name: "supportsMarkerTracking"}}, hint: true},
}

// features answers for every feature descriptor of an immersive session, in the
// specifications' order. "immersive-ar" has all of them.
func features(k *knowledge, agent UserAgent) []report.Feature {
	all := webxr.Features()
	answered := make([]report.Feature, 0, len(all))
	for _, feature := range all {
		found := k.feature(feature, agent)
		answered = append(answered, report.Feature{Name: feature, Support: found.answer, Because: found.text})
	}
	return answered
}

// only returns the features that a session of the mode could ask for.
func only(mode webxr.SessionMode, features []report.Feature) []report.Feature {
	return slices.DeleteFunc(slices.Clone(features), func(f report.Feature) bool { return !f.Name.For(mode) })
}

// vendors are the features that no specification has.
func vendors(agent UserAgent) []report.Feature {
	own := make([]report.Feature, 0, len(agent.Vendor))
	for _, feature := range agent.Vendor {
		own = append(own, report.Feature{Name: feature, Support: report.VerdictYes, Because: "the user agent's vendor has it; no specification does"})
	}
	return own
}

// inlineFeatures are those of the default inline XR device, which reports no poses.
// https://www.w3.org/TR/webxr/#default-inline-xr-device
func inlineFeatures() []report.Feature {
	answered := []report.Feature{}
	for _, feature := range webxr.Features() {
		switch {
		case feature == webxr.FeatureViewer:
			answered = append(answered, report.Feature{Name: feature, Support: report.VerdictYes, Because: everySessionViews})
		case feature.For(webxr.Inline):
			answered = append(answered, report.Feature{Name: feature, Support: report.VerdictNo, Because: "the default inline device reports no poses"})
		}
	}
	return answered
}

const everySessionViews = "every session has the viewer reference space"

// feature answers for one feature descriptor of an immersive session.
func (k *knowledge) feature(feature webxr.Feature, agent UserAgent) finding {
	if !agent.implements(feature) {
		return finding{report.VerdictNo, "the user agent does not implement the module of " + string(feature)}
	}
	switch feature {
	case webxr.FeatureViewer:
		return finding{report.VerdictYes, everySessionViews}
	case webxr.FeatureLocal:
		return finding{report.VerdictYes, "every OpenXR runtime supports XR_REFERENCE_SPACE_TYPE_LOCAL"}
	case webxr.FeatureLocalFloor:
		return finding{report.VerdictYes, k.floor()}
	case webxr.FeatureBoundedFloor:
		return k.boundedFloor()
	case webxr.FeatureDOMOverlay:
		return agentsOwn(agent.DOMOverlay, "how the page's own elements are shown is the user agent's matter")
	case webxr.FeatureWebGPU:
		return agentsOwn(agent.WebGPU, "what draws is the user agent's matter")
	case webxr.FeatureCameraAccess:
		if agent.CameraAccess == "" {
			agent.CameraAccess = report.VerdictNo
		}
		return agentsOwn(agent.CameraAccess, "OpenXR has no camera images that WebXR could hand on")
	case webxr.FeatureFrontFacing:
		return finding{report.VerdictNo, "OpenXR has no displays that face the user"}
	}
	return k.anyWay(ways[feature])
}

// boundedFloor is capable of being supported where there is a stage, whether or not the
// user has set its bounds up by now.
// https://www.w3.org/TR/webxr/#capable-of-supporting
func (k *knowledge) boundedFloor() finding {
	stage, known := k.space(stageSpace)
	switch {
	case !known:
		return finding{report.VerdictUnverified, "whether " + stageSpace + " is there, and has bounds, shows in a session"}
	case stage == nil:
		return finding{report.VerdictNo, "a session does not list " + stageSpace}
	case stage.Creatable == report.VerdictNo:
		return finding{report.VerdictNo, "a session lists " + stageSpace + ", and cannot have it"}
	case stage.Bounds == nil:
		return finding{report.VerdictYes, "a session lists " + stageSpace + ", whose bounds are not set up now"}
	default:
		return finding{report.VerdictYes, fmt.Sprintf("a session lists %s, with bounds of %g × %g m", stageSpace, stage.Bounds.Width, stage.Bounds.Depth)}
	}
}

// floor says where a floor comes from: there always is one, if only by an estimate.
func (k *knowledge) floor() string {
	switch {
	case k.lists("XR_EXT_local_floor") == report.VerdictYes:
		return "XR_EXT_local_floor is listed"
	case k.runtime.APIVersion != nil && *k.runtime.APIVersion != "1.0":
		return "OpenXR " + *k.runtime.APIVersion + " has XR_REFERENCE_SPACE_TYPE_LOCAL_FLOOR"
	default:
		return "emulated: the local space, moved down by an estimated height"
	}
}

func agentsOwn(answer report.Verdict, text string) finding {
	if answer == "" {
		answer = report.VerdictUnknown
	}
	return finding{answer, text}
}

// anyWay takes the way that says most: yes, else the first that is still open, else every no.
func (k *knowledge) anyWay(ways []way) finding {
	var open finding
	noes := make([]string, 0, len(ways))
	for i := range ways {
		found := k.along(&ways[i])
		switch {
		case found.answer == report.VerdictYes:
			return found
		case found.answer == report.VerdictNo:
			noes = append(noes, found.text)
		case open.answer == "":
			open = found
		}
	}
	if open.answer != "" {
		return open
	}
	return finding{report.VerdictNo, strings.Join(noes, "; ")}
}

// along walks one way until something on it does not say yes.
func (k *knowledge) along(w *way) finding {
	for _, extension := range w.extensions {
		switch k.lists(extension) {
		case report.VerdictUnknown:
			return finding{report.VerdictUnknown, "the runtime's extensions are not known"}
		case report.VerdictNo:
			return finding{report.VerdictNo, extension + " is not listed"}
		}
	}
	listed := listedText(w.extensions)
	further := k.further(w)
	if further.answer == report.VerdictUnknown || further.answer == report.VerdictUnverified {
		further = k.tracked(w.trackers, further)
	}
	switch {
	case further.text == "":
		return finding{further.answer, listed}
	case w.hint && further.answer == report.VerdictUnknown:
		return finding{report.VerdictYes, listed}
	default:
		return finding{further.answer, listed + ", and " + further.text}
	}
}

func listedText(extensions []string) string {
	if len(extensions) == 1 {
		return extensions[0] + " is listed"
	}
	return strings.Join(extensions, ", ") + " are listed"
}

// further is what a way asks for besides extensions.
func (k *knowledge) further(w *way) finding {
	switch {
	case len(w.properties) > 0:
		return k.says(w.properties)
	case w.capability != "":
		return k.enumerates(w.capability)
	case w.view != "":
		return k.offersView(w.view, w.extensions[len(w.extensions)-1])
	case w.session != "":
		return finding{report.VerdictUnverified, w.session}
	default:
		return finding{answer: report.VerdictYes}
	}
}
