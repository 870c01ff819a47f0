// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package setupapi_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
	"github.com/xrprobe/xrprobe/probe/hardware/setupapi"
)

const (
	header = "Windows Registry Editor Version 5.00\n\n"
	enum   = `HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Enum`
)

// read returns exports of a registry.
func read(t *testing.T, texts ...string) *registry.Registry {
	t.Helper()
	r := new(registry.Registry)
	for _, text := range texts {
		require.NoError(t, r.Read("x.reg", []byte(text)))
	}
	return r
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return string(data)
}

// utf16LE encodes a text as reg export does.
func utf16LE(text string) string {
	data := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(strings.ReplaceAll(text, "\n", "\r\n"))) {
		data = binary.LittleEndian.AppendUint16(data, unit)
	}
	return string(data)
}

// secrets are all that identifies a device or a person in the fixtures.
var secrets = []string{"FACADE", "CODECAFE", "C0DECAFE", "DEADBEEF", "C0FFEE", "SOMEBODY", "36020D6F", "586B51A", "2D42A3B", "2BE4E5A7"}

func requireNoSecret(t *testing.T, list any) {
	t.Helper()
	text := strings.ToUpper(fmt.Sprintf("%+v", list))
	for _, secret := range secrets {
		require.NotContains(t, text, secret)
	}
}

func because(t *testing.T, list listing.List, bus report.DeviceBus) (report.BusState, string) {
	t.Helper()
	state, why := list.State(bus)
	require.Equal(t, state == report.BusRead, why == "", "every state but this one has a cause")
	return state, why
}

func TestRecorded_AnIndex(t *testing.T) {
	t.Parallel()
	const hub, composite = "Generic USB Hub", "USB Composite Device"
	want := []listing.USB{
		{ID: "046d:c52b", Place: "Port_#0001.Hub_#0001", Parent: "Hub_#0001", Ports: "1-1", Description: composite},
		{ID: "28de:2613", Place: "Port_#0003.Hub_#0001", Parent: "Hub_#0001", Ports: "1-3", Description: hub},
		{ID: "0424:2744", Place: "Port_#0003.Hub_#0002", Parent: "Port_#0003.Hub_#0001", Ports: "1-3.3", Description: hub},
		{ID: "28de:2102", Place: "Port_#0001.Hub_#0003", Parent: "Port_#0003.Hub_#0002", Ports: "1-3.3.1", Description: composite},
		{ID: "28de:2300", Place: "Port_#0002.Hub_#0003", Parent: "Port_#0003.Hub_#0002", Ports: "1-3.3.2", Description: composite},
		{ID: "0424:2740", Place: "Port_#0005.Hub_#0003", Parent: "Port_#0003.Hub_#0002", Ports: "1-3.3.5", Description: "WinUsb Device"},
		{ID: "0424:5744", Place: "Port_#0019.Hub_#0001", Parent: "Hub_#0001", Ports: "2-19", Description: "Generic SuperSpeed USB Hub"},
	}
	for name, encode := range map[string]func(string) string{"UTF-8": strings.Clone, "UTF-16": utf16LE} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := read(t, encode(fixture(t, "index.reg")), encode(fixture(t, "index-display.reg")))
			list := setupapi.Recorded(source, false)
			require.Equal(t, want, list.USB)
			requireNoSecret(t, list.USB)
			require.Len(t, list.Displays, 2)
			require.Equal(t, listing.Display{Place: `DISPLAY\VLV91A8\UID4354`, ID: "VLV91A8", EDID: list.Displays[0].EDID, Connected: new(true)}, list.Displays[0])
			require.Len(t, list.Displays[0].EDID, 256)
			require.Equal(t, "\x00\xff\xff\xff\xff\xff\xff\x00\x59\x96\xa8\x91", string(list.Displays[0].EDID[:12]))
			require.Equal(t, listing.Display{Place: `DISPLAY\UID4352`, Connected: new(true)}, list.Displays[1])
			requireNoSecret(t, []string{list.Displays[0].Place, list.Displays[1].Place})
			for _, bus := range []report.DeviceBus{report.BusUSB, report.BusDisplay} {
				state, _ := because(t, list, bus)
				require.Equal(t, report.BusRead, state)
			}
			for _, bus := range []report.DeviceBus{report.BusHID, report.BusBluetooth} {
				state, _ := because(t, list, bus)
				require.Equal(t, report.BusUnsupported, state)
			}
		})
	}
}

// The serial numbers are those of the devices that have some, in the case in which they are written.
func TestRecorded_SerialNumbersOnRequest(t *testing.T) {
	t.Parallel()
	list := setupapi.Recorded(read(t, fixture(t, "index.reg")), true)
	serials := map[string]string{}
	for _, one := range list.USB {
		if one.Serial != "" {
			serials[one.ID] = one.Serial
		}
	}
	require.Equal(t, map[string]string{"28de:2300": "LHR-FACADE01", "28de:2102": "C0DECAFE-LYM"}, serials)
}

// Without a key Control nothing tells what is plugged in, and what is remembered is not said to be.
func TestRecorded_WhatIsRememberedIsNotPluggedIn(t *testing.T) {
	t.Parallel()
	control := regexp.MustCompile(`(?m)^\[.*\\Control\]\n`)
	gone := func(text string) string { return control.ReplaceAllString(text, "") }
	usb, display := fixture(t, "index.reg"), fixture(t, "index-display.reg")
	onlyGone := header + "[" + enum + `\USB\VID_2833&PID_0186\1WMHFACADE0003]` + "\n"
	for name, row := range map[string]struct {
		exports          []string
		usb, display     report.BusState
		usbWhy, whyOther string
	}{
		"nothing is exported": {[]string{header + `[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos]`}, report.BusUnreadable, report.BusUnreadable,
			"no export of the registry has " + enum + `\USB: add reg export ` + enum + `\USB FILE.reg /reg:64`, "no export of the registry has " + enum + `\DISPLAY`},
		"a copy of the files": {[]string{gone(usb), gone(display)}, report.BusUnreadable, report.BusUnreadable,
			"the registry remembers 11 devices in " + enum + `\USB, but no key Control`, "the registry remembers 3 devices in"},
		"another control set": {[]string{strings.ReplaceAll(gone(usb), "CurrentControlSet", "ControlSet001")}, report.BusUnreadable, report.BusUnreadable,
			`11 devices in HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Enum\USB`, `no export of the registry has HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Enum\DISPLAY`},
		"one device, gone":               {[]string{onlyGone}, report.BusUnreadable, report.BusUnreadable, "the registry remembers 1 device in", "no export"},
		"a part of USB, beside displays": {[]string{onlyGone, display}, report.BusUnreadable, report.BusRead, "none of the 1 device in " + enum + `\USB has a key Control, not even a root hub`, ""},
		"displays that are all gone":     {[]string{usb, gone(display)}, report.BusRead, report.BusRead, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := setupapi.Recorded(read(t, row.exports...), true)
			state, why := because(t, list, report.BusUSB)
			require.Equal(t, row.usb, state)
			require.Contains(t, why, row.usbWhy)
			require.Equal(t, row.usb == report.BusRead, list.USB != nil)
			state, whyOther := because(t, list, report.BusDisplay)
			require.Equal(t, row.display, state)
			require.Contains(t, whyOther, row.whyOther)
			require.Equal(t, row.display == report.BusRead, list.Displays != nil)
			requireNoSecret(t, why+whyOther)
		})
	}
}

// usbKey is a key of a device that is present.
func usbKey(name string, lines ...string) string {
	key := enum + `\USB\` + name
	return "[" + key + "]\n" + strings.Join(lines, "\n") + "\n[" + key + "\\Control]\n"
}

func TestRecorded_OddDevices(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		text string
		want []listing.USB
	}{
		"small letters":          {usbKey(`vid_28de&pid_2300\x`), []listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Serial: "x"}}},
		"no numbers":             {usbKey(`VID_28DE&PID_23\x`) + usbKey(`UNKNOWN\y`) + usbKey(`VID_28DE\z`), []listing.USB{}},
		"two without a place":    {usbKey(`VID_28DE&PID_2300\A`) + usbKey(`VID_28DE&PID_2300\B`), []listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Serial: "A"}, {ID: "28de:2300", Place: "28de:2300 #2", Serial: "B"}}},
		"a place that says more": {usbKey(`VID_28DE&PID_2300\A`, `"LocationInformation"="A on COM3"`), []listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Serial: "A"}}},
		"port 0":                 {usbKey(`VID_28DE&PID_2300\A`, `"LocationInformation"="Port_#0000.Hub_#0001"`), []listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Serial: "A"}}},
		"a hub that is not known": {usbKey(`VID_28DE&PID_2300\A`, `"LocationInformation"="Port_#0002.Hub_#0009"`),
			[]listing.USB{{ID: "28de:2300", Place: "Port_#0002.Hub_#0009", Parent: "Hub_#0009", Ports: "1-2", Serial: "A"}}},
		"a hub behind itself": {usbKey(`VID_0424&PID_2744\6&1&0&2`, `"LocationInformation"="Port_#0002.Hub_#0009"`, `"ParentIdPrefix"="6&1&0"`),
			[]listing.USB{{ID: "0424:2744", Place: "Port_#0002.Hub_#0009", Parent: "Port_#0002.Hub_#0009"}}},
		"what it calls itself": {usbKey(`VID_28DE&PID_2300\A`) + "[" + enum + `\USB\VID_28DE&PID_2300\A\Properties\{540b947e-8b40-45bc-a8a2-6a0b894cbda2}\0004]` + "\n@=hex(ffff0012):49,00,00,00\n",
			[]listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Product: "I", Serial: "A"}}},
		"values of other types": {usbKey(`VID_28DE&PID_2300\A`, `"LocationInformation"=dword:1`, `"DeviceDesc"=hex:41,00`, `"CompatibleIDs"="x"`, `"ParentIdPrefix"=hex:`),
			[]listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Serial: "A"}}},
		"a long text":               {usbKey(`VID_28DE&PID_2300\A`, `"DeviceDesc"="`+strings.Repeat("ä", 1000)+`"`), []listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Description: strings.Repeat("ä", 256), Serial: "A"}}},
		"an instance of one letter": {usbKey(`VID_28DE&PID_2300\7`), []listing.USB{{ID: "28de:2300", Place: "28de:2300 #1", Serial: "7"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := setupapi.Recorded(read(t, header+row.text), true)
			require.Equal(t, row.want, list.USB)
		})
	}
}

// The number of devices is bounded, and a bus with more is not called read.
func TestRecorded_MoreDevicesThanAnyMachineHas(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 5000 {
		b.WriteString(usbKey(fmt.Sprintf(`VID_28DE&PID_2300\%d`, i)))
	}
	list := setupapi.Recorded(read(t, header+b.String()), false)
	state, why := because(t, list, report.BusUSB)
	require.Equal(t, report.BusUnreadable, state)
	require.Equal(t, enum+`\USB cannot be read: it has more than 4096 devices`, why)
	require.Nil(t, list.USB)
}

func TestRecorded_DisplaysWithOddEDIDs(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		value string
		want  []byte
	}{
		"none":         {`"BAD_EDID"=hex:`, nil},
		"a text":       {`"EDID"="x"`, nil},
		"empty":        {`"EDID"=hex:`, nil},
		"short":        {`"EDID"=hex:00,ff`, []byte{0, 0xff}},
		"much too big": {`"EDID"=hex:` + strings.Repeat("00,", 40000), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key := enum + `\DISPLAY\ABC1234\1&2&3`
			list := setupapi.Recorded(read(t, header+"["+key+"\\Control]\n["+key+"\\Device Parameters]\n"+row.value), false)
			require.Equal(t, []listing.Display{{Place: `DISPLAY\ABC1234 #1`, ID: "ABC1234", EDID: row.want, Connected: new(true)}}, list.Displays)
		})
	}
}

func TestThis_IsOnlyOnWindows(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("left out: it is about other systems")
	}
	list := setupapi.This(true)
	require.Nil(t, list.USB)
	require.Nil(t, list.Displays)
	for _, bus := range []report.DeviceBus{report.BusUSB, report.BusHID, report.BusBluetooth, report.BusDisplay} {
		state, why := because(t, list, bus)
		require.Equal(t, report.BusUnsupported, state)
		require.Equal(t, "only Windows has SetupAPI, and this is "+runtime.GOOS, why)
	}
}
