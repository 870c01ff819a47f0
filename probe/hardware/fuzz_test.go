// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireNumber holds that a device's number is written as all are, such as "28de:2300", whatever wrote it.
func requireNumber(t *testing.T, id string) {
	t.Helper()
	require.True(t, len(id) == 9 && id[4] == ':' && strings.Trim(id[:4]+id[5:], "0123456789abcdef") == "", "%q", id)
}

// FuzzVariables holds that the variables of a device make a whole number or none, whatever the kernel or another root has in them.
func FuzzVariables(f *testing.F) {
	f.Add("DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=28de/2300/100\nTYPE=0/0/0\n")
	f.Add("DRIVER=hid-generic\nHID_ID=0003:000028DE:00002300\nHID_NAME=Valve\nHID_UNIQ=\n")
	f.Add("HID_ID=:000028DE:00002300\n")
	f.Add("0003:28DE:2300.0001")
	f.Add("0005:045E:065B.000A\r\nPRODUCT=/2/\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		if id := numbersOf(value(text, "PRODUCT")); id != "" {
			requireNumber(t, id)
		}
		if d, ok := hidDeviceIn(text); ok {
			requireNumber(t, d.id)
			require.NotEmpty(t, d.bus)
		}
		if d, ok := hidDeviceNamed(text); ok {
			requireNumber(t, d.id)
			require.Len(t, d.bus, 4)
		}
		require.LessOrEqual(t, len([]rune(short(text))), maxName)
		for _, port := range ports(text) {
			require.GreaterOrEqual(t, port, 0)
		}
		require.True(t, isBelow(text, text))
	})
}

// FuzzPresence holds that a manifest of a SteamVR driver lists whole numbers or none.
func FuzzPresence(f *testing.F) {
	f.Add([]byte(`{"name": "lighthouse", "hmd_presence": ["28de.2000", "28DE.2300", "*.*", "28de.*"]}`))
	f.Add([]byte(`{"hmd_presence": ["bb4.2c87", 1]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, id := range presenceIn(data) {
			requireNumber(t, id)
		}
	})
}
