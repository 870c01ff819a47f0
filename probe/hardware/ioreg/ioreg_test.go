// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/ioreg"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return data
}

// requireNoSecret holds that nothing that identifies a device of the fixtures is in a list. The EDIDs there have none.
func requireNoSecret(t *testing.T, list any) {
	t.Helper()
	text := strings.ToUpper(fmt.Sprintf("%+v", list))
	for _, secret := range []string{"FACADE", "C0DECAFE", "DEADBEEF", fmt.Sprint(0xfacade), "16843009"} {
		require.NotContains(t, text, secret)
	}
}

func because(t *testing.T, list listing.List, bus report.DeviceBus) (report.BusState, string) {
	t.Helper()
	state, why := list.State(bus)
	require.Equal(t, state == report.BusRead, why == "", "every state but this one has a cause")
	return state, why
}

var psvr = listing.USB{ID: "054c:09af", Place: "0x14200000", Parent: "0x14000000", Ports: "41-2", Product: "PlayStation®VR"}

func TestRecorded_APlayStationVROnAMacOfIntel(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, ioreg.File), fixture(t, "intel.plist"), 0o600))
	list := ioreg.Recorded(root, false)
	requireNoSecret(t, list)
	require.Equal(t, []listing.USB{psvr, {ID: "05ac:0274", Place: "0x14c00000", Parent: "0x14000000", Ports: "41-12", Product: "Apple Internal Keyboard / Trackpad"}}, list.USB)
	require.Len(t, list.Displays, 1)
	require.Equal(t, "AppleIntelFramebuffer@1", list.Displays[0].Place)
	require.Equal(t, new(true), list.Displays[0].Connected)
	require.Equal(t, "\x00\xff\xff\xff\xff\xff\xff\x00\x4d\xd9\x04\x55", string(list.Displays[0].EDID[:12]))
	for bus, want := range map[report.DeviceBus]report.BusState{
		report.BusUSB: report.BusRead, report.BusDisplay: report.BusRead, report.BusHID: report.BusUnsupported, report.BusBluetooth: report.BusUnsupported,
	} {
		state, _ := because(t, list, bus)
		require.Equal(t, want, state, bus)
	}
	list = ioreg.Recorded(root, true)
	require.Equal(t, "SIEFACADE04", list.USB[0].Serial)
	require.Equal(t, "C0DECAFE05", list.USB[1].Serial)
}

// The two halves of a hub for SuperSpeed are on two buses, as on Linux, and each device is behind one of them.
func TestParse_BothHalvesOfAHub(t *testing.T) {
	t.Parallel()
	list := ioreg.Parse(fixture(t, "silicon-usb.plist"), false)
	requireNoSecret(t, list)
	require.Equal(t, []listing.USB{
		{ID: "2109:2822", Place: "0x01100000", Parent: "0x01000000", Ports: "3-1", Product: "USB2.0 Hub"},
		{ID: "28de:2101", Place: "0x01130000", Parent: "0x01100000", Ports: "3-1.3", Product: "Watchman Dongle"},
		{ID: "2109:0822", Place: "0x01200000", Parent: "0x01000000", Ports: "4-2", Product: "USB3.0 Hub"},
		{ID: "2833:0186", Place: "0x01210000", Parent: "0x01200000", Ports: "4-2.1", Product: "Quest 3"},
	}, list.USB)
	state, why := because(t, list, report.BusDisplay)
	require.Equal(t, report.BusUnreadable, state)
	require.Equal(t, "ioreg.plist has no part of the I/O Registry with displays: record it with ioreg -a -l > ioreg.plist", why)
	require.Nil(t, list.Displays)
}

func TestParse_DisplaysOfApplesProcessors(t *testing.T) {
	t.Parallel()
	list := ioreg.Parse(fixture(t, "silicon-framebuffers.plist"), false)
	requireNoSecret(t, list)
	require.Equal(t, []listing.Display{
		{Place: "dispext0", ID: "VLV91A8", Name: "Index HMD", Connected: new(true)},
		{Place: "dispext1", ID: "GBT2800", Name: "M28U", Connected: new(true)},
	}, list.Displays)
	state, _ := because(t, list, report.BusUSB)
	require.Equal(t, report.BusUnreadable, state, "the file has displays alone")
	require.Nil(t, list.USB)
}

const head = `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0">`

// device is an entry of a device on USB with more properties.
func device(properties string) []byte {
	return []byte(head + `<array><dict><key>IOObjectClass</key><string>IOUSBHostDevice</string>` + properties + `</dict></array></plist>`)
}

func number(name string, value int64) string {
	return fmt.Sprintf("<key>%s</key><integer>%d</integer>", name, value)
}

func TestParse_OddDevices(t *testing.T) {
	t.Parallel()
	ids := number("idVendor", 0x28de) + number("idProduct", 0x2300)
	for name, row := range map[string]struct {
		properties string
		want       []listing.USB
	}{
		"a location below zero":  {ids + number("locationID", -2146435072), []listing.USB{{ID: "28de:2300", Place: "0x80100000", Parent: "0x80000000", Ports: "257-1"}}},
		"a root hub":             {ids + number("locationID", 0x14000000), nil},
		"no location":            {ids, nil},
		"no product":             {number("idVendor", 1) + number("locationID", 0x14100000), nil},
		"an interface":           {ids + number("locationID", 0x14100000) + number("bInterfaceNumber", 0), nil},
		"numbers that are texts": {"<key>idVendor</key><string>10462</string>" + number("idProduct", 1) + number("locationID", 0x14100000), nil},
		"a name that is none":    {ids + number("locationID", 0x14100000) + "<key>USB Product Name</key><data>AAAA</data>", []listing.USB{{ID: "28de:2300", Place: "0x14100000", Parent: "0x14000000", Ports: "41-1"}}},
		"a name XML cannot have": {ids + number("locationID", 0x14100000) + "<key>USB Product Name</key><string>In\x01dex\xff</string>",
			[]listing.USB{{ID: "28de:2300", Place: "0x14100000", Parent: "0x14000000", Ports: "41-1", Product: "In dex\ufffd"}}},
		"a long name": {ids + number("locationID", 0x14100000) + "<key>USB Product Name</key><string>" + strings.Repeat("ä", 1000) + "</string>",
			[]listing.USB{{ID: "28de:2300", Place: "0x14100000", Parent: "0x14000000", Ports: "41-1", Product: strings.Repeat("ä", 256)}}},
		"six ports":      {ids + number("locationID", 0x01234567), []listing.USB{{ID: "28de:2300", Place: "0x01234567", Parent: "0x01234560", Ports: "3-2.3.4.5.6.7"}}},
		"its new speed":  {ids + number("locationID", 0x14100000) + number("USBSpeed", 5), []listing.USB{{ID: "28de:2300", Place: "0x14100000", Parent: "0x14000000", Ports: "42-1"}}},
		"a port of zero": {ids + number("locationID", 0x14012345), []listing.USB{{ID: "28de:2300", Place: "0x14012345", Parent: "0x14012340"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, ioreg.Parse(device(row.properties), true).USB)
		})
	}
}

func TestParse_NamesTheFault(t *testing.T) {
	t.Parallel()
	deep := func(levels int) string { return strings.Repeat("<array>", levels) + strings.Repeat("</array>", levels) }
	for name, row := range map[string]struct{ text, want string }{
		"nothing":                     {" \n", "ioreg.plist has no part of the I/O Registry with"},
		"no list":                     {"hello", "ioreg.plist cannot be read: it is no property list that can be read: "},
		"not closed":                  {head + "<dict>", "ioreg.plist cannot be read: it is no property list that can be read: "},
		"ioreg without -a":            {"+-o Root  <class IORegistryEntry, id 0x100000100>", "ioreg.plist cannot be read: it is no XML: "},
		"the binary form":             {"bplist00\xd1", "ioreg.plist cannot be read: it is no property list that can be read: "},
		"a text":                      {head + "<string>x</string></plist>", "ioreg.plist cannot be read: it is a property list, but has no entries of the I/O Registry"},
		"a list of texts":             {head + "<array><string>x</string></array></plist>", "ioreg.plist has no part of the I/O Registry with"},
		"an entity of its own":        {`<!DOCTYPE plist [<!ENTITY a "b">]><plist><string>&a;</string></plist>`, "ioreg.plist cannot be read: it is no XML: "},
		"nested as deep as it may be": {head + deep(ioreg.MaxDepth-1) + "</plist>", "ioreg.plist has no part of the I/O Registry with"},
		"nested deeper":               {head + deep(ioreg.MaxDepth) + "</plist>", "ioreg.plist cannot be read: it is nested more than 256 deep"},
		"nested behind false ends":    {head + strings.Repeat("<array><string><![CDATA[</array></string>]]></string>", 100000), "ioreg.plist cannot be read: it is nested more than 256 deep"},
		"much too big":                {strings.Repeat(" ", 64<<20+1), "ioreg.plist cannot be read: it has more than 64 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := ioreg.Parse([]byte(row.text), true)
			for _, bus := range []report.DeviceBus{report.BusUSB, report.BusDisplay} {
				state, why := because(t, list, bus)
				require.Equal(t, report.BusUnreadable, state)
				require.True(t, strings.HasPrefix(why, row.want), why)
			}
			require.Nil(t, list.USB)
			require.Nil(t, list.Displays)
		})
	}
}

func TestRecorded_OpensNothingElse(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		lay  func(t *testing.T, root string)
		want string
	}{
		"no file":     {func(*testing.T, string) {}, "the root has no file ioreg.plist: record it on that Mac with ioreg -a -l > ioreg.plist"},
		"a directory": {func(t *testing.T, root string) { require.NoError(t, os.Mkdir(filepath.Join(root, ioreg.File), 0o700)) }, "ioreg.plist cannot be read: it is not a regular file"},
		"a link that leads out": {func(t *testing.T, root string) {
			outside := filepath.Join(t.TempDir(), "x")
			require.NoError(t, os.WriteFile(outside, fixture(t, "intel.plist"), 0o600))
			if err := os.Symlink(outside, filepath.Join(root, ioreg.File)); err != nil {
				t.Skip("left out: this system makes no links")
			}
		}, "ioreg.plist cannot be read: path escapes from parent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			row.lay(t, root)
			list := ioreg.Recorded(root, false)
			state, why := because(t, list, report.BusUSB)
			require.Equal(t, report.BusUnreadable, state)
			require.Equal(t, row.want, why)
			require.NotContains(t, why, root)
		})
	}
}

// fake makes a program that takes the place of ioreg.
func fake(t *testing.T, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("left out: the program is a shell script")
	}
	file := filepath.Join(t.TempDir(), "ioreg")
	syscall.ForkLock.RLock() // a program that another test starts now would hold the file open, and the system runs no such file
	defer syscall.ForkLock.RUnlock()
	require.NoError(t, os.WriteFile(file, []byte("#!/bin/sh\n"+script), 0o700)) //nolint:gosec // it is run
	return file
}

// The program gets the arguments that doc.go tells of, and no environment.
func TestThis_AsksForThreeLists(t *testing.T) {
	t.Setenv("XRPROBE_SECRET", "x")
	data, err := filepath.Abs("testdata")
	require.NoError(t, err)
	name := fake(t, `
[ -z "$XRPROBE_SECRET" ] || exit 9
case "$*" in
"-a -l -p IOUSB") exec /bin/cat `+data+`/silicon-usb.plist ;;
"-a -l -r -c IODisplay") ;;
"-a -l -r -c IOMobileFramebuffer") exec /bin/cat `+data+`/silicon-framebuffers.plist ;;
*) exit 8 ;;
esac
`)
	list := ioreg.List(t.Context(), name, time.Minute, false)
	requireNoSecret(t, list)
	for _, bus := range []report.DeviceBus{report.BusUSB, report.BusDisplay} {
		state, why := because(t, list, bus)
		require.Equal(t, report.BusRead, state, why)
	}
	require.Len(t, list.USB, 4)
	require.Len(t, list.Displays, 2)
}

func TestThis_AProgramThatFails(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ script, want string }{
		"it fails":           {"exit 3", "ioreg does not list them: exit status 3"},
		"it prints too much": {"exec /bin/cat /dev/zero", "ioreg does not list them: it prints more than 1048576 bytes"},
		"it prints nonsense": {"echo '<'", "ioreg does not list them: it is no XML: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := ioreg.List(t.Context(), fake(t, row.script), time.Minute, true)
			for _, bus := range []report.DeviceBus{report.BusUSB, report.BusDisplay} {
				state, why := because(t, list, bus)
				require.Equal(t, report.BusUnreadable, state)
				require.True(t, strings.HasPrefix(why, row.want), why)
			}
			require.Nil(t, list.USB)
			require.Nil(t, list.Displays)
		})
	}
	t.Run("there is none", func(t *testing.T) {
		t.Parallel()
		list := ioreg.List(t.Context(), filepath.Join(t.TempDir(), "ioreg"), time.Minute, true)
		state, why := because(t, list, report.BusUSB)
		require.Equal(t, report.BusUnreadable, state)
		require.Contains(t, why, "no such file or directory")
	})
	t.Run("it hangs", func(t *testing.T) {
		t.Parallel()
		list := ioreg.List(t.Context(), fake(t, "exec /bin/sleep 3600"), time.Millisecond, true)
		state, why := because(t, list, report.BusUSB)
		require.Equal(t, report.BusUnreadable, state)
		require.Equal(t, "ioreg does not list them: context deadline exceeded", why)
	})
}

func TestThis_IsOnlyOnMacOS(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "darwin" {
		t.Skip("left out: it is about other systems")
	}
	list := ioreg.This(t.Context(), true)
	require.Nil(t, list.USB)
	require.Nil(t, list.Displays)
	for _, bus := range []report.DeviceBus{report.BusUSB, report.BusHID, report.BusBluetooth, report.BusDisplay} {
		state, why := because(t, list, bus)
		require.Equal(t, report.BusUnsupported, state)
		require.Equal(t, "only macOS has an I/O Registry, and this is "+runtime.GOOS, why)
	}
	_, err := ioreg.ThisMac().Model(t.Context())
	require.EqualError(t, err, "only macOS has an I/O Registry, and this is "+runtime.GOOS)
	gpus, err := ioreg.ThisMac().GPUs(t.Context())
	require.EqualError(t, err, "only macOS has an I/O Registry, and this is "+runtime.GOOS)
	require.Nil(t, gpus)
}

// No bytes make the reader panic, and without the request no serial number comes out.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"intel.plist", "silicon-usb.plist", "silicon-framebuffers.plist"} {
		data, err := os.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(head + "<dict><key>a</key></dict></plist>"))
	f.Add([]byte(head + "<array><date>x</date></array></plist>"))
	number := regexp.MustCompile(`^[0-9a-f]{4}:[0-9a-f]{4}$`)
	f.Fuzz(func(t *testing.T, data []byte) {
		list := ioreg.Parse(data, false)
		require.Len(t, list.Buses, 4)
		for _, one := range list.USB {
			require.Empty(t, one.Serial)
			require.Regexp(t, number, one.ID)
		}
		for _, one := range list.Displays {
			require.NotEmpty(t, one.Place)
		}
	})
}
