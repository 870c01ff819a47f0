// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// firmwareTable is a line of an export with a table of the firmware: a system and a case of a kind, each with made-up serial numbers.
func firmwareTable(enclosure byte, product string) string {
	table := append([]byte{1, 9, 0, 0, 1, 2, 0, 3, 4}, "Maker\x00"+product+"\x00SECRET-SERIAL\x00SECRET-UUID\x00\x00"...)
	table = append(table, 3, 9, 1, 0, 1, enclosure, 0, 2, 3)
	table = append(table, "Maker\x00SECRET-SERIAL\x00SECRET-TAG\x00\x00"...)
	return line(append(binary.LittleEndian.AppendUint32([]byte{0, 3, 2, 0}, uint32(len(table))), table...))
}

// line is a line of an export with the value that has the table.
func line(data []byte) string {
	digits := make([]string, len(data))
	for i, b := range data {
		digits[i] = fmt.Sprintf("%02x", b)
	}
	return `"SMBiosData"=hex:` + strings.Join(digits, ",")
}

// exported makes a registry of lines of an export.
func exported(t *testing.T, lines ...string) *registry.Registry {
	t.Helper()
	var r registry.Registry
	require.NoError(t, r.Read("export.reg", []byte("Windows Registry Editor Version 5.00\n\n"+strings.Join(lines, "\n"))))
	return &r
}

func TestHost_Windows(t *testing.T) {
	t.Parallel()
	const (
		data    = `[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\mssmbios\Data]`
		copied  = `[HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services\mssmbios\Data]`
		bios    = `[HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\BIOS]`
		name    = `"SystemProductName"="Desk 7"`
		serial  = `"BaseBoardSerial"="SECRET-SERIAL"`
		where   = `HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\mssmbios\Data, SMBiosData`
		missing = `what is known of the registry has no value SMBiosData in HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\mssmbios\Data`
	)
	for title, row := range map[string]struct {
		lines    []string
		want     report.FormFactor
		product  *string
		evidence string
	}{
		"a laptop":                   {[]string{data, firmwareTable(10, "Book 5")}, report.FormFactorLaptop, new("Book 5"), where + " has the enclosure type 10"},
		"a tower, and a second name": {[]string{bios, name, serial, data, firmwareTable(7, "Desk 8")}, report.FormFactorDesktop, new("Desk 8"), where + " has the enclosure type 7"},
		"a copied registry":          {[]string{copied, firmwareTable(0x80|31, "Book 6")}, report.FormFactorLaptop, new("Book 6"), strings.Replace(where, "CurrentControlSet", "ControlSet001", 1) + " has the enclosure type 31"},
		"a virtual machine":          {[]string{data, firmwareTable(1, "VirtualBox")}, report.FormFactorUnknown, new("VirtualBox"), where + " has the enclosure type 1"},
		"no enclosure type":          {[]string{data, firmwareTable(0, "Book 5")}, report.FormFactorUnknown, new("Book 5"), where + " has no enclosure type"},
		"a table without a model":    {[]string{bios, name, data, firmwareTable(3, " ")}, report.FormFactorDesktop, new("Desk 7"), where + " has the enclosure type 3"},
		"no table":                   {[]string{bios, name, serial}, report.FormFactorUnknown, new("Desk 7"), missing},
		"a key without the value":    {[]string{data, `"AcpiData"=hex:00`}, report.FormFactorUnknown, nil, missing},
		"an export of else":          {[]string{`[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos]`}, report.FormFactorUnknown, nil, missing},
		"a table that is cut off":    {[]string{bios, name, data, line([]byte{0, 3, 2, 0, 9, 0, 0, 0, 3, 9})}, report.FormFactorUnknown, new("Desk 7"), where + " cannot be read: the table is cut off"},
		"a table that is a text":     {[]string{data, `"SMBiosData"="x"`}, report.FormFactorUnknown, nil, where + " is a REG_SZ, and not a REG_BINARY"},
		"a model that is a number":   {[]string{bios, `"SystemProductName"=dword:00000007`}, report.FormFactorUnknown, nil, missing},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			host := hardware.Machine{Root: t.TempDir(), GOOS: "windows", Registry: exported(t, row.lines...)}.Host()
			require.Equal(t, row.want, host.FormFactor)
			require.Equal(t, row.product, host.Product)
			require.Equal(t, []string{row.evidence}, host.Evidence)
			require.Equal(t, "windows", *host.OS)
			text, err := json.Marshal(host)
			require.NoError(t, err)
			require.NotContains(t, string(text), "SECRET")
		})
	}
}

// closed is a registry that cannot be read.
type closed struct{}

func (closed) Values(string) ([]registry.Value, error) { return nil, errors.New("access is denied") }

func TestHost_WindowsWithoutARegistry(t *testing.T) {
	t.Parallel()
	host := hardware.Machine{Root: t.TempDir(), GOOS: "windows"}.Host()
	require.Equal(t, report.FormFactorUnknown, host.FormFactor)
	require.Nil(t, host.Product)
	require.Equal(t, []string{`what the registry holds is not known: give an export of HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\mssmbios\Data with --registry`}, host.Evidence)
	if runtime.GOOS != "windows" {
		require.Equal(t, host.Evidence, hardware.Machine{GOOS: "windows"}.Host().Evidence)
	}
	host = hardware.Machine{Root: t.TempDir(), GOOS: "windows", Registry: closed{}}.Host()
	require.Equal(t, report.FormFactorUnknown, host.FormFactor)
	require.Equal(t, []string{`the key HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\mssmbios\Data of the registry cannot be read`}, host.Evidence)
}
