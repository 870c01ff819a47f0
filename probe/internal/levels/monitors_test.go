// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/glsession"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// A headset that the desktop extends onto is listed as a monitor, and reported as a problem.
func TestMonitors_AHeadsetIsAProblem(t *testing.T) {
	t.Parallel()
	var a asker
	a.recordMonitors([]glsession.Monitor{
		{Name: "eDP-1", ID: "AUO1234", Width: 1920, Height: 1080, RefreshRate: 60, WidthMM: 309, HeightMM: 174},
		{Name: "DP-2", ID: "HVRAA01", Width: 2160, Height: 1200},
	}, nil)
	require.Equal(t, &report.Monitors{List: []report.Monitor{
		{Name: "eDP-1", ID: new("AUO1234"), Width: 1920, Height: 1080, RefreshRate: new(60), WidthMM: new(309), HeightMM: new(174)},
		{Name: "DP-2", ID: new("HVRAA01"), Width: 2160, Height: 1200, Headset: new("HTC Vive")},
	}}, a.monitors)
	require.Len(t, a.problems, 1)
	require.Equal(t, "headset_extends_desktop", a.problems[0].ID)
	require.Contains(t, a.problems[0].Text, "the monitor DP-2, which is a headset (HTC Vive)")
}

func TestMonitors_UnknownHaveAReason(t *testing.T) {
	t.Parallel()
	var a asker
	a.recordMonitors(nil, errNotSurvived)
	require.Equal(t, &report.Monitors{Because: new("the runtime did not survive this question")}, a.monitors)
	require.Empty(t, a.problems)
}

// Below the level session no monitors are listed, and neither are they for a data sheet, which
// does not describe this machine.
func TestMonitors_AreReadAtTheLevelSessionOnly(t *testing.T) {
	t.Parallel()
	question := wire.Question{Command: "list the monitors"}
	require.Contains(t, askSheet(t, sessionRequest, sessionSheet(), nil).questions(), question)
	below := askSheet(t, requestUpTo(report.LevelProperties), sessionSheet(), nil)
	require.NotContains(t, below.questions(), question)
	require.Nil(t, below.monitors)
	r := requestUpTo(report.LevelSession)
	r.Sheet = &simulated.Sheet{}
	sheetOnly := askSheet(t, r, sessionSheet(), nil)
	require.NotContains(t, sheetOnly.questions(), question)
	require.Nil(t, sheetOnly.monitors)
}
