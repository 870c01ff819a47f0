// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/ioreg"
)

// node is an entry of a class with more properties, and with entries below it.
func node(class, properties string, below ...string) string {
	text := "<dict>" + words("IOObjectClass", class) + properties
	if len(below) > 0 {
		text += "<key>IORegistryEntryChildren</key><array>" + strings.Join(below, "") + "</array>"
	}
	return text + "</dict>"
}

func words(name, value string) string {
	return fmt.Sprintf("<key>%s</key><string>%s</string>", name, value)
}

func bytesOf(name, value string) string {
	return fmt.Sprintf("<key>%s</key><data>%s</data>", name, base64.StdEncoding.EncodeToString([]byte(value)))
}

// machine is the whole registry of a Mac, whose serial number and UUID are made up.
func machine(model string, below ...string) string {
	expert := node("IOPlatformExpertDevice", model+words("IOPlatformSerialNumber", "C02FACADE06")+words("IOPlatformUUID", "DEADBEEF-0000")+bytesOf("serial-number", "C02FACADE06\x00"), below...)
	return head + node("IORegistryEntry", words("IOKitBuildVersion", "Darwin Kernel Version 23.1.0: Mon Oct  9 21:27:27 PDT 2023; root:xnu-10002~1/RELEASE_X86_64"), expert) + "</plist>"
}

// recorded is the Mac of a file.
func recorded(t *testing.T, text string) ioreg.Mac {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, ioreg.File), []byte(text), 0o600))
	return ioreg.RecordedMac(root)
}

func TestMac_Model(t *testing.T) {
	t.Parallel()
	const kernel = "23.1.0"
	product := func(name string) string {
		return node("IOPlatformDevice", bytesOf("product-name", name+"\x00")+words("IORegistryEntryName", "product"))
	}
	for name, row := range map[string]struct {
		text string
		want ioreg.Model
	}{
		"of Intel":             {machine(bytesOf("model", "MacBookPro16,1\x00")), ioreg.Model{ID: "MacBookPro16,1", Kernel: kernel}},
		"of Apple":             {machine(bytesOf("model", "Mac14,7\x00"), product("MacBook Pro (13-inch, M2, 2022)")), ioreg.Model{ID: "Mac14,7", Name: "MacBook Pro (13-inch, M2, 2022)", Kernel: kernel}},
		"a text":               {machine(words("model", "iMac20,1")), ioreg.Model{ID: "iMac20,1", Kernel: kernel}},
		"bytes that are none":  {machine(bytesOf("model", "\xff")), ioreg.Model{ID: "\ufffd", Kernel: kernel}},
		"no model":             {machine(""), ioreg.Model{Kernel: kernel}},
		"another device's":     {machine("", node("IOUSBHostDevice", words("product-name", "FACADE")+words("model", "FACADE"))), ioreg.Model{Kernel: kernel}},
		"a kernel of a number": {strings.Replace(machine(words("model", "iMac20,1")), "23.1.0", "FACADE", 1), ioreg.Model{ID: "iMac20,1"}},
		"no kernel":            {strings.Replace(machine(words("model", "iMac20,1")), "IOKitBuildVersion", "x", 1), ioreg.Model{ID: "iMac20,1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := recorded(t, row.text).Model(t.Context())
			require.NoError(t, err)
			require.Equal(t, row.want, got)
			requireNoSecret(t, got)
		})
	}
}

// controller is a display controller on the PCI bus, whose numbers have the low byte first.
func controller(id int64, name, numbers, properties string, below ...string) string {
	return node("IOPCIDevice", number("IORegistryEntryID", id)+words("IORegistryEntryName", name)+words("IORegistryEntryLocation", "2")+
		bytesOf("class-code", "\x00\x00\x03\x00")+bytesOf("vendor-id", numbers[:2]+"\x00\x00")+bytesOf("device-id", numbers[2:]+"\x00\x00")+properties, below...)
}

const (
	intel = "\x86\x80\x9b\x3e"
	amd   = "\x02\x10\x40\x73"
)

func accelerator(id int64, class, properties string) string {
	return node(class, number("IORegistryEntryID", id)+words("IORegistryEntryName", class)+words("IOClass", class)+words("SerialNumber", "FACADE")+properties)
}

var (
	noDriver    = new("the I/O Registry has no accelerator below it")
	intelDriver = accelerator(12, "IntelAccelerator", words("CFBundleIdentifier", "com.apple.driver.AppleIntelKBLGraphics")+words("IOPCIMatch", strings.Repeat("0x00018086 ", 40)+"0x3E9B8086"))
	intelGPU    = report.GPU{Address: "IGPU@2", VendorID: new("8086"), DeviceID: new("3e9b"), Name: new("Intel UHD Graphics 630"), Driver: new("com.apple.driver.AppleIntelKBLGraphics")}
	appleDriver = accelerator(20, "AGXAcceleratorG13G", words("CFBundleIdentifier", "com.apple.AGXG13G")+words("model", "Apple M1"))
	appleGPU    = report.GPU{Address: "AGXAcceleratorG13G", Vendor: new("Apple"), Name: new("Apple M1"), Driver: new("com.apple.AGXG13G")}
)

func TestMac_GPUs(t *testing.T) {
	t.Parallel()
	model := bytesOf("model", "Intel UHD Graphics 630\x00")
	amdGPU := report.GPU{Address: "GFX0@2", VendorID: new("1002"), DeviceID: new("7340"), Because: noDriver}
	for name, row := range map[string]struct {
		below []string
		want  []report.GPU
	}{
		"two of a laptop": {[]string{
			node("IOPCIBridge", "", controller(13, "GFX0", amd, "", accelerator(14, "AMDRadeonX6000_AMDNavi14GraphicsAccelerator", ""))),
			controller(11, "IGPU", intel, model, node("AppleIntelFramebuffer", ""), intelDriver),
		}, []report.GPU{{Address: "GFX0@2", VendorID: new("1002"), DeviceID: new("7340"), Driver: new("AMDRadeonX6000_AMDNavi14GraphicsAccelerator")}, intelGPU}},
		"Apple's":                           {[]string{node("AppleARMIODevice", "", appleDriver)}, []report.GPU{appleGPU}},
		"Apple's without properties":        {[]string{node("AGXAcceleratorG14X", "")}, []report.GPU{{Address: "AGXAcceleratorG14X", Vendor: new("Apple"), Driver: new("AGXAcceleratorG14X")}}},
		"one of a virtual machine":          {[]string{node("AppleParavirtAccelerator", "<key>PerformanceStatistics</key><dict/>")}, []report.GPU{{Address: "AppleParavirtAccelerator", Driver: new("AppleParavirtAccelerator")}}},
		"no driver":                         {[]string{controller(13, "GFX0", amd, "", node("IONDRVFramebuffer", ""))}, []report.GPU{amdGPU}},
		"the same twice":                    {[]string{controller(11, "IGPU", intel, model), controller(11, "IGPU", intel, model, intelDriver), intelDriver}, []report.GPU{intelGPU}},
		"an accelerator elsewhere":          {[]string{controller(11, "IGPU", intel, model), controller(13, "GFX0", amd, ""), intelDriver}, []report.GPU{amdGPU, intelGPU}},
		"other devices on the bus":          {[]string{node("IOPCIDevice", bytesOf("class-code", "\x30\x03\x0c\x00")), node("IOPCIDevice", words("class-code", "\x03\x03\x03")), node("IOPCIDevice", bytesOf("class-code", "\x03"))}, []report.GPU{}},
		"an accelerator of something else":  {[]string{node("AppleKeyboardAccelerator", "")}, []report.GPU{}},
		"a controller's copy of its values": {[]string{node("IONDRVFramebuffer", bytesOf("class-code", "\x00\x00\x03\x00"))}, []report.GPU{}},
		"numbers that are cut off":          {[]string{node("IOPCIDevice", bytesOf("class-code", "\x00\x00\x03")+bytesOf("vendor-id", "\x86"))}, []report.GPU{{Address: "IOPCIDevice", Because: noDriver}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := recorded(t, machine("", row.below...)).GPUs(t.Context())
			require.NoError(t, err)
			if len(row.want) == 0 {
				require.Empty(t, got)
				return
			}
			require.Equal(t, row.want, got)
			requireNoSecret(t, got)
		})
	}
}

// What a file lacks is not known, and the error says what to do.
func TestMac_AFileThatLacksIt(t *testing.T) {
	t.Parallel()
	const again = ": record it on that Mac with ioreg -a -l > ioreg.plist"
	for name, row := range map[string]struct {
		mac         ioreg.Mac
		model, gpus string
	}{
		"no file":     {ioreg.RecordedMac(t.TempDir()), "the root has no file ioreg.plist" + again, "the root has no file ioreg.plist" + again},
		"USB alone":   {recorded(t, string(fixture(t, "silicon-usb.plist"))), "ioreg.plist has no part of the I/O Registry with the machine: record it with ioreg -a -l > ioreg.plist", "ioreg.plist has no part of the I/O Registry with graphics processors: record it with ioreg -a -l > ioreg.plist"},
		"another one": {recorded(t, head+"<string>x</string></plist>"), "ioreg.plist cannot be read: it is a property list, but has no entries of the I/O Registry", "ioreg.plist cannot be read: it is a property list, but has no entries of the I/O Registry"},
	} {
		_, err := row.mac.Model(t.Context())
		require.EqualError(t, err, row.model, name)
		gpus, err := row.mac.GPUs(t.Context())
		require.EqualError(t, err, row.gpus, name)
		require.Nil(t, gpus, name)
	}
}

// The program gets the arguments that doc.go tells of, and prints an accelerator without what is above it.
func TestMacOf_AsksForFourLists(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"root": machine(bytesOf("model", "MacBookPro16,1\x00")), "name": "",
		"pci":         head + "<array>" + controller(11, "IGPU", intel, bytesOf("model", "Intel UHD Graphics 630\x00")) + "</array></plist>",
		"accelerator": head + "<array>" + intelDriver + appleDriver + "</array></plist>",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	mac := ioreg.MacOf(fake(t, `
case "$*" in
"-a -l -d 2") exec /bin/cat `+dir+`/root ;;
"-a -l -r -c IOPlatformDevice -k product-name -d 1") exec /bin/cat `+dir+`/name ;;
"-a -l -r -c IOPCIDevice -d 3") exec /bin/cat `+dir+`/pci ;;
"-a -l -r -c IOAccelerator -d 1") exec /bin/cat `+dir+`/accelerator ;;
*) exit 8 ;;
esac
`), time.Minute)
	model, err := mac.Model(t.Context())
	require.NoError(t, err)
	require.Equal(t, ioreg.Model{ID: "MacBookPro16,1", Kernel: "23.1.0"}, model)
	gpus, err := mac.GPUs(t.Context())
	require.NoError(t, err)
	require.Equal(t, []report.GPU{appleGPU, intelGPU}, gpus)
}

func TestMacOf_AProgramThatFails(t *testing.T) {
	t.Parallel()
	for script, want := range map[string][2]string{
		"exit 3": {"ioreg does not tell: exit status 3", "ioreg does not tell: exit status 3"},
		"exit 0": {"ioreg lists nothing with the machine", "ioreg lists nothing with graphics processors"},
	} {
		mac := ioreg.MacOf(fake(t, script), time.Minute)
		_, err := mac.Model(t.Context())
		require.EqualError(t, err, want[0])
		gpus, err := mac.GPUs(t.Context())
		require.EqualError(t, err, want[1])
		require.Nil(t, gpus)
	}
}

// No bytes make the reader panic, and each processor has a place, and a driver or a cause.
func FuzzMac(f *testing.F) {
	f.Add([]byte(machine(bytesOf("model", "Mac14,7\x00"), controller(11, "IGPU", intel, "", intelDriver), appleDriver)))
	f.Add(fixture(f, "intel.plist"))
	f.Fuzz(func(t *testing.T, data []byte) {
		mac := ioreg.MacFrom(data)
		_, _ = mac.Model(t.Context())
		gpus, err := mac.GPUs(t.Context())
		require.True(t, err == nil || gpus == nil)
		for _, gpu := range gpus {
			require.NotEmpty(t, gpu.Address)
			require.True(t, (gpu.Driver == nil) == (gpu.Because != nil))
		}
	})
}
