// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// number is how numbers of devices are written, whatever wrote them.
var number = regexp.MustCompile(`^[0-9a-f]{4}:[0-9a-f]{4}$`)

// FuzzVariables holds that the variables of a device make a whole number or none, whatever the kernel or another root has in them.
func FuzzVariables(f *testing.F) {
	f.Add("DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=28de/2300/100\nTYPE=0/0/0\n")
	f.Add("DRIVER=hid-generic\nHID_ID=0003:000028DE:00002300\nHID_NAME=Valve\nHID_UNIQ=\n")
	f.Add("HID_ID=:000028DE:00002300\n")
	f.Add("0003:28DE:2300.0001")
	f.Add("0005:045E:065B.000A\r\nPRODUCT=/2/\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		if id := numbersOf(value(text, "PRODUCT")); id != "" {
			require.Regexp(t, number, id)
		}
		if d, ok := hidDeviceIn(text); ok {
			require.Regexp(t, number, d.id)
			require.NotEmpty(t, d.bus)
		}
		if d, ok := hidDeviceNamed(text); ok {
			require.Regexp(t, number, d.id)
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
			require.Regexp(t, number, id)
		}
	})
}
