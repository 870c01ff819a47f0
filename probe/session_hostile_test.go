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

// crashedIn asks a runtime for a session that crashes at a stage, and returns what is known
// of it, and whether another one was made without what was not survived.
func crashedIn(t *testing.T, stage string) (*report.Runtime, bool) {
	t.Helper()
	p := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(t, "segv@"+stage)})
	found, err := p.Probe(t.Context(), probe.Request{Level: report.LevelSession})
	require.NoError(t, err)
	asked := found.Active()
	require.Equal(t, report.StatusCrashed, asked.Status)
	require.Equal(t, report.LevelProperties, *asked.Reached)
	require.Equal(t, report.LevelSession, asked.Cause.Level)
	require.Equal(t, "the runtime crashed (SIGSEGV) while it held a session", asked.Cause.Text)
	require.NotNil(t, asked.Systems[0].Name)
	require.NotNil(t, found.Monitors)
	return asked, slices.ContainsFunc(found.Problems, func(p report.Problem) bool { return p.ID == "question_left_out" })
}

func TestSession_ACrashCostsOneAnswer(t *testing.T) {
	t.Parallel()
	asked, again := crashedIn(t, "spaces")
	require.Equal(t, "xrEnumerateReferenceSpaces(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY)", *asked.Cause.Call)
	require.True(t, again)
	session := asked.Systems[0].Session
	require.Nil(t, session.ReferenceSpaces)
	require.Equal(t, report.Gap{Part: "reference_spaces", Because: "the runtime did not survive this question"}, session.Unknown[0])
	require.NotNil(t, session.SwapchainFormats)
}

func TestSession_ACrashInItsCreationIsItsCause(t *testing.T) {
	t.Parallel()
	asked, again := crashedIn(t, "session")
	require.Equal(t, "xrCreateSession(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY)", *asked.Cause.Call)
	require.True(t, again)
	require.Equal(t, report.CauseCrashed, asked.Systems[0].Session.Cause.Code)
}

// All is told by then, so that no other session is made.
func TestSession_ACrashInItsDestructionCostsNothing(t *testing.T) {
	t.Parallel()
	asked, again := crashedIn(t, "end-session")
	require.Equal(t, "xrDestroySession(XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY)", *asked.Cause.Call)
	require.False(t, again)
	require.Nil(t, asked.Systems[0].Session.Cause)
	require.Len(t, asked.Systems[0].Session.ReferenceSpaces, 2)
}
