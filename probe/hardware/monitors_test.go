// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware"
)

func TestMonitorID_FromEDID(t *testing.T) {
	t.Parallel()
	const head = "\x00\xff\xff\xff\xff\xff\xff\x00"
	for edid, want := range map[string]string{
		head + "\x22\xd2\x01\xaa and more": "HVRAA01",
		head + "\x59\x96\xa8\x91":          "VLV91A8",
		head + "\x3e\xd2\x04\x00":          "OVR0004",
		head + "\x22\xd2\x01":              "",
		"not an EDID at all":               "",
		"":                                 "",
	} {
		require.Equal(t, want, hardware.MonitorID([]byte(edid)), "%q", edid)
	}
}

func TestHeadsetMonitor_KnowsHeadsets(t *testing.T) {
	t.Parallel()
	name, isHeadset := hardware.HeadsetMonitor("VLV91BF")
	require.True(t, isHeadset)
	require.Equal(t, "Valve Index", name)
	name, isHeadset = hardware.HeadsetMonitor("SVR1019")
	require.True(t, isHeadset)
	require.Equal(t, "OSVR HDK or Pimax P1", name)
	for _, id := range []string{"", "VLV91C0", "DEL4142", "hvraa01", "VLV", "VLV91B", "VLV91B00", "VLV+1A8", "VLV3001", "MRG3132", "ANX7530", "SFL0000"} {
		_, isHeadset := hardware.HeadsetMonitor(id)
		require.False(t, isHeadset, id)
	}
}

func FuzzMonitorID(f *testing.F) {
	f.Add([]byte("\x00\xff\xff\xff\xff\xff\xff\x00\x22\xd2\x01\xaa"))
	f.Fuzz(func(t *testing.T, edid []byte) {
		if id := hardware.MonitorID(edid); id != "" {
			require.Regexp(t, `^[@-_]{3}[0-9A-F]{4}$`, id)
		}
	})
}
