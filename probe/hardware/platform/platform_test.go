// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/hardware/platform"
)

// tree makes a directory with these files, for use as a root. What begins with "->" is a symbolic link.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		if target, isLink := strings.CutPrefix(content, "->"); isLink {
			require.NoError(t, os.Symlink(target, path))
			continue
		}
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return root
}

// environment is what the programs of a host have.
func environment(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}
}

// secrets are what lies beside the facts on real machines, and must be in no answer.
var secrets = []string{"SECRET-SERIAL", "GPU-8c2d", "secret-host", "secret-user"}

func requireNoSecrets(t *testing.T, facts report.HostFacts) {
	t.Helper()
	text, err := json.Marshal(facts)
	require.NoError(t, err)
	for _, secret := range secrets {
		require.NotContains(t, string(text), secret)
	}
}

// export makes a registry of lines of an export.
func export(t *testing.T, lines ...string) *registry.Registry {
	t.Helper()
	var r registry.Registry
	require.NoError(t, r.Read("export.reg", []byte("Windows Registry Editor Version 5.00\r\n\r\n"+strings.Join(lines, "\r\n"))))
	return &r
}

const (
	currentVersion = `[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion]`
	adapters       = `[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}`
	firmware       = `[HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\BIOS]`
)

func TestFacts_Windows(t *testing.T) {
	t.Parallel()
	r := export(t,
		currentVersion,
		`"ProductName"="Windows 10 Pro"`, `"DisplayVersion"="23H2"`, `"CurrentBuild"="22631"`, `"UBR"=dword:00000b2d`,
		`"CurrentMajorVersionNumber"=dword:0000000a`, `"CurrentMinorVersionNumber"=dword:00000000`,
		`"RegisteredOwner"="secret-user"`, `"ProductId"="SECRET-SERIAL"`,
		adapters+`]`, `"Class"="Display"`,
		adapters+`\0000]`, `"DriverDesc"="NVIDIA GeForce RTX 3080"`, `"DriverVersion"="31.0.15.3623"`, `"MatchingDeviceId"="PCI\\VEN_10DE&DEV_2206&SUBSYS_00000000"`,
		adapters+`\0001]`, `"DriverDesc"="Virtual Desktop Monitor"`, `"MatchingDeviceId"="root\\display"`,
		adapters+`\0002]`, `"ProviderName"="nobody"`,
		firmware, `"SystemManufacturer"="ASUS"`, `"SystemProductName"="System Product Name"`, `"BaseBoardSerial"="SECRET-SERIAL"`,
	)
	facts := platform.Facts(loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: r})
	noEnum := func(name string) *string {
		return new(`what is known of the registry has no key HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Enum\` + name)
	}
	require.Equal(t, report.HostFacts{
		OperatingSystem: report.OperatingSystem{Name: new("Windows 11 Pro"), ID: new("windows"), Version: new("23H2"), Build: new("22631.2861"), Kernel: new("10.0.22631.2861"), Because: []string{}},
		GPUs: report.GPUs{Because: new("Windows' registry also keeps graphics cards that were taken out"), List: []report.GPU{
			{Address: "0000", VendorID: new("10de"), DeviceID: new("2206"), Vendor: new("NVIDIA"), Name: new("NVIDIA GeForce RTX 3080"), DriverVersion: new("31.0.15.3623"), Because: noEnum("PCI")},
			{Address: "0001", Name: new("Virtual Desktop Monitor"), Because: noEnum("ROOT")},
		}},
		DisplayServer: report.DisplayServer{
			Kind: report.DisplayServerUnknown, Because: "Wayland and X11 are looked for on Linux alone", Wayland: report.DisplaySocketUnknown, X11: report.DisplaySocketUnknown,
		},
		VirtualMachine: report.Virtualization{Is: report.VerdictUnknown, Evidence: []string{"the firmware names no hypervisor, and the processor is not asked"}},
		Container:      report.Virtualization{Is: report.VerdictUnknown, Evidence: []string{"containers are looked for on Linux alone"}},
	}, facts)
	requireNoSecrets(t, facts)
}

// A device's key names the adapter's and the service. Names of keys may have serial numbers in them.
func TestFacts_WindowsDrivers(t *testing.T) {
	t.Parallel()
	const (
		devices = `[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Enum\`
		class   = `{4D36E968-E325-11CE-BFC1-08002BE10318}`
		model   = `VEN_10DE&DEV_2206&SUBSYS_00000000&REV_A1`
		none    = `no device in the key HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Enum\PCI goes by this one`
	)
	for name, row := range map[string]struct {
		id      string
		lines   []string
		driver  *string
		because *string
	}{
		"a card": {`PCI\\VEN_10DE&DEV_2206`, []string{
			devices + `PCI\VEN_8086&DEV_0001\3]`, `"Driver"="{4d36e97d-e325-11ce-bfc1-08002be10318}\\0000"`, `"Service"="pci"`,
			devices + `PCI\` + model + `\SECRET-SERIAL]`, `"Driver"="` + class + `\\0000"`, `"Service"="nvlddmkm"`, `"ContainerID"="SECRET-SERIAL"`,
		}, new("nvlddmkm"), nil},
		"a second card of the model": {`pci\\ven_10de&dev_2206`, []string{
			devices + `PCI\` + model + `\1]`, `"Driver"="` + class + `\\0001"`, `"Service"="other"`,
			devices + `PCI\` + model + `\2]`, `"Driver"="` + class + `\\0000"`, `"Service"="nvlddmkm"`,
		}, new("nvlddmkm"), nil},
		"what a program added":      {`root\\display`, []string{devices + `ROOT\DISPLAY\0000]`, `"Driver"="` + class + `\\0000"`, `"Service"="WUDFRd"`}, new("WUDFRd"), nil},
		"a device without a driver": {`PCI\\CC_0300`, []string{devices + `PCI\` + model + `\1]`, `"Driver"="` + class + `\\0000"`}, nil, new("the device's key names no service")},
		"another adapter's device":  {`PCI\\CC_0300`, []string{devices + `PCI\` + model + `\1]`, `"Driver"="` + class + `\\0001"`, `"Service"="x"`}, nil, new(none)},
		"an ID that is none":        {`x`, nil, nil, new("Windows' registry does not say by which ID it chose the driver")},
		"no ID":                     {``, nil, nil, new("Windows' registry does not say by which ID it chose the driver")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines := append([]string{adapters + `\0000]`, `"DriverDesc"="A card"`, `"MatchingDeviceId"="` + row.id + `"`}, row.lines...)
			facts := platform.Facts(loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: export(t, lines...)})
			require.Len(t, facts.GPUs.List, 1)
			require.Equal(t, row.driver, facts.GPUs.List[0].Driver)
			require.Equal(t, row.because, facts.GPUs.List[0].Because)
			requireNoSecrets(t, facts)
		})
	}
	t.Run("more devices than are read", func(t *testing.T) {
		t.Parallel()
		lines := []string{adapters + `\0000]`, `"DriverDesc"="A card"`, `"MatchingDeviceId"="PCI\\x"`}
		for i := range 4097 {
			lines = append(lines, devices+`PCI\x\`+strconv.Itoa(i)+`]`)
		}
		facts := platform.Facts(loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: export(t, lines...)})
		require.Equal(t, `the key HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Enum\PCI has more than 4096 devices`, *facts.GPUs.List[0].Because)
	})
	t.Run("a registry that lists no keys", func(t *testing.T) {
		t.Parallel()
		source := valuesAlone{export(t, adapters+`\0000]`, `"DriverDesc"="A card"`, `"MatchingDeviceId"="PCI\\x"`)}
		facts := platform.Facts(loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: source})
		require.Equal(t, "the keys of the registry cannot be listed", *facts.GPUs.List[0].Because)
	})
}

// valuesAlone is a registry that lists no keys.
type valuesAlone struct{ registry.Source }

func TestFacts_WindowsVersions(t *testing.T) {
	t.Parallel()
	const noKernel = "the registry has no number of the kernel's version"
	for name, row := range map[string]struct {
		lines          []string
		name, version  string
		build, because string
	}{
		"Windows 10":         {[]string{currentVersion, `"ProductName"="Windows 10 Home"`, `"ReleaseId"="1909"`, `"CurrentBuildNumber"="18363"`}, "Windows 10 Home", "1909", "18363", noKernel},
		"a server":           {[]string{currentVersion, `"ProductName"="Windows Server 2022 Standard"`, `"CurrentBuild"="20348"`, `"UBR"="x"`}, "Windows Server 2022 Standard", "", "20348", noKernel},
		"no name":            {[]string{currentVersion, `"ProductName"=dword:00000001`}, "", "", "", `HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion has no ProductName, ` + noKernel},
		"an export of else":  {[]string{`[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1]`}, "", "", "", `what is known of the registry has no key HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion, ` + noKernel},
		"no export whatever": {nil, "", "", "", "what the registry holds is not known, " + noKernel},
	} {
		h := loader.Host{GOOS: "windows", Root: t.TempDir()}
		if row.lines != nil {
			h.Registry = export(t, row.lines...)
		}
		system := platform.Facts(h).OperatingSystem
		text := func(p *string) string {
			if p == nil {
				return ""
			}
			return *p
		}
		require.Equal(t, []string{row.name, row.version, row.build, row.because}, []string{text(system.Name), text(system.Version), text(system.Build), strings.Join(system.Because, ", ")}, name)
		require.Nil(t, system.Layer, name)
		if row.lines == nil {
			facts := platform.Facts(h)
			require.Nil(t, facts.GPUs.List)
			require.Equal(t, "what the registry holds is not known", *facts.GPUs.Because)
			require.Equal(t, []string{"what the registry holds is not known"}, facts.VirtualMachine.Evidence)
		}
	}
}

func TestFacts_WindowsVirtualMachines(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		vendor, product string
		is              report.Verdict
		kind            *string
	}{
		{"innotek GmbH", "VirtualBox", report.VerdictYes, new("virtualbox")},
		{"Microsoft Corporation", "Virtual Machine", report.VerdictYes, new("hyperv")},
		{"Microsoft Corporation", "Surface Laptop 5", report.VerdictUnknown, nil},
		{"VMware, Inc.", "VMware7,1", report.VerdictYes, new("vmware")},
		{"", "", report.VerdictUnknown, nil},
	} {
		r := export(t, firmware, `"SystemManufacturer"="`+row.vendor+`"`, `"SystemProductName"="`+row.product+`"`)
		got := platform.Facts(loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: r}).VirtualMachine
		require.Equal(t, row.is, got.Is, row.product)
		require.Equal(t, row.kind, got.Kind, row.product)
		require.Len(t, got.Evidence, 1)
	}
}

func TestFacts_Wine(t *testing.T) {
	t.Parallel()
	r := export(t, currentVersion, `"ProductName"="Windows 10 Pro"`, `"CurrentBuild"="19043"`, `[HKEY_LOCAL_MACHINE\Software\Wine\Ports]`)
	require.Equal(t, new("wine"), platform.Facts(loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: r}).OperatingSystem.Layer)
	said := loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: r, Wine: func() bool { return false }}
	require.Nil(t, platform.Facts(said).OperatingSystem.Layer)
}

func plist(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>` + body + `</dict></plist>`
}

func TestFacts_MacOS(t *testing.T) {
	t.Parallel()
	const file = "System/Library/CoreServices/SystemVersion.plist"
	const noVersion = "/System/Library/CoreServices/SystemVersion.plist has no ProductVersion, or is no property list in XML"
	for name, row := range map[string]struct {
		files   map[string]string
		want    *string
		because string
	}{
		"a version": {map[string]string{file: plist("<key>ProductBuildVersion</key><string>24B83</string>\n<key>Nested</key><dict><key>ProductVersion</key><string>1</string></dict><key>ProductName</key><string>macOS</string><key>ProductVersion</key><string>15.1</string>")}, new("macOS 15.1"), ""},
		"no file":   {nil, nil, "/System/Library/CoreServices/SystemVersion.plist cannot be read"},
		"binary":    {map[string]string{file: "bplist00\xd1\x01\x02"}, nil, noVersion},
		"cut off":   {map[string]string{file: plist("<key>ProductVersion</key><string>15.1</string>")[:200]}, nil, noVersion},
		"no key":    {map[string]string{file: plist("<key>ProductName</key><string>macOS</string>")}, nil, noVersion},
	} {
		facts := platform.Facts(loader.Host{GOOS: "darwin", Root: tree(t, row.files)})
		system := facts.OperatingSystem
		require.Equal(t, row.want, system.Name, name)
		require.Equal(t, new("macos"), system.ID, name)
		const noFile = "the root has no file ioreg.plist: record it on that Mac with ioreg -a -l > ioreg.plist"
		kernel := "the version of the kernel is not known: " + noFile
		if row.because == "" {
			require.Equal(t, []string{kernel}, system.Because, name)
			require.Equal(t, new("24B83"), system.Build)
			require.Equal(t, new("15.1"), system.Version)
		} else {
			require.Equal(t, []string{row.because, kernel}, system.Because, name)
		}
		require.Nil(t, facts.GPUs.List, "it is not known, and not empty")
		require.Equal(t, noFile, *facts.GPUs.Because)
		require.Equal(t, report.Virtualization{Is: report.VerdictUnknown, Evidence: []string{noFile}}, facts.VirtualMachine)
	}
}

func TestFacts_OtherSystems(t *testing.T) {
	t.Parallel()
	facts := platform.Facts(loader.Host{GOOS: "openbsd", Root: t.TempDir()})
	require.Equal(t, []string{"the name of the operating system is not read on openbsd", "the version of the kernel is in no file on openbsd"}, facts.OperatingSystem.Because)
	require.Nil(t, facts.GPUs.List)
	require.Equal(t, report.VerdictUnknown, facts.Container.Is)
}

// This machine has answers of the right shape: what is not known has a reason.
func TestFacts_ThisMachine(t *testing.T) {
	t.Parallel()
	facts := platform.Facts(loader.Host{})
	require.True(t, facts.OperatingSystem.Name != nil || len(facts.OperatingSystem.Because) > 0)
	require.True(t, facts.GPUs.List != nil || facts.GPUs.Because != nil)
	require.NotEmpty(t, facts.DisplayServer.Because)
	require.NotEmpty(t, facts.VirtualMachine.Evidence)
	require.NotEmpty(t, facts.Container.Evidence)
}
