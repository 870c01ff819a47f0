// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// What a session answered beats what the runtime lists, for every reference space.
func TestList_SessionBeatsListing(t *testing.T) {
	t.Parallel()
	const (
		view       = "XR_REFERENCE_SPACE_TYPE_VIEW"
		local      = "XR_REFERENCE_SPACE_TYPE_LOCAL"
		localFloor = "XR_REFERENCE_SPACE_TYPE_LOCAL_FLOOR"
		msft       = "XR_REFERENCE_SPACE_TYPE_UNBOUNDED_MSFT"
		android    = "XR_REFERENCE_SPACE_TYPE_UNBOUNDED_ANDROID"

		byMSFT, byAndroid, byFloor = "XR_MSFT_unbounded_reference_space", "XR_ANDROID_unbounded_reference_space", "XR_EXT_local_floor"

		estimated = "emulated: the local space, moved down by an estimated height; "
	)
	broken := func(kind string) report.ReferenceSpace {
		return report.ReferenceSpace{Type: kind, Creatable: report.VerdictNo}
	}
	listed := func(kinds ...string) []report.ReferenceSpace {
		spaces := []report.ReferenceSpace{}
		for _, kind := range kinds {
			spaces = append(spaces, report.ReferenceSpace{Type: kind, Creatable: report.VerdictYes})
		}
		return spaces
	}
	monado := listed(view, local, localFloor, stage)
	for name, row := range map[string]struct {
		feature             webxr.Feature
		extensions, enabled string
		spaces              []report.ReferenceSpace
		support             report.Verdict
		because             string
	}{
		"viewer":                {webxr.FeatureViewer, "", "", monado, report.VerdictYes, "a session lists " + view},
		"viewer, no session":    {webxr.FeatureViewer, "", "", nil, report.VerdictYes, "every session has the viewer reference space"},
		"viewer is missing":     {webxr.FeatureViewer, "", "", listed(local), report.VerdictNo, "a session does not list " + view},
		"local":                 {webxr.FeatureLocal, "", "", monado, report.VerdictYes, "a session lists " + local},
		"local, no session":     {webxr.FeatureLocal, "", "", nil, report.VerdictYes, "every OpenXR runtime supports " + local},
		"local is missing":      {webxr.FeatureLocal, "", "", listed(view), report.VerdictNo, "a session does not list " + local},
		"local is broken":       {webxr.FeatureLocal, "", "", append(listed(view), broken(local)), report.VerdictNo, "a session lists " + local + ", but could not create it"},
		"floor":                 {webxr.FeatureLocalFloor, "", "", monado, report.VerdictYes, "a session lists " + localFloor},
		"floor, no session":     {webxr.FeatureLocalFloor, byFloor, "", nil, report.VerdictYes, byFloor + " is listed"},
		"floor is estimated":    {webxr.FeatureLocalFloor, byFloor, byFloor, listed(view, local), report.VerdictYes, estimated + "a session does not list " + localFloor},
		"floor is broken":       {webxr.FeatureLocalFloor, "", "", append(listed(local), broken(localFloor)), report.VerdictYes, estimated + "a session lists " + localFloor + ", but could not create it"},
		"floor of nothing":      {webxr.FeatureLocalFloor, byFloor, byFloor, listed(view), report.VerdictNo, "a session does not list " + localFloor + "; a session does not list " + local},
		"unbounded":             {webxr.FeatureUnbounded, byMSFT, byMSFT, listed(view, local, msft), report.VerdictYes, "a session lists " + msft},
		"unbounded, Android":    {webxr.FeatureUnbounded, byAndroid, byAndroid, listed(view, local, android), report.VerdictYes, "a session lists " + android},
		"unbounded, second way": {webxr.FeatureUnbounded, byMSFT + " " + byAndroid, byMSFT, listed(view, local, android), report.VerdictYes, "a session lists " + android},
		"unbounded, no listing": {webxr.FeatureUnbounded, "", "", listed(view, local, msft), report.VerdictYes, "a session lists " + msft},
		"unbounded, no session": {webxr.FeatureUnbounded, byMSFT, byMSFT, nil, report.VerdictYes, byMSFT + " is listed"},
		"unbounded is missing":  {webxr.FeatureUnbounded, byMSFT, byMSFT, monado, report.VerdictNo, byMSFT + " is listed, but a session does not list " + msft + "; " + byAndroid + " is not listed"},
		"unbounded is broken":   {webxr.FeatureUnbounded, byMSFT, byMSFT, append(listed(view, local), broken(msft)), report.VerdictNo, byMSFT + " is listed, but a session lists " + msft + ", but could not create it; " + byAndroid + " is not listed"},
		"unbounded not enabled": {webxr.FeatureUnbounded, byMSFT, byFloor, monado, report.VerdictUnverified, byMSFT + " is listed, but the session was created without it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runtime := headset(row.extensions)
			if row.enabled != "" {
				runtime.EnabledExtensions = []string{row.enabled}
			}
			runtime.Systems[0].Session = &report.Session{ReferenceSpaces: row.spaces}
			require.Equal(t, report.Feature{Name: row.feature, Support: row.support, Because: row.because}, featureOf(t, runtime, everything, row.feature))
		})
	}
}

// A session decides about trackers, also if a property promises them. One hand is enough.
func TestList_TrackersOfASessionDecide(t *testing.T) {
	t.Parallel()
	runtime := headset("XR_EXT_hand_tracking")
	system := &runtime.Systems[0]
	system.Properties = []report.Property{reported("XrSystemHandTrackingPropertiesEXT", "supportsHandTracking", report.Value{Bool: new(true)})}
	left := report.Tracker{Name: "hand_left", Creatable: report.VerdictNo, Because: "w"}
	system.Session = &report.Session{Trackers: []report.Tracker{left}}
	require.Equal(t, report.Feature{
		Name: webxr.FeatureHandTracking, Support: report.VerdictNo, Because: "XR_EXT_hand_tracking is listed, but a session answered no for hand_left: w",
	}, featureOf(t, runtime, everything, webxr.FeatureHandTracking))

	for _, right := range []struct{ creatable, want report.Verdict }{
		{report.VerdictYes, report.VerdictYes}, {report.VerdictUnknown, report.VerdictNo}, {report.VerdictNo, report.VerdictNo},
	} {
		system.Session.Trackers = []report.Tracker{left, {Name: "hand_right", Creatable: right.creatable, Because: "w"}}
		require.Equal(t, right.want, featureOf(t, runtime, everything, webxr.FeatureHandTracking).Support, right.creatable)
	}
}
