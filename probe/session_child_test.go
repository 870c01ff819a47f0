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

// lively is a desk whose runtime makes sessions that show nothing.
func lively() simulated.Sheet {
	sheet := desk()
	sheet.Runtime.Extensions = []simulated.Extension{{Name: "XR_MND_headless"}}
	return sheet
}

func TestSession_IsHeldInAChild(t *testing.T) {
	t.Parallel()
	for name, helper := range map[string]probe.Helper{"child": probe.Self(), "in process": probe.InProcess()} {
		asked := simulate(t, helper, probe.Request{Level: report.LevelSession}, lively()).Runtimes[0]
		require.Equal(t, report.StatusOK, asked.Status, name)
		require.Equal(t, report.LevelSession, *asked.Reached)
		require.Equal(t, []string{"XR_MND_headless"}, asked.EnabledExtensions)
		session := asked.Systems[0].Session
		require.Equal(t, report.SessionHeadless, session.Kind)
		require.Contains(t, session.States, "XR_SESSION_STATE_FOCUSED")
		require.Len(t, session.ReferenceSpaces, 2)
		require.Nil(t, asked.Systems[1].Session)
	}
}

// A session has a time of its own, and one that hangs in its end has told everything.
func TestSession_ThatHangs(t *testing.T) {
	t.Parallel()
	for command, told := range map[string]bool{"xrCreateSession": false, "xrDestroySession": true} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			sheet := lively()
			sheet.Calls = map[string]simulated.Call{command: {DelayMS: 60_000}}
			asked := simulate(t, probe.Self(), probe.Request{Level: report.LevelSession, Timeout: time.Second}, sheet).Runtimes[0]
			require.Equal(t, report.StatusTimedOut, asked.Status)
			require.Equal(t, report.LevelSession, asked.Cause.Level)
			require.Contains(t, asked.Cause.Text, "while it held a session")
			require.Equal(t, report.LevelProperties, *asked.Reached)
			require.Equal(t, told, asked.Systems[0].Session != nil)
		})
	}
}

func TestRequest_SessionsThatCannotBeCreated(t *testing.T) {
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
