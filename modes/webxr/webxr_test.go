// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// requireStrict requires that parse accepts every word and nothing similar.
func requireStrict[T ~string](t *testing.T, parse func(string) (T, error), words []T, list string) {
	t.Helper()
	for _, word := range words {
		got, err := parse(string(word))
		require.NoError(t, err)
		require.Equal(t, word, got)
		for _, bad := range []string{"", " " + string(word), string(word) + " ", "X" + string(word)[1:], string(word) + "\x00"} {
			_, err := parse(bad)
			require.ErrorContains(t, err, list, bad)
		}
	}
}

func TestParse_IsStrict(t *testing.T) {
	t.Parallel()
	requireStrict(t, webxr.ParseSessionMode, webxr.SessionModes(), "is not a session mode: use one of inline, immersive-vr, immersive-ar")
	requireStrict(t, webxr.ParseClass, webxr.Classes(), "is not a class: use one of never, usually, highly_variable")
	requireStrict(t, webxr.ParsePermissionName, webxr.PermissionNames(), "is not a permission of WebXR: use one of xr, xr-session-supported")
	requireStrict(t, webxr.ParsePermissionState, webxr.PermissionStates(), "is not a permission state: use one of granted, denied, prompt")
	requireStrict(t, webxr.ParseError, webxr.Errors(), "is not an error of WebXR: use one of TypeError, SecurityError")
	requireStrict(t, webxr.ParseFeature, webxr.Features(), "is not a feature descriptor: use one of viewer, local, local-floor")
	require.Equal(t, []webxr.PermissionName{"xr", "xr-session-supported"}, webxr.PermissionNames())
	_, err := webxr.ParseFeature("high-fixed-foveation-level")
	require.Error(t, err, "a vendor's own descriptor")
}

func TestSessionMode_Immersive(t *testing.T) {
	t.Parallel()
	require.False(t, webxr.Inline.Immersive())
	require.True(t, webxr.ImmersiveVR.Immersive())
	require.True(t, webxr.ImmersiveAR.Immersive())
}

func TestError_TextDependsOnTheNameAlone(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, name := range webxr.Errors() {
		require.Regexp(t, "^"+string(name)+": .+", name.Error())
		require.False(t, seen[name.Error()])
		seen[name.Error()] = true
	}
	require.Equal(t, "AbortError", webxr.Error("AbortError").Error())
}

// The table lists what the specifications require for each feature: the modes whose sessions may
// have it, the modes in which it needs consent, and the policies.
func TestFeature_Requirements(t *testing.T) {
	t.Parallel()
	const spatial = webxr.PolicySpatialTracking
	const all, immersive, ar = "inline immersive-vr immersive-ar ", "immersive-vr immersive-ar ", "immersive-ar "
	rows := []struct {
		feature        webxr.Feature
		usable, asking string
		policies       []webxr.Policy
	}{
		{webxr.FeatureViewer, all, "", nil},
		{webxr.FeatureLocal, all, "inline ", []webxr.Policy{spatial}},
		{webxr.FeatureLocalFloor, all, all, []webxr.Policy{spatial}},
		{webxr.FeatureBoundedFloor, all, all, []webxr.Policy{spatial}},
		{webxr.FeatureUnbounded, immersive, all, []webxr.Policy{spatial}},
		{webxr.FeatureTrackedSources, immersive, "", nil},
		{webxr.FeatureHandTracking, immersive, all, nil},
		{webxr.FeatureHitTest, immersive, "", nil},
		{webxr.FeatureAnchors, immersive, "", nil},
		{webxr.FeaturePlaneDetection, immersive, "", nil},
		{webxr.FeatureMeshDetection, immersive, "", nil},
		{webxr.FeatureDepthSensing, immersive, "", nil},
		{webxr.FeatureLightEstimation, ar, "", nil},
		{webxr.FeatureDOMOverlay, immersive, "", nil},
		{webxr.FeatureCameraAccess, immersive, all, []webxr.Policy{spatial, webxr.PolicyCamera}},
		{webxr.FeatureLayers, immersive, "", nil},
		{webxr.FeatureSecondaryViews, immersive, "", nil},
		{webxr.FeatureSpaceWarp, immersive, "", nil},
		{webxr.FeatureWebGPU, immersive, "", nil},
		{webxr.FeatureBodyTracking, immersive, all, nil},
		{webxr.FeatureMarkerTracking, ar, "", nil},
		{webxr.FeatureImageTracking, ar, "", nil},
		{webxr.FeatureFrontFacing, ar, "", nil},
		{"made-up", ar, all, []webxr.Policy{spatial, webxr.PolicyCamera}},
	}
	var listed []webxr.Feature
	for _, row := range rows {
		offered, asking := "", ""
		for _, mode := range webxr.SessionModes() {
			if row.feature.For(mode) {
				offered += string(mode) + " "
			}
			if row.feature.NeedsConsent(mode) {
				asking += string(mode) + " "
			}
		}
		require.Equal(t, row.usable, offered, row.feature)
		require.Equal(t, row.asking, asking, row.feature)
		require.Equal(t, row.policies, row.feature.Policies(), row.feature)
		listed = append(listed, row.feature)
	}
	require.Equal(t, webxr.Features(), listed[:len(listed)-1])
}

func TestDefaultFeatures(t *testing.T) {
	t.Parallel()
	require.Equal(t, []webxr.Feature{"viewer"}, webxr.DefaultFeatures(webxr.Inline))
	require.Equal(t, []webxr.Feature{"viewer", "local"}, webxr.DefaultFeatures(webxr.ImmersiveVR))
	require.Equal(t, []webxr.Feature{"viewer", "local"}, webxr.DefaultFeatures(webxr.ImmersiveAR))
}
