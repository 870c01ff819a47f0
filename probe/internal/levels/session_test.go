// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/glsession"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// sessionRequest asks for everything.
var sessionRequest = requestUpTo(report.LevelSession)

// Below the level session the prober creates no session, enables no extension that only sessions
// need, and asks nothing that only a session answers.
func TestSession_IsNotCreatedBelowItsLevel(t *testing.T) {
	t.Parallel()
	sessionCommands := func(got recording) []string {
		return slices.DeleteFunc(got.commands, func(command string) bool {
			return !strings.Contains(command, "Session") && !strings.Contains(command, "Space") &&
				!strings.Contains(command, "Tracker") && !strings.Contains(command, "PollEvent")
		})
	}
	for _, level := range report.Levels() {
		got := askSheet(t, requestUpTo(level), sessionSheet(), nil)
		if level == report.LevelSession {
			require.Contains(t, sessionCommands(got), "xrCreateSession", "calls are recorded")
			require.Contains(t, got.runtime.EnabledExtensions, "XR_MND_headless")
			continue
		}
		require.Empty(t, sessionCommands(got), level)
		require.NotContains(t, got.runtime.EnabledExtensions, "XR_MND_headless", level)
		for _, system := range got.runtime.Systems {
			require.Nil(t, system.Session, level)
		}
	}
}

func TestSession_IsReportedCompletely(t *testing.T) {
	t.Parallel()
	got := askSheet(t, sessionRequest, sessionSheet(), nil)
	require.Nil(t, got.runtime.Cause)
	mask := func(view int, kind string) report.VisibilityMask {
		return report.VisibilityMask{ViewConfiguration: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", View: view, Type: "XR_VISIBILITY_MASK_TYPE_" + kind + "_KHR", Vertices: 4, Indices: 6}
	}
	require.Empty(t, cmp.Diff(&report.Session{
		Kind: report.SessionHeadless,
		States: []string{
			"XR_SESSION_STATE_IDLE", "XR_SESSION_STATE_READY", "XR_SESSION_STATE_SYNCHRONIZED", "XR_SESSION_STATE_VISIBLE", "XR_SESSION_STATE_FOCUSED",
			"XR_SESSION_STATE_VISIBLE", "XR_SESSION_STATE_SYNCHRONIZED", "XR_SESSION_STATE_STOPPING", "XR_SESSION_STATE_IDLE", "XR_SESSION_STATE_EXITING",
		},
		ReferenceSpaces: []report.ReferenceSpace{
			{Type: "XR_REFERENCE_SPACE_TYPE_LOCAL", Creatable: report.VerdictYes, Because: new("XR_SPACE_BOUNDS_UNAVAILABLE")},
			{Type: "XR_REFERENCE_SPACE_TYPE_STAGE", Creatable: report.VerdictYes, Bounds: &report.Bounds{Width: 2.5, Depth: 4}},
		},
		SwapchainFormats: []report.Format{}, RefreshRates: []float32{90, 120}, RefreshRate: new(float32(90)), ColorSpaces: []string{"XR_COLOR_SPACE_P3_FB"},
		VisibilityMasks: []report.VisibilityMask{
			mask(0, "HIDDEN_TRIANGLE_MESH"), mask(0, "VISIBLE_TRIANGLE_MESH"), mask(0, "LINE_LOOP"),
			mask(1, "HIDDEN_TRIANGLE_MESH"), mask(1, "VISIBLE_TRIANGLE_MESH"), mask(1, "LINE_LOOP"),
		},
		Trackers: []report.Tracker{
			{Name: "hand_left", Extension: "XR_EXT_hand_tracking", Creatable: report.VerdictYes, Because: "one was created"},
			{Name: "hand_right", Extension: "XR_EXT_hand_tracking", Creatable: report.VerdictYes, Because: "one was created"},
			{Name: "eyes", Extension: "XR_FB_eye_tracking_social", Creatable: report.VerdictNo, Because: "xrCreateEyeTrackerFB: XR_ERROR_FEATURE_UNSUPPORTED"},
			{Name: "eyes", Extension: "XR_ANDROID_eye_tracking", Creatable: report.VerdictNo, Because: "XR_ANDROID_eye_tracking is not listed"},
			{Name: "vive_trackers", Extension: "XR_HTCX_vive_tracker_interaction", Creatable: report.VerdictYes, Because: "2 connected"},
		},
		Unknown: []report.Gap{},
	}, got.session()))
	require.Nil(t, got.runtime.Systems[1].Session, "there is no such system")
	require.Empty(t, got.problems)
}

// The session and everything in it is destroyed, in reverse order, and the instance is kept.
func TestSession_DestroysWhatItCreated(t *testing.T) {
	t.Parallel()
	sheet := sessionSheet()
	sheet.Systems[0].Session.EyeTracker = new(true)
	got := askSheet(t, sessionRequest, sheet, nil)
	var open []string
	for _, command := range got.commands {
		if created, ok := strings.CutPrefix(command, "xrCreate"); ok && created != "Instance" {
			open = append(open, strings.TrimPrefix(created, "Reference"))
		}
		if destroyed, ok := strings.CutPrefix(command, "xrDestroy"); ok {
			require.NotEmpty(t, open, command)
			last := len(open) - 1
			require.Equal(t, open[last], destroyed)
			open = open[:last]
		}
	}
	require.Empty(t, open)
	order := []string{"xrCreateSession", "xrBeginSession", "xrCreateReferenceSpace", "xrDestroyHandTrackerEXT", "xrRequestExitSession", "xrEndSession", "xrDestroySession"}
	at := -1
	for _, command := range order {
		next := slices.Index(got.commands, command)
		require.Greater(t, next, at, command)
		at = next
	}
	require.NotContains(t, got.commands, "xrDestroyInstance")
}

// A question that the runtime did not survive is left out. That costs the part of the session
// which it asks for, and no other part.
func TestSession_LeavesOutFatalQuestions(t *testing.T) {
	t.Parallel()
	whole := askSheet(t, sessionRequest, sessionSheet(), nil)
	questions := whole.questions()
	first := slices.IndexFunc(questions, func(q wire.Question) bool { return q.Command == "xrPollEvent" })
	for _, question := range slices.DeleteFunc(questions[first:], func(q wire.Question) bool { return q.Command == wire.DestroySession }) {
		t.Run(question.String(), func(t *testing.T) {
			t.Parallel()
			got := askSheet(t, requestWithout(question), sessionSheet(), nil)
			require.Nil(t, got.runtime.Cause)
			require.NotContains(t, got.questions(), question)
			require.Len(t, got.problems, 1)
			require.Equal(t, "question_left_out", got.problems[0].ID)
			require.Len(t, differingParts(t, whole.session(), got.session()), 1)
			require.Equal(t, "xrDestroySession", got.commands[len(got.commands)-1])
		})
	}
	got := askSheet(t, requestWithout(wire.Question{Command: "xrCreateSession", Of: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"}), sessionSheet(), nil)
	require.Equal(t, report.CauseCrashed, got.session().Cause.Code)
	require.NotContains(t, got.commands, "xrCreateSession")
}

// differingParts returns the members in which two sessions differ; the reasons for unknown parts
// do not count.
func differingParts(t *testing.T, a, b *report.Session) []string {
	t.Helper()
	members := func(s *report.Session) (m map[string]any) {
		text, err := json.Marshal(s)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &m))
		delete(m, "unknown")
		return m
	}
	var parts []string
	other := members(b)
	for part, value := range members(a) {
		if !cmp.Equal(value, other[part]) {
			parts = append(parts, part)
		}
	}
	return parts
}

// The answers are sent before xrDestroySession, in which runtimes tend to hang.
func TestSession_SendsItsAnswersBeforeItIsDestroyed(t *testing.T) {
	t.Parallel()
	got := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) {
		r.On("xrDestroySession", simulated.Behaviour{Result: xr.ErrorRuntimeFailure})
	})
	end := slices.IndexFunc(got.sent, func(s wire.Step) bool { return s.Question != nil && s.Question.Command == wire.DestroySession })
	require.NotNil(t, got.sent[end-1].Runtime)
	require.Equal(t, "xrDestroySession: XR_ERROR_RUNTIME_FAILURE", got.runtime.Cause.Text)
	require.Nil(t, got.session().Cause, "a session was created")
	require.Len(t, got.session().ReferenceSpaces, 2)
}

// A command that fails leaves one part unknown, and the report says why.
func TestSession_UnknownPartsHaveAReason(t *testing.T) {
	t.Parallel()
	whole := askSheet(t, sessionRequest, sessionSheet(), nil).session()
	for command, parts := range map[string][]string{
		"xrPollEvent":                      {"states"},
		"xrEnumerateReferenceSpaces":       {"reference_spaces"},
		"xrEnumerateSwapchainFormats":      {"swapchain_formats"},
		"xrEnumerateDisplayRefreshRatesFB": {"refresh_rates"},
		"xrGetDisplayRefreshRateFB":        {"refresh_rate"},
		"xrEnumerateColorSpacesFB":         {"color_spaces"},
		"xrGetVisibilityMaskKHR":           {"visibility_masks"},
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			got := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) {
				r.On(command, simulated.Behaviour{Result: xr.ErrorRuntimeFailure})
			})
			require.Nil(t, got.runtime.Cause)
			requireGaps(t, got.session(), parts...)
			require.Contains(t, got.session().Unknown[0].Because, command+": XR_ERROR_RUNTIME_FAILURE")
			require.Equal(t, "XR_ERROR_RUNTIME_FAILURE", *got.session().Unknown[0].Result)
			require.Equal(t, whole.Trackers, got.session().Trackers)
			require.Contains(t, got.commands, "xrDestroySession")
		})
	}
}

// requireGaps requires that exactly these parts are null, and that each has a reason.
func requireGaps(t *testing.T, s *report.Session, parts ...string) {
	t.Helper()
	null := map[string]bool{
		"states": s.States == nil, "reference_spaces": s.ReferenceSpaces == nil, "swapchain_formats": s.SwapchainFormats == nil,
		"refresh_rates": s.RefreshRates == nil, "refresh_rate": s.RefreshRate == nil, "color_spaces": s.ColorSpaces == nil,
		"visibility_masks": s.VisibilityMasks == nil, "trackers": s.Trackers == nil,
	}
	var explained []string
	for _, gap := range s.Unknown {
		require.True(t, null[gap.Part], gap.Part)
		explained = append(explained, gap.Part)
	}
	require.ElementsMatch(t, parts, explained)
	for part, missing := range null {
		require.Equal(t, slices.Contains(parts, part), missing, part)
	}
}

func TestSession_WithoutExtensionsHasSpacesOnly(t *testing.T) {
	t.Parallel()
	sheet := sessionSheet()
	sheet.Runtime.Extensions = sheet.Runtime.Extensions[:1]
	s := askSheet(t, sessionRequest, sheet, nil).session()
	requireGaps(t, s, "refresh_rates", "refresh_rate", "color_spaces", "visibility_masks")
	for _, gap := range s.Unknown {
		require.Contains(t, gap.Because, "is not listed")
	}
	for _, tracker := range s.Trackers {
		require.Equal(t, report.VerdictNo, tracker.Creatable)
	}
}

// NaN and infinity are refused; a report, which is JSON, has no notation for them.
func TestSession_DistrustsNumbers(t *testing.T) {
	t.Parallel()
	nan := float32(math.NaN())
	got := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) {
		r.On("xrGetDisplayRefreshRateFB", simulated.Behaviour{Hook: func(arguments []any, _ func() xr.Result) xr.Result {
			*arguments[1].(*float32) = nan
			return xr.Success
		}})
		r.On("xrEnumerateDisplayRefreshRatesFB", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
			result := answer()
			if first := arguments[3].(*float32); first != nil {
				*first = float32(math.Inf(1))
			}
			return result
		}})
		r.On("xrGetReferenceSpaceBoundsRect", simulated.Behaviour{Hook: func(arguments []any, _ func() xr.Result) xr.Result {
			*arguments[2].(*xr.Extent2Df) = xr.Extent2Df{Width: nan, Height: 1}
			return xr.Success
		}})
	})
	requireGaps(t, got.session(), "refresh_rates", "refresh_rate")
	for _, space := range got.session().ReferenceSpaces {
		require.Nil(t, space.Bounds)
		require.Contains(t, *space.Because, "NaN is neither a size nor a rate")
	}
}

// If a runtime reports success but writes nothing, the answer is unknown.
func TestSession_DistrustsUntouchedOutput(t *testing.T) {
	t.Parallel()
	silent := simulated.Behaviour{Hook: func([]any, func() xr.Result) xr.Result { return xr.Success }}
	got := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) {
		for _, command := range []string{"xrGetDisplayRefreshRateFB", "xrGetVisibilityMaskKHR", "xrGetReferenceSpaceBoundsRect", "xrCreateHandTrackerEXT"} {
			r.On(command, silent)
		}
	})
	requireGaps(t, got.session(), "refresh_rate", "visibility_masks")
	require.Contains(t, *got.session().ReferenceSpaces[0].Because, "wrote nothing")
	require.Equal(t, report.VerdictUnknown, got.session().Trackers[0].Creatable)
	require.NotContains(t, got.commands, "xrDestroyHandTrackerEXT", "there is nothing to destroy")
}

func TestSession_SaysWhichSpacesCannotBeCreated(t *testing.T) {
	t.Parallel()
	got := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) {
		r.On("xrCreateReferenceSpace", simulated.Behaviour{Result: xr.ErrorReferenceSpaceUnsupported})
	})
	for _, space := range got.session().ReferenceSpaces {
		require.Equal(t, report.VerdictNo, space.Creatable)
		require.Contains(t, *space.Because, "xrCreateReferenceSpace: XR_ERROR_REFERENCE_SPACE_UNSUPPORTED")
	}
	require.NotContains(t, got.commands, "xrDestroySpace")
}

// A session whose state stops changing is still asked, and still destroyed.
func TestSession_AStuckLifecycleIsDestroyed(t *testing.T) {
	t.Parallel()
	for command, last := range map[string]string{
		"xrBeginSession": "XR_SESSION_STATE_READY", "xrRequestExitSession": "XR_SESSION_STATE_FOCUSED", "xrEndSession": "XR_SESSION_STATE_STOPPING",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			got := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) {
				r.On(command, simulated.Behaviour{Result: xr.ErrorRuntimeFailure})
			})
			require.Nil(t, got.runtime.Cause)
			states := got.session().States
			require.Equal(t, last, states[len(states)-1])
			require.Equal(t, command+": XR_ERROR_RUNTIME_FAILURE", got.problems[0].Text)
			require.Equal(t, "xrDestroySession", got.commands[len(got.commands)-1])
		})
	}
}

// If a runtime always has one more event, the prober stops polling at maxStates.
func TestSession_BoundsEvents(t *testing.T) {
	t.Parallel()
	got := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) {
		r.On("xrPollEvent", simulated.Behaviour{Hook: func(arguments []any, _ func() xr.Result) xr.Result {
			out := arguments[1].(*xr.EventDataBuffer)
			changed := (*xr.EventDataSessionStateChanged)(unsafe.Pointer(out))
			changed.Type, changed.State = xr.TypeEventDataSessionStateChanged, xr.SessionStateIdle
			return xr.Success
		}})
	})
	require.Len(t, got.session().States, maxStates)
	require.Equal(t, "xrDestroySession", got.commands[len(got.commands)-1])
}

func TestSession_FailureHasACause(t *testing.T) {
	t.Parallel()
	noHeadless, both, refusing := sessionSheet(), sessionSheet(), sessionSheet()
	noHeadless.Runtime.Extensions = noHeadless.Runtime.Extensions[1:]
	both.Runtime.Extensions = append(both.Runtime.Extensions, simulated.Extension{Name: "XR_KHR_opengl_enable"})
	refusing.Calls = map[string]simulated.Call{"xrCreateSession": {Result: "XR_ERROR_RUNTIME_FAILURE"}}
	for name, row := range map[string]struct {
		sheet simulated.Sheet
		kind  report.SessionKind
		code  string
		text  string
	}{
		"neither":         {noHeadless, "", report.CauseNoSessionKind, "XR_KHR_opengl_enable is not enabled"},
		"no headless":     {noHeadless, report.SessionHeadless, report.CauseNoSessionKind, "XR_MND_headless is not enabled"},
		"no requirements": {both, report.SessionOpenGL, report.CauseXrError, "xrGetOpenGLGraphicsRequirementsKHR: XR_ERROR_FUNCTION_UNSUPPORTED"},
		"refused":         {refusing, "", report.CauseXrError, "xrCreateSession: XR_ERROR_RUNTIME_FAILURE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := requestUpTo(report.LevelSession)
			r.Session = row.kind
			got := askSheet(t, r, row.sheet, nil)
			require.Equal(t, row.code, got.runtime.Cause.Code)
			require.Contains(t, got.runtime.Cause.Text, row.text)
			require.Equal(t, got.runtime.Cause.Text, got.session().Cause.Text)
			require.Equal(t, report.LevelSession, got.runtime.Cause.Level)
			require.Nil(t, got.session().Unknown)
			require.NotContains(t, got.commands, "xrDestroySession")
		})
	}
}

// If no window can be opened, the error of package glsession is the cause.
func TestSession_AWindowErrorIsACause(t *testing.T) {
	t.Parallel()
	cause := causeOfNoSession(&glsession.Error{Code: glsession.CodeNoDisplay, Text: "dark", Fix: "light"})
	require.Equal(t, &report.Cause{Code: "no_display", Text: "dark", Fix: new("light")}, cause)
}

// Only the formats of OpenGL sessions have names; they come from a table.
func TestSession_NamesOpenGLFormats(t *testing.T) {
	t.Parallel()
	formats := simulated.Behaviour{Hook: func(arguments []any, _ func() xr.Result) xr.Result {
		*arguments[2].(*uint32) = 1
		if first := arguments[3].(*int64); first != nil {
			*first = 0x8C43
		}
		return xr.Success
	}}
	s := askSheet(t, sessionRequest, sessionSheet(), func(r *simulated.Runtime) { r.On("xrEnumerateSwapchainFormats", formats) }).session()
	require.Equal(t, []report.Format{{Value: 0x8C43}}, s.SwapchainFormats, "a headless session has no graphics API that could name the format")
	require.Equal(t, "GL_SRGB8_ALPHA8", openGLFormats()[0x8C43])
}
