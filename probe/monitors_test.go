// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/glsession"
)

// A headset that the desktop extends onto is a monitor, and a problem.
func TestAMonitorThatIsAHeadset(t *testing.T) {
	t.Parallel()
	var c climber
	c.takeMonitors([]glsession.Monitor{
		{Name: "eDP-1", ID: "AUO1234", Width: 1920, Height: 1080, RefreshRate: 60, WidthMM: 309, HeightMM: 174},
		{Name: "DP-2", ID: "HVRAA01", Width: 2160, Height: 1200},
	}, nil)
	require.Equal(t, &report.Monitors{List: []report.Monitor{
		{Name: "eDP-1", ID: new("AUO1234"), Width: 1920, Height: 1080, RefreshRate: new(60), WidthMM: new(309), HeightMM: new(174)},
		{Name: "DP-2", ID: new("HVRAA01"), Width: 2160, Height: 1200, Headset: new("HTC Vive")},
	}}, c.found.Monitors)
	require.Len(t, c.found.Problems, 1)
	require.Equal(t, "headset_extends_desktop", c.found.Problems[0].ID)
	require.Contains(t, c.found.Problems[0].Text, "the monitor DP-2, which is a headset (HTC Vive)")
}

func TestMonitorsThatCannotBeListed(t *testing.T) {
	t.Parallel()
	var c climber
	c.takeMonitors(nil, errNotSurvived)
	require.Equal(t, &report.Monitors{Because: new("the runtime did not survive this question")}, c.found.Monitors)
	require.Empty(t, c.found.Problems)
}

// Below the level session no monitor is looked for, and a data sheet is not about this
// machine's.
func TestMonitorsAreReadAtTheLevelSessionAlone(t *testing.T) {
	t.Parallel()
	const question = "list the monitors"
	require.Contains(t, askedOf(visitAt(t, atSession, roomy(), nil)), question)
	below := visitAt(t, request{Level: report.LevelProperties}, roomy(), nil)
	require.NotContains(t, askedOf(below), question)
	require.Nil(t, below.found.Monitors)
	simulated := visitAt(t, request{Level: report.LevelSession, Sheet: &simulated.Sheet{}}, roomy(), nil)
	require.NotContains(t, askedOf(simulated), question)
	require.Nil(t, simulated.found.Monitors)
}
