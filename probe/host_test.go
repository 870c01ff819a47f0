// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe"
)

// The host is that of the registry in which runtimes are looked for.
func TestProbe_TheHostIsThatOfTheRegistry(t *testing.T) {
	t.Parallel()
	var exported registry.Registry
	require.NoError(t, exported.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+`
[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1]
[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\mssmbios\Data]
"SMBiosData"=hex:00,03,02,00,0f,00,00,00,03,09,01,00,01,0a,00,02,03,4d,61,00,00
`)))
	prober := proberFor(t, probe.Helper{}, nil)
	prober.Host.Root, prober.Host.GOOS, prober.Host.Registry = prober.Machine.Root, "windows", &exported
	prober.Machine.GOOS = "windows"
	found, err := prober.Probe(t.Context(), probe.Request{Level: report.LevelManifest})
	require.NoError(t, err)
	require.Equal(t, report.FormFactorLaptop, found.Host.FormFactor, found.Host.Evidence)
}
