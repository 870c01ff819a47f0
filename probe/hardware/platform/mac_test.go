// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/hardware/platform"
)

// registryOf is the I/O Registry of a Mac with a root, the machine, and what is below it.
func registryOf(root, machine, below string) string {
	return plist(root + `<key>IORegistryEntryChildren</key><array><dict><key>IOObjectClass</key><string>IOPlatformExpertDevice</string>
<key>IOPlatformSerialNumber</key><string>SECRET-SERIAL</string><key>IOPlatformUUID</key><string>SECRET-SERIAL</string>` + machine +
		`<key>IORegistryEntryChildren</key><array>` + below + `</array></dict></array>`)
}

func TestFacts_MacOSRegistry(t *testing.T) {
	t.Parallel()
	const (
		darwin     = `<key>IOKitBuildVersion</key><string>Darwin Kernel Version 23.1.0: Mon Oct  9 21:27:27 PDT 2023; root:xnu-1</string>`
		book       = `<key>model</key><string>MacBookPro16,1</string>`
		controller = `<dict><key>IOObjectClass</key><string>IOPCIDevice</string><key>IORegistryEntryName</key><string>IGPU</string>
<key>class-code</key><data>AAADAA==</data><key>vendor-id</key><data>hoAAAA==</data><key>device-id</key><data>mz4AAA==</data>
<key>IORegistryEntryChildren</key><array><dict><key>IOObjectClass</key><string>IntelAccelerator</string>
<key>CFBundleIdentifier</key><string>com.apple.driver.AppleIntelKBLGraphics</string></dict></array></dict>`
		noKernel = "the I/O Registry does not name the version of the kernel"
	)
	virtual := func(is report.Verdict, kind *string, why string) report.Virtualization {
		return report.Virtualization{Is: is, Kind: kind, Evidence: []string{why}}
	}
	for name, row := range map[string]struct {
		text    string
		kernel  *string
		because []string
		gpus    report.GPUs
		machine report.Virtualization
	}{
		"a laptop": {registryOf(darwin, book, controller), new("23.1.0"), nil, report.GPUs{
			List: []report.GPU{{
				Address: "IGPU", VendorID: new("8086"), DeviceID: new("3e9b"), Vendor: new("Intel"), Driver: new("com.apple.driver.AppleIntelKBLGraphics"),
			}}, Because: new("the I/O Registry has no versions of drivers"),
		}, virtual(report.VerdictUnknown, nil, "the model, MacBookPro16,1, is no hypervisor's, and the processor is not asked")},
		"a virtual machine": {registryOf("", `<key>model</key><string>VirtualMac2,1</string>`, ""), nil, []string{noKernel}, report.GPUs{List: []report.GPU{}},
			virtual(report.VerdictYes, new("apple"), "the model is VirtualMac2,1")},
		"no model": {registryOf("", "", ""), nil, []string{noKernel}, report.GPUs{List: []report.GPU{}}, virtual(report.VerdictUnknown, nil, "the I/O Registry does not name the model")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := platform.Facts(loader.Host{GOOS: "darwin", Root: tree(t, map[string]string{"ioreg.plist": row.text})})
			require.Equal(t, row.kernel, facts.OperatingSystem.Kernel)
			require.Equal(t, append([]string{"/System/Library/CoreServices/SystemVersion.plist cannot be read"}, row.because...), facts.OperatingSystem.Because)
			require.Equal(t, row.gpus, facts.GPUs)
			require.Equal(t, row.machine, facts.VirtualMachine)
			requireNoSecrets(t, facts)
		})
	}
}
