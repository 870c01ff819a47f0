// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware"
)

// Headsets ignores interfaces and other devices, and does not read serial numbers.
func TestHeadsets_OnUSB(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	machine := hardware.Machine{Root: root, GOOS: "linux"}
	_, known := machine.Headsets()
	require.False(t, known, "without USB nothing is known about headsets")
	for path, content := range map[string]string{
		"1-1/idVendor": "0bb4\n", "1-1/idProduct": "2c87\n", "1-1/serial": "secret\n",
		"1-1:1.0/idVendor": "0bb4\n", "1-1:1.0/idProduct": "2c87\n",
		"1-2/idVendor": "054c\n", "1-2/idProduct": "09af\n",
		"2-1/idVendor": "046d\n", "2-1/idProduct": "c31c\n",
		"usb1/idVendor": "1d6b\n", "3-1/idVendor": "",
	} {
		path = filepath.Join(root, "sys/bus/usb/devices", path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	seen, known := machine.Headsets()
	require.True(t, known)
	require.Equal(t, []hardware.Headset{
		{Bus: "usb", ID: "054c:09af", Name: "Sony PlayStation VR"}, {Bus: "usb", ID: "0bb4:2c87", Name: "HTC Vive"},
	}, seen)
	_, known = hardware.Machine{Root: root, GOOS: "darwin"}.Headsets()
	require.False(t, known)
}
