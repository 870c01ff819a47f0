// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// newSession creates a headless session with these extensions enabled. Its runtime offers
// all of sessionExtensions.
func newSession(t *testing.T, sheet simulated.Sheet, extensions ...string) *openxr.Session {
	t.Helper()
	for _, name := range sessionExtensions {
		if !slices.ContainsFunc(sheet.Runtime.Extensions, func(e simulated.Extension) bool { return e.Name == name }) {
			sheet.Runtime.Extensions = append(sheet.Runtime.Extensions, simulated.Extension{Name: name})
		}
	}
	_, instance := newInstance(t, sheet, append(extensions, "XR_MND_headless")...)
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	session, err := system.CreateSession(nil)
	require.NoError(t, err)
	return session
}

var sessionExtensions = []string{
	"XR_FB_display_refresh_rate", "XR_FB_color_space", "XR_KHR_visibility_mask", "XR_EXT_hand_tracking",
	"XR_FB_eye_tracking_social", "XR_HTCX_vive_tracker_interaction",
}

// sessionCalls returns the calls of a session whose answers are optional in a sheet.
func sessionCalls(session *openxr.Session) map[string]func() (any, error) {
	return map[string]func() (any, error){
		"rates":  func() (any, error) { return session.RefreshRates() },
		"rate":   func() (any, error) { return session.RefreshRate() },
		"colors": func() (any, error) { return session.ColorSpaces() },
		"mask": func() (any, error) {
			vertices, indices, err := session.VisibilityMask(xr.ViewConfigurationTypePrimaryStereo, 1, xr.VisibilityMaskTypeLineLoopKHR)
			return [2]uint32{vertices, indices}, err
		},
		"hand": func() (any, error) { return destroyedTwice(session.CreateHandTracker(xr.HandRightEXT)) },
		"eyes": func() (any, error) { return destroyedTwice(session.CreateEyeTrackerFB()) },
		"vive": func() (any, error) { return session.ViveTrackerCount() },
	}
}

// destroyedTwice destroys a tracker twice and returns whether each attempt succeeded.
func destroyedTwice(tracker *openxr.Tracker, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return []bool{tracker.Destroy() == nil, tracker.Destroy() == nil}, nil
}

func TestSession_AnswersFromSheet(t *testing.T) {
	t.Parallel()
	calls := sessionCalls(newSession(t, whole(t), sessionExtensions...))
	for name, want := range map[string]any{
		"rates": []float32{90, 120}, "rate": float32(90), "colors": []xr.ColorSpaceFB{xr.ColorSpaceRec2020FB, xr.ColorSpaceAdobeRgbFB},
		"mask": [2]uint32{12, 36}, "hand": []bool{true, false}, "vive": 2,
	} {
		got, err := calls[name]()
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
	_, err := calls["eyes"]()
	requireResult(t, xr.ErrorFeatureUnsupported, err)
}

func TestSession_UnknownAnswersAreUnsupported(t *testing.T) {
	t.Parallel()
	unknown := whole(t)
	unknown.Systems[0].Session = nil
	for _, session := range []*openxr.Session{newSession(t, unknown, sessionExtensions...), newSession(t, whole(t))} {
		for name, call := range sessionCalls(session) {
			_, err := call()
			result, _ := openxr.ResultOf(err)
			require.Equal(t, xr.ErrorFunctionUnsupported, result, name)
		}
	}
	spaces, err := newSession(t, unknown).ReferenceSpaces()
	require.NoError(t, err)
	require.Equal(t, []xr.ReferenceSpaceType{xr.ReferenceSpaceTypeView, xr.ReferenceSpaceTypeLocal}, spaces)
}

func TestNew_RefusesImpossibleSession(t *testing.T) {
	t.Parallel()
	for field, session := range map[string]simulated.SessionSheet{
		"systems[0].session.reference_spaces[0].type":   {ReferenceSpaces: []simulated.ReferenceSpace{{Type: "XR_REFERENCE_SPACE_TYPE_MOON"}}},
		"systems[0].session.reference_spaces[0].bounds": {ReferenceSpaces: []simulated.ReferenceSpace{{Type: "XR_REFERENCE_SPACE_TYPE_STAGE", Bounds: &simulated.Bounds{Width: -1}}}},
		"systems[0].session.reference_spaces[1]":        {ReferenceSpaces: []simulated.ReferenceSpace{{Type: "XR_REFERENCE_SPACE_TYPE_VIEW"}, {Type: "XR_REFERENCE_SPACE_TYPE_VIEW"}}},
		"systems[0].session.refresh_rates[1]":           {RefreshRates: []float32{60, 0}},
		"systems[0].session.color_spaces[0]":            {ColorSpaces: []string{"grey"}},
		"systems[0].session.vive_trackers":              {ViveTrackers: new(-1)},
	} {
		sheet := whole(t)
		sheet.Systems[0].Session = &session
		_, err := simulated.New(sheet)
		var wrong *simulated.SheetError
		require.ErrorAs(t, err, &wrong, field)
		require.Equal(t, field, wrong.Field)
	}
}
