// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// everything is a user agent that implements every module and has no verdicts of its own.
var everything = modes.UserAgent{ARModule: true, Modules: webxr.Features()}

// headset returns a runtime with a pass-through headset. The runtime lists the extensions, which
// are separated by spaces.
func headset(extensions string) *report.Runtime {
	runtime := runtimeOf(available(hmd, stereo, "OPAQUE", "ALPHA_BLEND"))
	runtime.Extensions = []report.Extension{}
	for name := range strings.FieldsSeq(extensions) {
		runtime.Extensions = append(runtime.Extensions, report.Extension{Name: name, Version: 1})
	}
	return runtime
}

// featureOf returns the result for a feature in immersive-ar, the mode that has all features.
func featureOf(t *testing.T, runtime *report.Runtime, agent modes.UserAgent, feature webxr.Feature) report.Feature {
	t.Helper()
	ar := modes.List(runtime, agent)[2]
	require.Equal(t, report.Supported, ar.Support)
	at := slices.IndexFunc(ar.Features, func(f report.Feature) bool { return f.Name == feature })
	require.GreaterOrEqual(t, at, 0, feature)
	return ar.Features[at]
}

func reported(structure, member string, value report.Value) report.Property {
	return report.Property{Struct: structure, State: report.PropertyReported, Values: map[string]report.Value{member: value}}
}

// For some features the extension says only that the runtime knows the feature; a property of
// the system says whether this headset supports it.
func TestList_FeaturesThatNeedAProperty(t *testing.T) {
	t.Parallel()
	yes, no := report.Value{Bool: new(true)}, report.Value{Bool: new(false)}
	pixels, none := report.Value{Number: new(uint64(512))}, report.Value{Number: new(uint64(0))}
	planes := report.Value{Names: []string{"XR_PLANE_DETECTION_CAPABILITY_PLANE_HOLES_BIT_EXT", "XR_PLANE_DETECTION_CAPABILITY_PLANE_DETECTION_BIT_EXT"}}
	holes := report.Value{Names: planes.Names[:1]}
	rows := []struct {
		feature                      webxr.Feature
		extension, structure, member string
		yes, no                      report.Value
	}{
		{"hand-tracking", "XR_EXT_hand_tracking", "XrSystemHandTrackingPropertiesEXT", "supportsHandTracking", yes, no},
		{"anchors", "XR_FB_spatial_entity", "XrSystemSpatialEntityPropertiesFB", "supportsSpatialEntity", yes, no},
		{"anchors", "XR_ANDROID_trackables", "XrSystemTrackablesPropertiesANDROID", "supportsAnchor", yes, no},
		{"plane-detection", "XR_EXT_plane_detection", "XrSystemPlaneDetectionPropertiesEXT", "supportedFeatures", planes, holes},
		{"mesh-detection", "XR_ANDROID_scene_meshing", "XrSystemSceneMeshingPropertiesANDROID", "supportsSceneMeshing", yes, no},
		{"depth-sensing", "XR_ANDROID_depth_texture", "XrSystemDepthTrackingPropertiesANDROID", "supportsDepthTracking", yes, no},
		{"depth-sensing", "XR_META_environment_depth", "XrSystemEnvironmentDepthPropertiesMETA", "supportsEnvironmentDepth", yes, no},
		{"space-warp", "XR_FB_space_warp", "XrSystemSpaceWarpPropertiesFB", "recommendedMotionVectorImageRectWidth", pixels, none},
		{"body-tracking", "XR_FB_body_tracking", "XrSystemBodyTrackingPropertiesFB", "supportsBodyTracking", yes, no},
		{"body-tracking", "XR_BD_body_tracking", "XrSystemBodyTrackingPropertiesBD", "supportsBodyTracking", yes, no},
		{"body-tracking", "XR_HTC_body_tracking", "XrSystemBodyTrackingPropertiesHTC", "supportsBodyTracking", yes, no},
	}
	for _, row := range rows {
		t.Run(string(row.feature)+" "+row.extension, func(t *testing.T) {
			t.Parallel()
			answer := func(extensions string, properties ...report.Property) report.Feature {
				runtime := headset(extensions)
				runtime.Systems[0].Properties = properties
				return featureOf(t, runtime, everything, row.feature)
			}
			with := answer(row.extension, reported(row.structure, row.member, row.yes))
			require.Equal(t, report.VerdictYes, with.Support)
			require.Contains(t, with.Because, row.extension+" is listed, and "+row.structure+"."+row.member)
			require.Equal(t, report.VerdictNo, answer(row.extension, reported(row.structure, row.member, row.no)).Support)
			unasked := answer(row.extension)
			require.Equal(t, report.VerdictUnknown, unasked.Support)
			require.Equal(t, row.extension+" is listed, but "+row.structure+" was not asked for", unasked.Because)
			for state, became := range map[report.PropertyState]string{
				report.PropertyNotAdvertised: "is not advertised", report.PropertyUntouched: "was left untouched by the runtime",
				report.PropertyFailed: "could not be read", report.PropertyNotAsked: "was not asked for",
			} {
				silent := answer(row.extension, report.Property{Struct: row.structure, State: state, Values: map[string]report.Value{row.member: row.yes}})
				require.Equal(t, report.VerdictUnknown, silent.Support)
				require.Contains(t, silent.Because, row.structure+" "+became)
			}
			lost := reported(row.structure, "anotherMember", row.yes)
			require.Equal(t, report.VerdictUnknown, answer(row.extension, lost).Support)
			without := answer("", reported(row.structure, row.member, row.yes))
			require.Equal(t, report.VerdictNo, without.Support)
			require.Contains(t, without.Because, row.extension+" is not listed")
		})
	}
}

func TestList_FeaturesByExtensionsAlone(t *testing.T) {
	t.Parallel()
	const layers = "XR_KHR_composition_layer_cylinder XR_KHR_composition_layer_equirect2 XR_KHR_composition_layer_cube"
	rows := []struct {
		feature    webxr.Feature
		extensions string
		want       report.Verdict
	}{
		{"unbounded", "XR_MSFT_unbounded_reference_space", report.VerdictYes},
		{"unbounded", "XR_ANDROID_unbounded_reference_space", report.VerdictYes},
		{"unbounded", "", report.VerdictNo},
		{"tracked-sources", "XR_HTCX_vive_tracker_interaction", report.VerdictUnverified},
		{"tracked-sources", "", report.VerdictNo},
		{"hit-test", "XR_MSFT_scene_understanding", report.VerdictYes},
		{"hit-test", "XR_ANDROID_trackables XR_ANDROID_raycast", report.VerdictYes},
		{"hit-test", "XR_ANDROID_trackables", report.VerdictNo},
		{"hit-test", "XR_ANDROID_raycast", report.VerdictNo},
		{"hit-test", "XR_EXT_spatial_entity XR_EXT_spatial_plane_tracking", report.VerdictUnknown},
		{"anchors", "XR_MSFT_spatial_anchor", report.VerdictYes},
		{"anchors", "XR_EXT_spatial_entity XR_EXT_spatial_anchor", report.VerdictNo},
		{"anchors", "XR_EXT_future XR_EXT_spatial_entity XR_EXT_spatial_anchor", report.VerdictUnknown},
		{"plane-detection", "XR_FB_scene", report.VerdictYes},
		{"plane-detection", "", report.VerdictNo},
		{"mesh-detection", "XR_META_spatial_entity_mesh", report.VerdictYes},
		{"mesh-detection", "XR_MSFT_scene_understanding", report.VerdictYes},
		{"light-estimation", "XR_ANDROID_light_estimation", report.VerdictYes},
		{"light-estimation", "", report.VerdictNo},
		{"layers", layers, report.VerdictYes},
		{"layers", "XR_KHR_composition_layer_cylinder XR_KHR_composition_layer_equirect2", report.VerdictNo},
		{"layers", "XR_KHR_composition_layer_cylinder XR_KHR_composition_layer_cube", report.VerdictNo},
		{"layers", "XR_KHR_composition_layer_equirect2 XR_KHR_composition_layer_cube", report.VerdictNo},
		{"marker-tracking", "XR_EXT_spatial_marker_tracking", report.VerdictYes},
		{"marker-tracking", "XR_VARJO_marker_tracking", report.VerdictYes},
		{"image-tracking", "XR_VARJO_marker_tracking", report.VerdictYes},
		{"image-tracking", "", report.VerdictNo},
		{"secondary-views", "XR_MSFT_secondary_view_configuration", report.VerdictNo},
		{"front-facing", "", report.VerdictNo},
	}
	for _, row := range rows {
		t.Run(fmt.Sprint(row.feature, " ", row.extensions), func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, featureOf(t, headset(row.extensions), everything, row.feature).Support)
		})
	}
}

// One way with the verdict yes is enough. Without one, the first undecided way gives the reason.
func TestList_BestWayDecides(t *testing.T) {
	t.Parallel()
	answer := func(properties ...report.Property) report.Feature {
		runtime := headset("XR_FB_body_tracking XR_BD_body_tracking XR_HTC_body_tracking")
		runtime.Systems[0].Properties = properties
		return featureOf(t, runtime, everything, webxr.FeatureBodyTracking)
	}
	says := func(vendor string, yes bool) report.Property {
		return reported("XrSystemBodyTrackingProperties"+vendor, "supportsBodyTracking", report.Value{Bool: &yes})
	}
	const fb, bd = "XR_FB_body_tracking is listed, but XrSystemBodyTrackingPropertiesFB", "XR_BD_body_tracking is listed, but XrSystemBodyTrackingPropertiesBD"
	require.Equal(t, report.Feature{Name: "body-tracking", Support: report.VerdictUnknown, Because: fb + " was not asked for"}, answer())
	require.Equal(t, report.Feature{Name: "body-tracking", Support: report.VerdictUnknown, Because: bd + " was not asked for"}, answer(says("FB", false)))
	require.Equal(t, report.VerdictYes, answer(says("FB", false), says("HTC", true)).Support, "though one property was not asked for")
	none := answer(says("FB", false), says("BD", false), says("HTC", false))
	require.Equal(t, report.VerdictNo, none.Support)
	for _, vendor := range []string{"FB", "BD", "HTC"} {
		require.Contains(t, none.Because, "XrSystemBodyTrackingProperties"+vendor+".supportsBodyTracking is reported as absent")
	}
}

// Only the user agent's vendor can add a feature that no specification has.
func TestList_VendorFeatures(t *testing.T) {
	t.Parallel()
	const foveation = webxr.Feature("high-fixed-foveation-level")
	agent := modes.UserAgent{ARModule: true, Vendor: []webxr.Feature{foveation}}
	list := modes.List(headset(""), agent)
	for _, mode := range list[1:] {
		require.Contains(t, mode.Features, report.Feature{Name: foveation, Support: report.VerdictYes, Because: "the user agent's vendor defines it; no specification does"})
	}
	for _, mode := range append(modes.List(headset(""), everything), list[0]) {
		require.NotContains(t, fmt.Sprint(mode.Features), foveation, mode.Mode)
	}
}

// If the property is a hint, the listed extension means yes, unless the property says no.
func TestList_HintMayOnlySayNo(t *testing.T) {
	t.Parallel()
	for extension, property := range map[string]report.Property{
		"XR_ANDROID_light_estimation": reported("XrSystemLightEstimationPropertiesANDROID", "supportsLightEstimation", report.Value{Bool: new(false)}),
		"XR_VARJO_marker_tracking":    reported("XrSystemMarkerTrackingPropertiesVARJO", "supportsMarkerTracking", report.Value{Bool: new(false)}),
	} {
		runtime := headset(extension)
		runtime.Systems[0].Properties = []report.Property{property}
		feature := webxr.FeatureLightEstimation
		if strings.Contains(extension, "marker") {
			feature = webxr.FeatureMarkerTracking
		}
		require.Equal(t, report.VerdictNo, featureOf(t, runtime, everything, feature).Support, extension)
	}
}

// The reason says why the spatial capabilities are not known.
func TestList_WhySpatialCapabilitiesAreUnknown(t *testing.T) {
	t.Parallel()
	runtime := headset("XR_EXT_spatial_entity XR_EXT_spatial_plane_tracking")
	runtime.Systems[0].Queries = []report.Query{{Command: "xrOther", Because: new("other")}, {Command: "xrEnumerateSpatialCapabilitiesEXT", State: report.QueryFailed, Because: new("it broke")}}
	found := featureOf(t, runtime, everything, webxr.FeaturePlaneDetection)
	require.Equal(t, report.VerdictUnknown, found.Support)
	require.Contains(t, found.Because, "the spatial capabilities are not known: it broke")
}

func TestList_SpatialCapabilities(t *testing.T) {
	t.Parallel()
	const all = "XR_EXT_future XR_EXT_spatial_entity XR_EXT_spatial_anchor XR_EXT_spatial_plane_tracking"
	const anchor, plane = "XR_SPATIAL_CAPABILITY_ANCHOR_EXT", "XR_SPATIAL_CAPABILITY_PLANE_TRACKING_EXT"
	rows := []struct {
		capabilities             []string
		anchors, planes, hitTest report.Verdict
	}{
		{nil, report.VerdictUnknown, report.VerdictUnknown, report.VerdictUnknown},
		{[]string{}, report.VerdictNo, report.VerdictNo, report.VerdictNo},
		{[]string{anchor}, report.VerdictYes, report.VerdictNo, report.VerdictNo},
		{[]string{plane}, report.VerdictNo, report.VerdictYes, report.VerdictYes},
	}
	for _, row := range rows {
		runtime := headset(all)
		runtime.Systems[0].SpatialCapabilities = row.capabilities
		require.Equal(t, row.anchors, featureOf(t, runtime, everything, webxr.FeatureAnchors).Support)
		require.Equal(t, row.planes, featureOf(t, runtime, everything, webxr.FeaturePlaneDetection).Support)
		require.Equal(t, row.hitTest, featureOf(t, runtime, everything, webxr.FeatureHitTest).Support)
	}
}

func TestList_SecondaryViewsNeedTheViewConfiguration(t *testing.T) {
	t.Parallel()
	const both = "XR_MSFT_secondary_view_configuration XR_MSFT_first_person_observer"
	const view = "XR_VIEW_CONFIGURATION_TYPE_SECONDARY_MONO_FIRST_PERSON_OBSERVER_MSFT"
	runtime := headset(both)
	require.Equal(t, report.VerdictUnknown, featureOf(t, runtime, everything, webxr.FeatureSecondaryViews).Support)
	runtime.EnabledExtensions = strings.Fields(both)
	require.Equal(t, report.VerdictNo, featureOf(t, runtime, everything, webxr.FeatureSecondaryViews).Support)
	runtime.Systems[0].ViewConfigurations = append(runtime.Systems[0].ViewConfigurations, report.ViewConfiguration{Type: view})
	require.Equal(t, report.VerdictYes, featureOf(t, runtime, everything, webxr.FeatureSecondaryViews).Support)
}

func TestList_ReferenceSpaces(t *testing.T) {
	t.Parallel()
	old := headset("")
	old.APIVersion = new("1.0")
	young := headset("")
	young.APIVersion = new("1.1")
	for runtime, because := range map[*report.Runtime]string{
		old:                           "emulated: the local space, moved down by an estimated height",
		young:                         "OpenXR 1.1 has XR_REFERENCE_SPACE_TYPE_LOCAL_FLOOR",
		headset("XR_EXT_local_floor"): "XR_EXT_local_floor is listed",
	} {
		require.Equal(t, report.Feature{Name: webxr.FeatureLocalFloor, Support: report.VerdictYes, Because: because},
			featureOf(t, runtime, everything, webxr.FeatureLocalFloor))
		require.Equal(t, report.VerdictYes, featureOf(t, runtime, everything, webxr.FeatureViewer).Support)
		require.Equal(t, report.VerdictYes, featureOf(t, runtime, everything, webxr.FeatureLocal).Support)
		require.Equal(t, report.VerdictUnverified, featureOf(t, runtime, everything, webxr.FeatureBoundedFloor).Support)
	}
}

func TestList_VerdictsOfTheUserAgent(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		agent               modes.UserAgent
		dom, webgpu, camera report.Verdict
	}{
		{everything, report.VerdictUnknown, report.VerdictUnknown, report.VerdictNo},
		{
			modes.UserAgent{ARModule: true, Modules: webxr.Features(), DOMOverlay: report.VerdictYes, WebGPU: report.VerdictNo, CameraAccess: report.VerdictYes},
			report.VerdictYes, report.VerdictNo, report.VerdictYes,
		},
		{modes.UserAgent{ARModule: true, DOMOverlay: report.VerdictYes, WebGPU: report.VerdictYes, CameraAccess: report.VerdictYes}, report.VerdictNo, report.VerdictNo, report.VerdictNo},
	} {
		require.Equal(t, row.dom, featureOf(t, headset(""), row.agent, webxr.FeatureDOMOverlay).Support)
		require.Equal(t, row.webgpu, featureOf(t, headset(""), row.agent, webxr.FeatureWebGPU).Support)
		require.Equal(t, row.camera, featureOf(t, headset(""), row.agent, webxr.FeatureCameraAccess).Support)
	}
}

func TestList_UnimplementedModule(t *testing.T) {
	t.Parallel()
	runtime := headset("XR_FB_scene")
	with := modes.UserAgent{ARModule: true, Modules: []webxr.Feature{webxr.FeaturePlaneDetection}}
	require.Equal(t, report.VerdictYes, featureOf(t, runtime, with, webxr.FeaturePlaneDetection).Support)
	without := featureOf(t, runtime, withAR, webxr.FeaturePlaneDetection)
	require.Equal(t, report.VerdictNo, without.Support)
	require.Equal(t, "the user agent does not implement the module of plane-detection", without.Because)
	require.Equal(t, report.VerdictYes, featureOf(t, runtime, withAR, webxr.FeatureLocalFloor).Support, "a feature of the device API needs no module")
}

// Each supported mode lists exactly the descriptors that it may have, in one order. A mode that is
// not supported lists none.
func TestList_FeaturesOfEachMode(t *testing.T) {
	t.Parallel()
	list := modes.List(headset(""), everything)
	for _, mode := range list {
		var want, got []webxr.Feature
		for _, feature := range webxr.Features() {
			if feature.For(mode.Mode) {
				want = append(want, feature)
			}
		}
		for _, feature := range mode.Features {
			got = append(got, feature.Name)
			require.NotEmpty(t, feature.Because, feature.Name)
			if mode.Mode == webxr.Inline {
				require.Equal(t, feature.Name == webxr.FeatureViewer, feature.Support == report.VerdictYes, "the inline device reports no poses")
			}
		}
		require.Equal(t, want, got, mode.Mode)
	}
	for _, mode := range modes.List(runtimeOf(report.System{FormFactor: hmd, Status: report.SystemUnavailable}), everything)[1:] {
		require.Empty(t, mode.Features)
	}
}

func TestList_UnknownExtensions(t *testing.T) {
	t.Parallel()
	runtime := headset("")
	runtime.Extensions = nil
	require.Equal(t, report.Feature{Name: webxr.FeatureLayers, Support: report.VerdictUnknown, Because: "the runtime's extensions are not known"},
		featureOf(t, runtime, everything, webxr.FeatureLayers))
}

// Every subset of the blend modes, combined with everything that a runtime may say about
// pass-through layers, and with every status of the form factor.
func TestList_BlendModesPassThroughAndFormFactor(t *testing.T) {
	t.Parallel()
	const (
		opaque, additive, alpha = "supported opaque blend_mode", "supported additive blend_mode", "supported alpha-blend blend_mode"
		noVR                    = "unsupported - blend_mode_alpha_blend_only"
		opaqueOnly              = "unsupported - blend_mode_opaque_only"
		layerOnly               = "unsupported - pass_through_layer_only"
		away, never             = "unavailable - form_factor_unavailable", "unsupported - form_factor_unsupported"
	)
	subsets := []struct{ offered, vr, ar string }{
		{"OPAQUE", opaque, ""},
		{"ADDITIVE", additive, additive},
		{"ALPHA_BLEND", noVR, alpha},
		{"OPAQUE ADDITIVE", opaque, additive},
		{"OPAQUE ALPHA_BLEND", opaque, alpha},
		{"ADDITIVE ALPHA_BLEND", additive, additive},
		{"OPAQUE ADDITIVE ALPHA_BLEND", opaque, alpha},
	}
	fb, fb2 := "XrSystemPassthroughPropertiesFB", "XrSystemPassthroughProperties2FB"
	passThrough := func(yes bool) report.Property { return reported(fb, "supportsPassthrough", report.Value{Bool: &yes}) }
	flags := func(names ...string) report.Property {
		return reported(fb2, "capabilities", report.Value{Names: append([]string{}, names...)})
	}
	layers := []struct {
		name, extensions string
		properties       []report.Property
		ar               string
	}{
		{"no extension", "", nil, opaqueOnly},
		{"listed, not asked", "XR_FB_passthrough", nil, layerOnly},
		{"listed and true", "XR_FB_passthrough", []report.Property{passThrough(true)}, layerOnly},
		{"listed and false", "XR_FB_passthrough", []report.Property{passThrough(false)}, opaqueOnly},
		{"listed with the flag", "XR_FB_passthrough", []report.Property{flags("XR_PASSTHROUGH_CAPABILITY_BIT_FB")}, layerOnly},
		{"listed without the flag", "XR_FB_passthrough", []report.Property{flags()}, opaqueOnly},
		{"the newer structure decides", "XR_FB_passthrough", []report.Property{passThrough(true), flags()}, opaqueOnly},
		{"true without the extension", "", []report.Property{passThrough(true)}, opaqueOnly},
		{"HTC's has no property", "XR_HTC_passthrough", nil, layerOnly},
		{"Android's", "XR_ANDROID_composition_layer_passthrough_mesh", nil, layerOnly},
		{"Android's, false", "XR_ANDROID_composition_layer_passthrough_mesh",
			[]report.Property{reported("XrSystemPassthroughLayerPropertiesANDROID", "supportsPassthroughLayer", report.Value{Bool: new(false)})}, opaqueOnly},
	}
	for _, subset := range subsets {
		for _, layer := range layers {
			t.Run(subset.offered+"/"+layer.name, func(t *testing.T) {
				t.Parallel()
				runtime := headset(layer.extensions)
				system := available(hmd, stereo, strings.Fields(subset.offered)...)
				system.Properties = layer.properties
				runtime.Systems = []report.System{system}
				ar := subset.ar
				if ar == "" {
					ar = layer.ar
				}
				require.Equal(t, []string{"supported opaque inline_always", subset.vr, ar}, lines(modes.List(runtime, withAR)))
				for status, want := range map[report.SystemStatus]string{report.SystemUnavailable: away, report.SystemUnsupported: never} {
					runtime.Systems = []report.System{{FormFactor: hmd, Status: status}}
					require.Equal(t, []string{"supported opaque inline_always", want, want}, lines(modes.List(runtime, withAR)))
				}
			})
		}
	}
}

func TestList_ExplainsPassThroughLayers(t *testing.T) {
	t.Parallel()
	runtime := headset("XR_HTC_passthrough")
	runtime.Systems = []report.System{available(hmd, stereo, "OPAQUE")}
	require.Equal(t, "immersive-ar needs ALPHA_BLEND or ADDITIVE, but XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO offers OPAQUE; "+
		"the runtime offers pass-through only as a layer that an application composes itself (XR_HTC_passthrough is listed)",
		modes.List(runtime, withAR)[2].Reasons[0].Text)
}
