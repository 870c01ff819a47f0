// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// requestUpTo returns a request up to a level.
func requestUpTo(level report.Level) wire.Request {
	return wire.Request{Level: level}
}

// requestWithout returns a request up to the level session that leaves one question out.
func requestWithout(q wire.Question) wire.Request {
	r := requestUpTo(report.LevelSession)
	r.Skip = []wire.Question{q}
	return r
}

// recording is what is known of a simulated runtime after it was asked: the asker's answers, the
// steps that it sent, and the calls that reached the runtime.
type recording struct {
	asker
	simulated *simulated.Runtime
	commands  []string
	sent      []wire.Step
}

// session returns the session of the first system.
func (r recording) session() *report.Session { return r.runtime.Systems[0].Session }

// questions returns the questions that were announced, in order.
func (r recording) questions() []wire.Question {
	var questions []wire.Question
	for _, s := range r.sent {
		if s.Question != nil {
			questions = append(questions, *s.Question)
		}
	}
	return questions
}

// askSheet asks a simulated runtime in this process. Change alters the runtime first; it may
// be nil.
func askSheet(t *testing.T, r wire.Request, sheet simulated.Sheet, change func(*simulated.Runtime)) recording {
	t.Helper()
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	t.Cleanup(runtime.Close)
	if change != nil {
		change(runtime)
	}
	out := recording{simulated: runtime}
	a := asker{request: r}
	a.tools.Send = func(s wire.Step) error { out.sent = append(out.sent, s); return nil }
	a.entry, err = runtime.Entry()
	require.NoError(t, err)
	require.NoError(t, a.climb(ladder()[1:])) // the runtime is loaded already
	out.asker = a
	for _, call := range runtime.Calls() {
		out.commands = append(out.commands, call.Command)
	}
	return out
}

// askProperties asks a simulated runtime up to the level properties, and requires that every
// level is reached.
func askProperties(t *testing.T, sheet simulated.Sheet, change func(*simulated.Runtime)) recording {
	t.Helper()
	found := askSheet(t, requestUpTo(report.LevelProperties), sheet, change)
	require.Nil(t, found.runtime.Cause)
	return found
}

// deviceSheets returns the data sheets that are built in, by their names.
func deviceSheets(t *testing.T) map[string]simulated.Sheet {
	t.Helper()
	sheets := map[string]simulated.Sheet{}
	for _, name := range devices.Names() {
		sheet, err := devices.Sheet(name)
		require.NoError(t, err)
		sheets[name] = sheet
	}
	return sheets
}

// sheetWith returns a headset whose runtime lists the extensions, and sets the first member of
// each of their structures if it is a boolean.
func sheetWith(extensions ...string) simulated.Sheet {
	sheet := simulated.Sheet{Schema: simulated.SheetSchema, Title: "A headset with extensions", Systems: []simulated.System{{
		FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Properties: map[string]map[string]any{},
		ViewConfigurations: []simulated.ViewConfiguration{{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}}},
	}}}
	for _, name := range extensions {
		sheet.Runtime.Extensions = append(sheet.Runtime.Extensions, simulated.Extension{Name: name})
		for _, s := range xr.SystemPropertyStructs() {
			if s.Extension == name && s.Members[0].Kind == xr.MemberBool {
				sheet.Systems[0].Properties[s.Name] = map[string]any{s.Members[0].Name: true}
			}
		}
	}
	return sheet
}

// propertyExtensions returns the extensions that have structures with properties, and a few more.
func propertyExtensions() []string {
	names := []string{"XR_MND_headless", "XR_KHR_opengl_enable", "XR_EXT_spatial_entity"}
	for _, s := range xr.SystemPropertyStructs() {
		if !slices.Contains(names, s.Extension) {
			names = append(names, s.Extension)
		}
	}
	return names
}

// sessionSheet returns a headset whose data sheet has everything that a session is asked for.
func sessionSheet() simulated.Sheet {
	sheet := sheetWith("XR_MND_headless", "XR_FB_display_refresh_rate", "XR_FB_color_space", "XR_KHR_visibility_mask",
		"XR_EXT_hand_tracking", "XR_FB_eye_tracking_social", "XR_HTCX_vive_tracker_interaction")
	sheet.Systems[0].Properties = nil // a session asks for none
	sheet.Systems[0].Session = &simulated.SessionSheet{
		ReferenceSpaces: []simulated.ReferenceSpace{
			{Type: "XR_REFERENCE_SPACE_TYPE_LOCAL"}, {Type: "XR_REFERENCE_SPACE_TYPE_STAGE", Bounds: &simulated.Bounds{Width: 2.5, Depth: 4}},
		},
		RefreshRates: []float32{90, 120}, ColorSpaces: []string{"XR_COLOR_SPACE_P3_FB"},
		VisibilityMask: &simulated.VisibilityMask{Vertices: 4, Indices: 6},
		HandTracker:    new(true), EyeTracker: new(false), ViveTrackers: new(2),
	}
	return sheet
}
