// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe"
)

// headlessSheet returns deskSheet with a runtime that creates headless sessions.
func headlessSheet() simulated.Sheet {
	sheet := deskSheet()
	sheet.Runtime.Extensions = []simulated.Extension{{Name: "XR_MND_headless"}}
	return sheet
}

func TestSession_IsHeldInAChild(t *testing.T) {
	t.Parallel()
	for name, helper := range map[string]probe.Helper{"child": probe.Self(), "in process": probe.InProcess()} {
		got := simulate(t, helper, probe.Request{Level: report.LevelSession}, headlessSheet()).Runtimes[0]
		require.Equal(t, report.StatusOK, got.Status, name)
		require.Equal(t, report.LevelSession, *got.Reached)
		require.Equal(t, []string{"XR_MND_headless"}, got.EnabledExtensions)
		session := got.Systems[0].Session
		require.Equal(t, report.SessionHeadless, session.Kind)
		require.Contains(t, session.States, "XR_SESSION_STATE_FOCUSED")
		require.Len(t, session.ReferenceSpaces, 2)
		require.Nil(t, got.Systems[1].Session)
	}
}

// The level session has its own deadline. If xrDestroySession hangs, all answers are known already.
func TestSession_HasItsOwnDeadline(t *testing.T) {
	t.Parallel()
	for command, answered := range map[string]bool{"xrCreateSession": false, "xrDestroySession": true} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			sheet := headlessSheet()
			sheet.Calls = map[string]simulated.Call{command: {DelayMS: 60_000}}
			got := simulate(t, probe.Self(), probe.Request{Level: report.LevelSession, Timeout: time.Second}, sheet).Runtimes[0]
			require.Equal(t, report.StatusTimedOut, got.Status)
			require.Equal(t, report.LevelSession, got.Cause.Level)
			require.Contains(t, got.Cause.Text, "while it held a session")
			require.Equal(t, report.LevelProperties, *got.Reached)
			require.Equal(t, answered, got.Systems[0].Session != nil)
		})
	}
}

func TestRequest_SessionMistakesAreNamed(t *testing.T) {
	t.Parallel()
	for text, r := range map[string]probe.Request{
		`only the level "session" creates a session`: {Session: report.SessionHeadless},
		`"paper" is not a kind`:                      {Level: report.LevelSession, Session: "paper"},
	} {
		_, err := probe.Prober{Helper: probe.Self()}.Probe(t.Context(), r)
		require.ErrorIs(t, err, probe.ErrRequest)
		require.ErrorContains(t, err, text)
	}
}
