// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

const stage = "XR_REFERENCE_SPACE_TYPE_STAGE"

// After a session, what only a session could show is yes or no, and the reason says so.
func TestList_SessionSettlesUnverified(t *testing.T) {
	t.Parallel()
	const trackers, hands = "XR_HTCX_vive_tracker_interaction", "XR_EXT_hand_tracking"
	tracker := func(name string, creatable report.Verdict) *report.Session {
		return &report.Session{Trackers: []report.Tracker{{Name: "eyes", Creatable: report.VerdictYes}, {Name: name, Creatable: creatable, Because: "w"}}}
	}
	spaces := func(all ...report.ReferenceSpace) *report.Session { return &report.Session{ReferenceSpaces: all} }
	local := report.ReferenceSpace{Type: "XR_REFERENCE_SPACE_TYPE_LOCAL"}
	for name, row := range map[string]struct {
		feature   webxr.Feature
		extension string
		session   *report.Session
		support   report.Verdict
		because   string
	}{
		"stage with bounds": {
			webxr.FeatureBoundedFloor, "", spaces(local, report.ReferenceSpace{Type: stage, Bounds: &report.Bounds{Width: 2.5, Depth: 4}}),
			report.VerdictYes, "a session lists " + stage + ", with bounds of 2.5 × 4 m",
		},
		"stage without bounds": {
			webxr.FeatureBoundedFloor, "", spaces(report.ReferenceSpace{Type: stage}),
			report.VerdictYes, "a session lists " + stage + "; its bounds are not set up now",
		},
		"stage that cannot be made": {
			webxr.FeatureBoundedFloor, "", spaces(report.ReferenceSpace{Type: stage, Creatable: report.VerdictNo}),
			report.VerdictNo, "a session lists " + stage + ", but could not create it",
		},
		"no stage": {webxr.FeatureBoundedFloor, "", spaces(local), report.VerdictNo, "a session does not list " + stage},
		"no spaces known": {
			webxr.FeatureBoundedFloor, "", &report.Session{}, report.VerdictUnverified, "only a session shows whether " + stage + " is there and has bounds",
		},
		"trackers":    {webxr.FeatureTrackedSources, trackers, tracker("vive_trackers", report.VerdictYes), report.VerdictYes, trackers + " is listed, and a session answered yes for vive_trackers: w"},
		"no trackers": {webxr.FeatureTrackedSources, trackers, tracker("vive_trackers", report.VerdictNo), report.VerdictNo, trackers + " is listed, but a session answered no for vive_trackers: w"},
		"trackers not known": {
			webxr.FeatureTrackedSources, trackers, tracker("vive_trackers", report.VerdictUnknown), report.VerdictUnverified,
			trackers + " is listed, but only a session shows whether a tracker is connected; the feature is experimental",
		},
		"trackers not listed": {webxr.FeatureTrackedSources, "", tracker("vive_trackers", report.VerdictYes), report.VerdictNo, trackers + " is not listed"},
		"hands":               {webxr.FeatureHandTracking, hands, tracker("hand_right", report.VerdictYes), report.VerdictYes, hands + " is listed, and a session answered yes for hand_right: w"},
		"no hands":            {webxr.FeatureHandTracking, hands, tracker("hand_left", report.VerdictNo), report.VerdictNo, hands + " is listed, but a session answered no for hand_left: w"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runtime := headset(row.extension)
			runtime.Systems[0].Session = row.session
			require.Equal(t, report.Feature{Name: row.feature, Support: row.support, Because: row.because}, featureOf(t, runtime, everything, row.feature))
		})
	}
}

// A verdict from the system's property stands, whatever a session says.
func TestList_PropertyBeatsSession(t *testing.T) {
	t.Parallel()
	runtime := headset("XR_EXT_hand_tracking")
	runtime.Systems[0].Properties = []report.Property{reported("XrSystemHandTrackingPropertiesEXT", "supportsHandTracking", report.Value{Bool: new(false)})}
	runtime.Systems[0].Session = &report.Session{Trackers: []report.Tracker{{Name: "hand_left", Creatable: report.VerdictYes}}}
	require.Equal(t, report.VerdictNo, featureOf(t, runtime, everything, webxr.FeatureHandTracking).Support)
}
