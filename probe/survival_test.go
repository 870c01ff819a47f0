// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
)

const (
	hands   = "XrSystemHandTrackingPropertiesEXT"
	anchors = "XrSystemAnchorPropertiesHTC"
)

// propertyOf returns one structure of a headset.
func propertyOf(t *testing.T, system report.System, name string) report.Property {
	t.Helper()
	for _, property := range system.Properties {
		if property.Struct == name {
			return property
		}
	}
	require.Fail(t, "the structure is not in the report", name)
	return report.Property{}
}

// statesOf returns the names of the structures that were asked for, by their state.
func statesOf(system report.System) map[report.PropertyState][]string {
	states := map[report.PropertyState][]string{}
	for _, property := range askedProperties(system) {
		states[property.State] = append(states[property.State], property.Struct)
	}
	return states
}

// If a runtime crashes whenever a call holds certain structures, the prober finds those by halving,
// each time in a new child, and gets all others.
func TestProperties_FindsStructuresThatCrashByHalving(t *testing.T) {
	t.Parallel()
	for words, lost := range map[string][]string{
		"segv-at=1000051000":                         {hands},
		"segv-at=1000319000+segv-also-at=1000051000": {hands, anchors},
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			got, problems := probeOne(t, probe.Self(), compiled.Runtime(t, "many", words), probe.Request{})
			require.Equal(t, report.StatusCrashed, got.Status)
			require.Equal(t, "xrGetSystemProperties(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY, 7 structures from XrSystemEyeGazeInteractionPropertiesEXT to XrSystemUserPresencePropertiesEXT)", *got.Cause.Call)
			headset := got.Systems[0]
			require.Equal(t, "Test headset", *headset.Name)
			require.Len(t, headset.ViewConfigurations, 1)
			require.Equal(t, lost, statesOf(headset)[report.PropertyFailed])
			require.Len(t, statesOf(headset)[report.PropertyUntouched], 7-len(lost)-len(statesOf(headset)[report.PropertyReported]))
			require.Equal(t, "the runtime did not survive this question", *propertyOf(t, headset, lost[0]).Because)
			require.Len(t, problems, len(lost)+1)
			require.Equal(t, "question_left_out", problems[0].ID)
			require.Contains(t, problems[0].Text, "xrGetSystemProperties(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY, "+lost[0]+") was not asked again")
		})
	}
}

// If a runtime crashes when certain extensions are enabled, the prober finds those in the same way,
// and enables the others.
func TestInstance_FindsExtensionsThatCrashByHalving(t *testing.T) {
	t.Parallel()
	got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "many", "segv-enabling=XR_FB_passthrough"), probe.Request{})
	require.Equal(t, report.StatusCrashed, got.Status)
	require.Contains(t, *got.Cause.Call, "xrCreateInstance(7 extensions from ")
	require.Len(t, got.EnabledExtensions, 6)
	require.NotContains(t, got.EnabledExtensions, "XR_FB_passthrough")
	headset := got.Systems[0]
	require.True(t, *propertyOf(t, headset, hands).Values["supportsHandTracking"].Bool)
	require.Equal(t, []string{"XrSystemPassthroughPropertiesFB", "XrSystemPassthroughProperties2FB"}, statesOf(headset)[report.PropertyFailed])
}

// To find out which extensions a runtime refuses, the prober destroys instances. If the runtime
// crashes in xrDestroyInstance, no extension is enabled.
func TestInstance_ACrashInItsDestructionCostsExtensions(t *testing.T) {
	t.Parallel()
	refusing := []string{"many", "refuse-enabling=XR_EXT_user_presence"}
	got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, refusing...), probe.Request{})
	require.Equal(t, report.StatusOK, got.Status)
	require.Len(t, got.EnabledExtensions, 6)
	got, _ = probeOne(t, probe.Self(), compiled.Runtime(t, append(refusing, "segv@destroy")...), probe.Request{})
	require.Equal(t, report.StatusCrashed, got.Status)
	require.Equal(t, "xrDestroyInstance", *got.Cause.Call)
	require.Empty(t, got.EnabledExtensions)
	require.Equal(t, "Test headset", *got.Systems[0].Name)
}

// If a runtime crashes in one query, only that query has no answer.
func TestQueries_ACrashCostsOneAnswer(t *testing.T) {
	t.Parallel()
	query := func(words ...string) (report.Runtime, report.Query) {
		got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, append(words, "graphics", "many")...), probe.Request{})
		require.Equal(t, "xrGetOpenGLGraphicsRequirementsKHR", got.Systems[0].Queries[0].Command)
		return got, got.Systems[0].Queries[0]
	}
	got, answer := query()
	require.Equal(t, report.StatusOK, got.Status)
	require.Equal(t, report.QueryAnswered, answer.State)
	require.Equal(t, "4.5.0", *answer.Values["minApiVersionSupported"].Text)
	got, answer = query("segv@requirements")
	require.Equal(t, report.StatusCrashed, got.Status)
	require.Equal(t, report.QueryFailed, answer.State)
	require.Equal(t, "the runtime did not survive this question", *answer.Because)
	require.Equal(t, report.PropertyReported, propertyOf(t, got.Systems[0], hands).State)
}

// If a runtime crashes in a question, the prober asks it again without that question.
func TestSkip_OneFatalQuestionCostsOneAnswer(t *testing.T) {
	t.Parallel()
	for _, words := range [][]string{{"segv@properties"}, {"leave=3@views"}, {"abort@blend-modes"}, {"segv@properties", "abort@views", "leave=1@blend-modes"}, {"segv@configurations"}} {
		t.Run(compiled.HostileName(words...), func(t *testing.T) {
			t.Parallel()
			crashesAt := func(stage string) bool { return strings.Contains(compiled.HostileName(words...), "@"+stage) }
			got, problems := probeOne(t, probe.Self(), compiled.Runtime(t, words...), probe.Request{Timeout: 20 * time.Second})
			require.Equal(t, report.StatusCrashed, got.Status)
			require.Equal(t, report.LevelSystem, *got.Reached)
			require.Equal(t, report.LevelProperties, got.Cause.Level)
			require.Regexp(t, `^xr(GetSystemProp|Enumerate).*\(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY`, *got.Cause.Call)
			require.Len(t, problems, len(words)+1)
			system := got.Systems[0]
			require.Equal(t, crashesAt("properties"), system.Name == nil)
			require.Equal(t, crashesAt("configurations"), system.ViewConfigurations == nil)
			if system.ViewConfigurations != nil {
				require.Equal(t, crashesAt("views"), system.ViewConfigurations[0].Views == nil)
				require.Equal(t, crashesAt("blend-modes"), system.ViewConfigurations[0].BlendModes == nil)
				require.NotNil(t, system.ViewConfigurations[0].FovMutable)
			}
		})
	}
}

// If a runtime hangs, the earlier answers are kept.
func TestProperties_KeepsWhatWasAnsweredBeforeAHang(t *testing.T) {
	t.Parallel()
	got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "many", "hang-at=1000051000"), probe.Request{Timeout: time.Second})
	require.Equal(t, report.StatusTimedOut, got.Status)
	require.Equal(t, "Test headset", *got.Systems[0].Name)
	require.Len(t, got.Systems[0].ViewConfigurations, 1)
	require.Nil(t, got.Systems[0].Properties)
}
