// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// A user agent may offer whatever a session on some device has, and nothing that no device could
// add to this build.
func TestUserAgent_MayOffer(t *testing.T) {
	t.Parallel()
	able := everything
	able.DOMOverlay, able.CameraAccess, able.WebGPU = report.VerdictYes, report.VerdictUnverified, report.VerdictYes
	able.Vendor = []webxr.Feature{"glow"}
	rich := headset("XR_EXT_local_floor XR_MSFT_unbounded_reference_space XR_HTCX_vive_tracker_interaction XR_MSFT_scene_understanding " +
		"XR_MSFT_spatial_anchor XR_FB_scene XR_META_spatial_entity_mesh XR_ANDROID_light_estimation XR_KHR_composition_layer_cylinder " +
		"XR_KHR_composition_layer_equirect2 XR_KHR_composition_layer_cube XR_EXT_spatial_marker_tracking")
	for name, agent := range map[string]modes.UserAgent{"bare": {ARModule: true}, "everything": everything, "able": able} {
		capable := map[webxr.SessionMode]int{}
		for _, mode := range modes.List(rich, agent) {
			for _, feature := range mode.Features {
				if feature.Support == report.VerdictYes || feature.Support == report.VerdictUnverified {
					capable[mode.Mode]++
					require.True(t, agent.MayOffer(feature.Name, mode.Mode), "%s: %s in %s", name, feature.Name, mode.Mode)
				}
			}
		}
		require.Greater(t, capable[webxr.ImmersiveAR], 3, name)
	}
	for _, row := range []struct {
		agent   modes.UserAgent
		feature webxr.Feature
		mode    webxr.SessionMode
	}{
		{modes.UserAgent{}, webxr.FeatureHandTracking, webxr.ImmersiveVR},
		{everything, webxr.FeatureDOMOverlay, webxr.ImmersiveVR},
		{everything, webxr.FeatureCameraAccess, webxr.ImmersiveAR},
		{everything, webxr.FeatureWebGPU, webxr.ImmersiveVR},
		{able, webxr.FeatureFrontFacing, webxr.ImmersiveAR},
		{able, webxr.FeatureLightEstimation, webxr.ImmersiveVR},
		{able, "glow", webxr.Inline},
		{able, "teleport", webxr.ImmersiveAR},
	} {
		require.False(t, row.agent.MayOffer(row.feature, row.mode), "%s in %s", row.feature, row.mode)
	}
}
