// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package join_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/join"
)

// onADB makes an adb server's list of one device.
func onADB(place *string, headset report.Verdict) *report.Android {
	return &report.Android{Asked: true, Devices: []report.AndroidDevice{{Number: 1, Connection: "usb", Place: place, Manufacturer: new("Oculus"), Model: new("Quest 3"), Headset: headset}}}
}

func TestAndroid_TellsTheModel(t *testing.T) {
	t.Parallel()
	adb := report.DeviceRef{What: report.BusADB, ID: "1", Place: "usb"}
	ambiguous := plugged(quest)
	ambiguous[0].Conflicts = []string{"Meta Quest 2 and Quest 3 have the same id."}

	told := join.Android(ambiguous, onADB(new("1"), report.VerdictYes))
	require.Len(t, told, 1)
	require.Equal(t, "Oculus Quest 3", *told[0].Name)
	require.Empty(t, told[0].Conflicts, "what the number left open is open no more")
	require.Contains(t, told[0].Refs, adb)
	require.Len(t, ambiguous[0].Refs, 1, "the input stays as it is")

	silent := join.Android(ambiguous, onADB(new("1"), report.VerdictUnknown))
	require.Equal(t, "Meta Quest 2 or 3", *silent[0].Name, "the device has not let this computer in")
	require.Len(t, silent[0].Conflicts, 1)
	require.Contains(t, silent[0].Refs, adb)

	elsewhere := join.Android(ambiguous, onADB(nil, report.VerdictYes))
	require.Len(t, elsewhere, 2, "it is on the network")
	require.Equal(t, []report.DeviceRef{adb}, elsewhere[1].Refs)
	require.Equal(t, report.KindStandalone, elsewhere[1].Kind)

	require.Len(t, join.Android(ambiguous, onADB(nil, report.VerdictNo)), 1, "a phone")
	require.Len(t, join.Android(ambiguous, nil), 1)
	require.Len(t, join.Android(ambiguous, &report.Android{Because: new("no adb server runs")}), 1)
}
