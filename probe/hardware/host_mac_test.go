// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"encoding/json"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// macRegistry is the I/O Registry of a Mac with a model, a name, and made-up serial numbers; "" leaves one out.
func macRegistry(model, name string) string {
	if model != "" {
		model = "<key>model</key><string>" + model + "</string>"
	}
	if name != "" {
		name = "<key>IORegistryEntryChildren</key><array><dict><key>IOObjectClass</key><string>IOPlatformDevice</string><key>product-name</key><string>" + name + "</string></dict></array>"
	}
	return `<?xml version="1.0"?><plist version="1.0"><dict><key>IOObjectClass</key><string>IOPlatformExpertDevice</string>
<key>IOPlatformSerialNumber</key><string>SECRET-SERIAL</string><key>IOPlatformUUID</key><string>SECRET-UUID</string>` + model + name + `</dict></plist>`
}

func TestHost_Mac(t *testing.T) {
	t.Parallel()
	laptop, desktop, unknown := report.FormFactorLaptop, report.FormFactorDesktop, report.FormFactorUnknown
	for _, row := range []struct {
		model, name string
		want        report.FormFactor
		product     *string
		evidence    string
	}{
		{"MacBookPro16,1", "", laptop, new("MacBookPro16,1"), "the model is MacBookPro16,1"},
		{"MacBookAir10,1", "MacBook Air (M1, 2020)", laptop, new("MacBook Air (M1, 2020)"), "the model is MacBookAir10,1"},
		{"iMacPro1,1", "", desktop, new("iMacPro1,1"), "the model is iMacPro1,1"},
		{"Macmini9,1", "Mac mini (M1, 2020)", desktop, new("Mac mini (M1, 2020)"), "the model is Macmini9,1"},
		{"MacPro7,1", "", desktop, new("MacPro7,1"), "the model is MacPro7,1"},
		{"Xserve3,1", "", report.FormFactorServer, new("Xserve3,1"), "the model is Xserve3,1"},
		{"Mac14,7", "MacBook Pro (13-inch, M2, 2022)", laptop, new("MacBook Pro (13-inch, M2, 2022)"), "the product's name is MacBook Pro (13-inch, M2, 2022)"},
		{"Mac13,1", "Mac Studio (2022)", desktop, new("Mac Studio (2022)"), "the product's name is Mac Studio (2022)"},
		{"Mac14,12", "Mac mini (2023)", desktop, new("Mac mini (2023)"), "the product's name is Mac mini (2023)"},
		{"Mac14,7", "", unknown, new("Mac14,7"), "the model is Mac14,7, which does not tell the kind of machine, and the product has no name"},
		{"Mac99,1", "Macintosh", unknown, new("Macintosh"), "the product's name is Macintosh, which does not tell the kind of machine"},
		{"VMware7,1", "", unknown, new("VMware7,1"), "the model is VMware7,1, which is a virtual machine's"},
		{"Parallels18,1", "", unknown, new("Parallels18,1"), "the model is Parallels18,1, which is a virtual machine's"},
		{"VirtualMac2,1", "Apple Virtual Machine 1", unknown, new("Apple Virtual Machine 1"), "the model is VirtualMac2,1, which is a virtual machine's"},
		{"", "", unknown, nil, "the I/O Registry does not name the model"},
	} {
		t.Run(row.model+row.name, func(t *testing.T) {
			t.Parallel()
			host := hardware.Machine{Root: tree(t, map[string]string{"ioreg.plist": macRegistry(row.model, row.name)}), GOOS: "darwin"}.Host()
			require.Equal(t, row.want, host.FormFactor)
			require.Equal(t, row.product, host.Product)
			require.Equal(t, []string{row.evidence}, host.Evidence)
			text, err := json.Marshal(host)
			require.NoError(t, err)
			require.NotContains(t, string(text), "SECRET")
		})
	}
}

func TestHost_MacWithoutARegistry(t *testing.T) {
	t.Parallel()
	host := hardware.Machine{Root: t.TempDir(), GOOS: "darwin"}.Host()
	require.Equal(t, report.FormFactorUnknown, host.FormFactor)
	require.Nil(t, host.Product)
	require.Equal(t, []string{"the root has no file ioreg.plist: record it on that Mac with ioreg -a -l > ioreg.plist"}, host.Evidence)
	if runtime.GOOS != "darwin" {
		require.Equal(t, []string{"only macOS has an I/O Registry, and this is " + runtime.GOOS}, hardware.Machine{GOOS: "darwin"}.Host().Evidence)
	}
}
