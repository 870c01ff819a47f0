// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/ioreg"
)

// exports reads the registry exports of a made-up machine with an Index.
func exports(t *testing.T, names ...string) *registry.Registry {
	t.Helper()
	all := &registry.Registry{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("setupapi", "testdata", name))
		require.NoError(t, err)
		require.NoError(t, all.Read(name, text))
	}
	return all
}

func TestLook_RegistryExports(t *testing.T) {
	t.Parallel()
	found := hardware.Machine{Root: t.TempDir(), GOOS: "windows", Registry: exports(t, "index.reg", "index-display.reg")}.Look()
	require.Equal(t, []string{"certain headset: Valve Index (28de:2300 VLV91A8 28de:2613 0424:2744 0424:5744 28de:2102)"}, describeAll(found.Headsets))
	require.Empty(t, found.Headsets[0].Conflicts)
	requireRefs(t, found)
	display := found.Devices[len(found.Devices)-1]
	require.Equal(t, report.BusDisplay, display.Bus)
	require.Equal(t, new(true), display.Display.NonDesktop)
	require.Nil(t, display.Display.Enabled, "the registry does not tell")
	require.Equal(t, `DISPLAY\VLV91A8\UID4354`, display.Place)
	require.Equal(t, report.BusUnsupported, found.Buses[1].State)

	usbAlone := hardware.Machine{GOOS: "windows", Registry: exports(t, "index.reg")}.Look()
	require.Len(t, usbAlone.Headsets, 1)
	require.NotEqual(t, report.BusRead, usbAlone.Buses[3].State, "no key of displays was exported")
}

func TestLook_IORegistry(t *testing.T) {
	t.Parallel()
	look := func(name string) hardware.Found {
		root := t.TempDir()
		text, err := os.ReadFile(filepath.Join("ioreg", "testdata", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(root, ioreg.File), text, 0o600))
		found := hardware.Machine{Root: root, GOOS: "darwin"}.Look()
		requireRefs(t, found)
		return found
	}
	require.Equal(t, []string{"certain headset: Sony PlayStation VR (054c:09af SNY5504)"}, describeAll(look("intel.plist").Headsets))
	silicon := look("silicon-framebuffers.plist")
	for _, device := range silicon.Devices {
		require.Nil(t, device.Display.Declares, "its EDID is not passed on")
	}
	require.NotEmpty(t, silicon.Devices)
}
