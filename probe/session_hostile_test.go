// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
)

// probeCrashingSession probes a runtime whose session crashes at a stage. It returns the runtime's
// part of the report, and whether the runtime was asked again without the fatal question.
func probeCrashingSession(t *testing.T, stage string) (*report.Runtime, bool) {
	t.Helper()
	p := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(t, "segv@"+stage)})
	found, err := p.Probe(t.Context(), probe.Request{Level: report.LevelSession})
	require.NoError(t, err)
	got := found.Active()
	require.Equal(t, report.StatusCrashed, got.Status)
	require.Equal(t, report.LevelProperties, *got.Reached)
	require.Equal(t, report.LevelSession, got.Cause.Level)
	require.Equal(t, "the runtime crashed (SIGSEGV) while it held a session", got.Cause.Text)
	require.NotNil(t, got.Systems[0].Name)
	require.NotNil(t, found.Monitors)
	return got, slices.ContainsFunc(found.Problems, func(p report.Problem) bool { return p.ID == "question_left_out" })
}

func TestSession_ACrashCostsOneAnswer(t *testing.T) {
	t.Parallel()
	got, again := probeCrashingSession(t, "spaces")
	require.Equal(t, "xrEnumerateReferenceSpaces(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY)", *got.Cause.Call)
	require.True(t, again)
	session := got.Systems[0].Session
	require.Nil(t, session.ReferenceSpaces)
	require.Equal(t, report.Gap{Part: "reference_spaces", Because: "the runtime did not survive this question"}, session.Unknown[0])
	require.NotNil(t, session.SwapchainFormats)
}

func TestSession_ACrashInItsCreationIsItsCause(t *testing.T) {
	t.Parallel()
	got, again := probeCrashingSession(t, "session")
	require.Equal(t, "xrCreateSession(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY)", *got.Cause.Call)
	require.True(t, again)
	require.Equal(t, report.CauseCrashed, got.Systems[0].Session.Cause.Code)
}

// xrDestroySession comes after all answers, so no second session is created.
func TestSession_ACrashInItsDestructionCostsNothing(t *testing.T) {
	t.Parallel()
	got, again := probeCrashingSession(t, "end-session")
	require.Equal(t, "xrDestroySession(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY)", *got.Cause.Call)
	require.False(t, again)
	require.Nil(t, got.Systems[0].Session.Cause)
	require.Len(t, got.Systems[0].Session.ReferenceSpaces, 2)
}
