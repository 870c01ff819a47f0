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

// roomy is a headset of which everything is known that a session tells.
func roomy() simulated.Sheet {
	sheet := simulated.Sheet{Schema: simulated.SheetSchema, Title: "A headset in a room", Systems: []simulated.System{{
		FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY",
		ViewConfigurations: []simulated.ViewConfiguration{{
			Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"},
		}},
		Session: &simulated.SessionSheet{
			ReferenceSpaces: []simulated.ReferenceSpace{
				{Type: "XR_REFERENCE_SPACE_TYPE_LOCAL"}, {Type: "XR_REFERENCE_SPACE_TYPE_STAGE", Bounds: &simulated.Bounds{Width: 2.5, Depth: 4}},
			},
			RefreshRates: []float32{90, 120}, ColorSpaces: []string{"XR_COLOR_SPACE_P3_FB"},
			VisibilityMask: &simulated.VisibilityMask{Vertices: 4, Indices: 6},
			HandTracker:    new(true), EyeTracker: new(false), ViveTrackers: new(2),
		},
	}}}
	for _, name := range []string{
		"XR_MND_headless", "XR_FB_display_refresh_rate", "XR_FB_color_space", "XR_KHR_visibility_mask", "XR_EXT_hand_tracking",
		"XR_FB_eye_tracking_social", "XR_HTCX_vive_tracker_interaction",
	} {
		sheet.Runtime.Extensions = append(sheet.Runtime.Extensions, simulated.Extension{Name: name})
	}
	return sheet
}

// answered is what asking a runtime brought: its answers, the steps that were sent and the
// commands that were called.
type answered struct {
	asker
	cause *report.Cause
	calls []string
	sent  []wire.Step
}

func (v answered) session() *report.Session { return v.runtime.Systems[0].Session }

// upTo is a request up to a level.
func upTo(level report.Level) wire.Request {
	return wire.Request{Runtime: report.Runtime{Level: level}}
}

// skipping is a request up to the level session that leaves a question out.
func skipping(q wire.Question) wire.Request {
	r := upTo(report.LevelSession)
	r.Skip = []wire.Question{q}
	return r
}

// askSheet asks a simulated runtime in this process, and records its calls.
func askSheet(t *testing.T, r wire.Request, sheet simulated.Sheet, change func(*simulated.Runtime)) answered {
	t.Helper()
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	t.Cleanup(runtime.Close)
	if change != nil {
		change(runtime)
	}
	var out answered
	a := asker{request: r, runtime: r.Runtime}
	a.tools.Send = func(s wire.Step) error { out.sent = append(out.sent, s); return nil }
	a.entry, err = runtime.Entry()
	require.NoError(t, err)
	require.NoError(t, a.climb(ladder()[1:])) // the runtime is loaded already
	out.asker, out.cause = a, a.runtime.Cause
	for _, call := range runtime.Calls() {
		out.calls = append(out.calls, call.Command)
	}
	return out
}

var atSession = upTo(report.LevelSession)

// Nothing below the level session makes one, enables what one needs, or asks what one tells.
func TestSession_IsNotCreatedBelowItsLevel(t *testing.T) {
	t.Parallel()
	inSessions := func(v answered) []string {
		return slices.DeleteFunc(v.calls, func(command string) bool {
			return !strings.Contains(command, "Session") && !strings.Contains(command, "Space") &&
				!strings.Contains(command, "Tracker") && !strings.Contains(command, "PollEvent")
		})
	}
	for _, level := range report.Levels() {
		v := askSheet(t, upTo(level), roomy(), nil)
		if level == report.LevelSession {
			require.Contains(t, inSessions(v), "xrCreateSession", "calls are recorded")
			require.Contains(t, v.runtime.EnabledExtensions, "XR_MND_headless")
			continue
		}
		require.Empty(t, inSessions(v), level)
		require.NotContains(t, v.runtime.EnabledExtensions, "XR_MND_headless", level)
		for _, system := range v.runtime.Systems {
			require.Nil(t, system.Session, level)
		}
	}
}

func TestSession_IsReportedCompletely(t *testing.T) {
	t.Parallel()
	v := askSheet(t, atSession, roomy(), nil)
	require.Nil(t, v.cause)
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
	}, v.session()))
	require.Nil(t, v.runtime.Systems[1].Session, "there is no such system")
	require.Empty(t, v.problems)
}

// What is made is ended, last things first, and the instance is left alone.
func TestSession_DestroysWhatItCreated(t *testing.T) {
	t.Parallel()
	sheet := roomy()
	sheet.Systems[0].Session.EyeTracker = new(true)
	v := askSheet(t, atSession, sheet, nil)
	var open []string
	for _, command := range v.calls {
		if made, ok := strings.CutPrefix(command, "xrCreate"); ok && made != "Instance" {
			open = append(open, strings.TrimPrefix(made, "Reference"))
		}
		if ended, ok := strings.CutPrefix(command, "xrDestroy"); ok {
			require.NotEmpty(t, open, command)
			last := len(open) - 1
			require.Equal(t, open[last], ended)
			open = open[:last]
		}
	}
	require.Empty(t, open)
	order := []string{"xrCreateSession", "xrBeginSession", "xrCreateReferenceSpace", "xrDestroyHandTrackerEXT", "xrRequestExitSession", "xrEndSession", "xrDestroySession"}
	at := -1
	for _, command := range order {
		next := slices.Index(v.calls, command)
		require.Greater(t, next, at, command)
		at = next
	}
	require.NotContains(t, v.calls, "xrDestroyInstance")
}

// What was not survived is left out, costs its own part of the answer, and no other.
func TestSession_LeavesOutWhatItDidNotSurvive(t *testing.T) {
	t.Parallel()
	whole := askSheet(t, atSession, roomy(), nil)
	questions := askedOf(whole)
	first := slices.IndexFunc(questions, func(q wire.Question) bool { return q.Command == "xrPollEvent" })
	for _, question := range slices.DeleteFunc(questions[first:], func(q wire.Question) bool { return q.Command == wire.DestroySession }) {
		t.Run(question.String(), func(t *testing.T) {
			t.Parallel()
			v := askSheet(t, skipping(question), roomy(), nil)
			require.Nil(t, v.cause)
			require.NotContains(t, askedOf(v), question)
			require.Len(t, v.problems, 1)
			require.Equal(t, "question_left_out", v.problems[0].ID)
			require.Len(t, partsThatDiffer(t, whole.session(), v.session()), 1)
			require.Equal(t, "xrDestroySession", v.calls[len(v.calls)-1])
		})
	}
	v := askSheet(t, skipping(wire.Question{Command: "xrCreateSession", Of: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"}), roomy(), nil)
	require.Equal(t, report.CauseCrashed, v.session().Cause.Code)
	require.NotContains(t, v.calls, "xrCreateSession")
}

func askedOf(v answered) []wire.Question {
	var questions []wire.Question
	for _, s := range v.sent {
		if s.Question != nil {
			questions = append(questions, *s.Question)
		}
	}
	return questions
}

// partsThatDiffer are the members of two sessions that are not equal, but for the reasons.
func partsThatDiffer(t *testing.T, a, b *report.Session) []string {
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

// The answers are told before the end, which runtimes like to hang in.
func TestSession_SendsItsAnswersBeforeItIsDestroyed(t *testing.T) {
	t.Parallel()
	v := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) {
		r.On("xrDestroySession", simulated.Behaviour{Result: xr.ErrorRuntimeFailure})
	})
	end := slices.IndexFunc(v.sent, func(s wire.Step) bool { return s.Question != nil && s.Question.Command == wire.DestroySession })
	require.NotNil(t, v.sent[end-1].Runtime)
	require.Equal(t, "xrDestroySession: XR_ERROR_RUNTIME_FAILURE", v.cause.Text)
	require.Nil(t, v.session().Cause, "there was a session")
	require.Len(t, v.session().ReferenceSpaces, 2)
}

// One command that fails costs one answer, and says why.
func TestSession_UnknownPartsHaveAReason(t *testing.T) {
	t.Parallel()
	whole := askSheet(t, atSession, roomy(), nil).session()
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
			v := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) {
				r.On(command, simulated.Behaviour{Result: xr.ErrorRuntimeFailure})
			})
			require.Nil(t, v.cause)
			requireGaps(t, v.session(), parts...)
			require.Contains(t, v.session().Unknown[0].Because, command+": XR_ERROR_RUNTIME_FAILURE")
			require.Equal(t, "XR_ERROR_RUNTIME_FAILURE", *v.session().Unknown[0].Result)
			require.Equal(t, whole.Trackers, v.session().Trackers)
			require.Contains(t, v.calls, "xrDestroySession")
		})
	}
}

// requireGaps checks that these parts are null, that each has its reason, and no other.
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
	sheet := roomy()
	sheet.Runtime.Extensions = sheet.Runtime.Extensions[:1]
	s := askSheet(t, atSession, sheet, nil).session()
	requireGaps(t, s, "refresh_rates", "refresh_rate", "color_spaces", "visibility_masks")
	for _, gap := range s.Unknown {
		require.Contains(t, gap.Because, "is not listed")
	}
	for _, tracker := range s.Trackers {
		require.Equal(t, report.VerdictNo, tracker.Creatable)
	}
}

// Numbers that are no numbers would not even fit into a report.
func TestSession_DistrustsNumbers(t *testing.T) {
	t.Parallel()
	bad := float32(math.NaN())
	v := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) {
		r.On("xrGetDisplayRefreshRateFB", simulated.Behaviour{Hook: func(arguments []any, _ func() xr.Result) xr.Result {
			*arguments[1].(*float32) = bad
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
			*arguments[2].(*xr.Extent2Df) = xr.Extent2Df{Width: bad, Height: 1}
			return xr.Success
		}})
	})
	requireGaps(t, v.session(), "refresh_rates", "refresh_rate")
	for _, space := range v.session().ReferenceSpaces {
		require.Nil(t, space.Bounds)
		require.Contains(t, *space.Because, "NaN is neither a size nor a rate")
	}
}

// What a runtime reports and does not write is not believed.
func TestSession_DistrustsUntouchedOutput(t *testing.T) {
	t.Parallel()
	silent := simulated.Behaviour{Hook: func([]any, func() xr.Result) xr.Result { return xr.Success }}
	v := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) {
		for _, command := range []string{"xrGetDisplayRefreshRateFB", "xrGetVisibilityMaskKHR", "xrGetReferenceSpaceBoundsRect", "xrCreateHandTrackerEXT"} {
			r.On(command, silent)
		}
	})
	requireGaps(t, v.session(), "refresh_rate", "visibility_masks")
	require.Contains(t, *v.session().ReferenceSpaces[0].Because, "wrote nothing")
	require.Equal(t, report.VerdictUnknown, v.session().Trackers[0].Creatable)
	require.NotContains(t, v.calls, "xrDestroyHandTrackerEXT", "there is nothing to destroy")
}

func TestSession_SpacesThatCannotBeCreated(t *testing.T) {
	t.Parallel()
	v := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) {
		r.On("xrCreateReferenceSpace", simulated.Behaviour{Result: xr.ErrorReferenceSpaceUnsupported})
	})
	for _, space := range v.session().ReferenceSpaces {
		require.Equal(t, report.VerdictNo, space.Creatable)
		require.Contains(t, *space.Because, "xrCreateReferenceSpace: XR_ERROR_REFERENCE_SPACE_UNSUPPORTED")
	}
	require.NotContains(t, v.calls, "xrDestroySpace")
}

// A session that never gets ready, or does not come to its end, is asked and destroyed all the same.
func TestSession_AStuckLifecycleIsDestroyed(t *testing.T) {
	t.Parallel()
	for command, last := range map[string]string{
		"xrBeginSession": "XR_SESSION_STATE_READY", "xrRequestExitSession": "XR_SESSION_STATE_FOCUSED", "xrEndSession": "XR_SESSION_STATE_STOPPING",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			v := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) {
				r.On(command, simulated.Behaviour{Result: xr.ErrorRuntimeFailure})
			})
			require.Nil(t, v.cause)
			states := v.session().States
			require.Equal(t, last, states[len(states)-1])
			require.Equal(t, command+": XR_ERROR_RUNTIME_FAILURE", v.problems[0].Text)
			require.Equal(t, "xrDestroySession", v.calls[len(v.calls)-1])
		})
	}
}

// A runtime that has always one more event is not listened to for ever.
func TestSession_BoundsEvents(t *testing.T) {
	t.Parallel()
	v := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) {
		r.On("xrPollEvent", simulated.Behaviour{Hook: func(arguments []any, _ func() xr.Result) xr.Result {
			out := arguments[1].(*xr.EventDataBuffer)
			changed := (*xr.EventDataSessionStateChanged)(unsafe.Pointer(out))
			changed.Type, changed.State = xr.TypeEventDataSessionStateChanged, xr.SessionStateIdle
			return xr.Success
		}})
	})
	require.Len(t, v.session().States, maxStates)
	require.Equal(t, "xrDestroySession", v.calls[len(v.calls)-1])
}

func TestSession_FailureHasACause(t *testing.T) {
	t.Parallel()
	noHeadless, both, refusing := roomy(), roomy(), roomy()
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
			r := upTo(report.LevelSession)
			r.Session = row.kind
			v := askSheet(t, r, row.sheet, nil)
			require.Equal(t, row.code, v.cause.Code)
			require.Contains(t, v.cause.Text, row.text)
			require.Equal(t, v.cause.Text, v.session().Cause.Text)
			require.Equal(t, report.LevelSession, v.cause.Level)
			require.Nil(t, v.session().Unknown)
			require.NotContains(t, v.calls, "xrDestroySession")
		})
	}
}

// Where no window can be opened, its package's reason is the cause.
func TestSession_AWindowsErrorIsACause(t *testing.T) {
	t.Parallel()
	cause := causeOfNoSession(&glsession.Error{Code: glsession.CodeNoDisplay, Text: "dark", Fix: "light"})
	require.Equal(t, &report.Cause{Code: "no_display", Text: "dark", Fix: new("light")}, cause)
}

// The names are a table's, and only OpenGL's numbers have them.
func TestSession_NamesOpenGLFormats(t *testing.T) {
	t.Parallel()
	formats := simulated.Behaviour{Hook: func(arguments []any, _ func() xr.Result) xr.Result {
		*arguments[2].(*uint32) = 1
		if first := arguments[3].(*int64); first != nil {
			*first = 0x8C43
		}
		return xr.Success
	}}
	s := askSheet(t, atSession, roomy(), func(r *simulated.Runtime) { r.On("xrEnumerateSwapchainFormats", formats) }).session()
	require.Equal(t, []report.Format{{Value: 0x8C43}}, s.SwapchainFormats, "a headless session's numbers are nobody's")
	require.Equal(t, "GL_SRGB8_ALPHA8", openGLFormats[0x8C43])
}
