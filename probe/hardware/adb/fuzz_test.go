// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/adb"
)

// FuzzParsers holds that nothing that a server sends ends the program or grows without a bound.
func FuzzParsers(f *testing.F) {
	f.Add([]byte(okay(twoHeadsets)))
	f.Add([]byte(twoHeadsets + "(no serial number) no permissions usb:1-1 transport_id:99999999999999999999\n"))
	f.Add([]byte(fails("device 'x' not found")))
	f.Add([]byte(packet(1, "Quest 3\n") + packet(2, "x") + exited(1)))
	f.Add([]byte("Row: 0 package_name=a, so_filename=b, c, has_functions=1\nNo result found.\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		serials, states, err := adb.ParseList(string(data))
		require.LessOrEqual(t, len(serials), 64)
		require.Len(t, states, len(serials))
		if err != nil {
			require.ErrorIs(t, err, adb.ErrDistrusted)
			require.Empty(t, serials)
		}
		require.LessOrEqual(t, len(adb.ParseTable(string(data))), 16)
		for _, row := range adb.ParseTable(string(data)) {
			for name := range row {
				require.Contains(t, []string{"package_name", "so_filename", "has_functions"}, name)
			}
		}
		if text, err := adb.ReadAnswer(bytes.NewReader(data)); err == nil {
			require.LessOrEqual(t, len(text), 0xffff)
			require.Contains(t, string(data), text)
		} else {
			require.NotContains(t, err.Error(), "'", "it holds nothing that the server sent")
		}
		text, complaints, _ := adb.ReadPackets(bytes.NewReader(data))
		require.LessOrEqual(t, len(text)+len(complaints), 64<<10)
	})
}

// A serial number may hold what looks like other words of the line.
func TestParseList_ReadsFromTheEnd(t *testing.T) {
	t.Parallel()
	serials, states, err := adb.ParseList("transport_id:1 offline usb:1-1 product:x model:device device:device transport_id:2\n")
	require.NoError(t, err)
	require.Equal(t, []string{"transport_id:1"}, serials)
	require.Equal(t, []adb.State{adb.StateOffline}, states)
	_, _, err = adb.ParseList(strings.Repeat("x", 10))
	require.ErrorIs(t, err, adb.ErrDistrusted)
}
