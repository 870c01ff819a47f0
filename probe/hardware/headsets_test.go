// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
	"github.com/xrprobe/xrprobe/probe/hardware/machines"
)

// usb returns the files of USB devices, each written as "PLACE ID" or "PLACE ID PRODUCT".
func usb(devices ...string) map[string]string {
	files := map[string]string{"sys/bus/usb/devices/usb1/idVendor": "1d6b\n"}
	for _, device := range devices {
		place, rest, _ := strings.Cut(device, " ")
		id, product, _ := strings.Cut(rest, " ")
		vendor, number, _ := strings.Cut(id, ":")
		dir := "sys/bus/usb/devices/" + place + "/"
		files[dir+"idVendor"], files[dir+"idProduct"], files[dir+"serial"] = vendor+"\n", number+"\n", "SECRET"
		if product != "" {
			files[dir+"product"] = product + "\n"
		}
	}
	return files
}

func look(t *testing.T, files map[string]string) hardware.Found {
	t.Helper()
	machine := hardware.Machine{Root: tree(t, files), GOOS: "linux"}
	found := machine.Look()
	require.Equal(t, found, machine.Slowly().Look(), "the two ways to read")
	return found
}

// laid returns a machine with the devices of a text.
func laid(t *testing.T, text string) hardware.Machine {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, machines.Lay(root, text))
	return hardware.Machine{Root: root, GOOS: "linux"}
}

// describe writes a headset as a line: confidence, kind, title, and the IDs of its devices other than HID devices.
func describe(h report.Headset) string {
	var ids []string
	for _, ref := range h.Refs {
		if ref.What != report.BusHID {
			ids = append(ids, ref.ID)
		}
	}
	return fmt.Sprintf("%s %s: %s (%s)", h.Confidence, h.Kind, h.Title(), strings.Join(ids, " "))
}

func describeAll(list []report.Headset) []string {
	lines := []string{}
	for _, h := range list {
		lines = append(lines, describe(h))
	}
	return lines
}

// Each headset is one record, whatever the number of its devices.
func TestLook_Machines(t *testing.T) {
	t.Parallel()
	const index = "certain headset: Valve Index (28de:2300 VLV91A8 28de:2613 0424:2744 0424:5744 28de:2102)"
	want := map[string][]string{
		"index":       {index},
		"vive":        {"certain headset: HTC Vive (0bb4:2c87 0bb4:2c87 HVRAA01 0bb4:2744 0bb4:0306 0424:274d 0bb4:2134 28de:2000 0d8c:0012 28de:2101 28de:2101)"},
		"vive-pro-2":  {"certain headset: HTC Vive Pro 2 (0bb4:0342 HVRAA04 0bb4:0306 0bb4:030b 0bb4:030c 28de:2101)"},
		"vive-cosmos": {"certain headset: HTC Vive Cosmos (0bb4:0313 HVRAA03 0bb4:0323 0bb4:0315 0bb4:0323 0bb4:0315)"},
		"beyond":      {"certain headset: Bigscreen Beyond (35bd:0101 28de:2300 BIG1234 35bd:0105 28de:2102 28de:2102)"},
		"wmr":         {"certain headset: Lenovo Explorer (17ef:b801 045e:0659 LENB800)"},
		"quest":       {"certain standalone_headset: Meta Quest 2 or 3 (2833:0186)"},
		"psvr2":       {"certain headset: Sony PlayStation VR2 (054c:0cde SNYC207)"},
		"xreal":       {"certain glasses: Xreal Air (3318:0424 MRG3132)"},
		"two":         {"certain headset: Sony PlayStation VR (054c:09af SNY6A04)", index},
		"none":        {},
	}
	require.Equal(t, machines.Names(), slices.Sorted(maps.Keys(want)))
	for _, name := range machines.Names() {
		text, err := machines.Text(name)
		require.NoError(t, err)
		machine := laid(t, text)
		found := machine.Look()
		require.Equal(t, want[name], describeAll(found.Headsets), name)
		require.Equal(t, found, machine.Slowly().Look())
		for _, bus := range found.Buses {
			require.Equal(t, report.Bus{Bus: bus.Bus, State: report.BusRead}, bus, name)
		}
		requireRefs(t, found)
		for _, headset := range found.Headsets {
			if name == "quest" {
				require.Equal(t, []string{"Meta Quest 2 and Quest 3 have the same id 2833:0186."}, headset.Conflicts)
				continue
			}
			require.Equal(t, []string{}, headset.Conflicts, name)
		}
	}
}

// requireRefs holds that every reference is to a device of the list, and that no device belongs to two headsets.
func requireRefs(t require.TestingT, found hardware.Found) {
	seen := map[report.DeviceRef]bool{}
	for _, headset := range found.Headsets {
		require.NotEmpty(t, headset.Refs)
		require.NotNil(t, headset.Conflicts)
		for _, ref := range headset.Refs {
			require.False(t, seen[ref], "%v belongs to two headsets", ref)
			seen[ref] = true
			require.True(t, slices.ContainsFunc(found.Devices, func(d report.Device) bool { return d.Bus == ref.What && d.ID == ref.ID && d.Place == ref.Place }), "%v", ref)
		}
	}
}

// The devices beside the headsets are listed too, and what has nothing to do with XR is not.
func TestLook_Devices(t *testing.T) {
	t.Parallel()
	text, err := machines.Text("none")
	require.NoError(t, err)
	found := laid(t, text).Look()
	var lines []string
	for _, d := range found.Devices {
		require.Nil(t, d.Identity)
		require.NotNil(t, d.Source)
		lines = append(lines, fmt.Sprintf("%s %s %s %s", d.Bus, d.Kind, d.ID, d.Place))
	}
	require.Equal(t, []string{
		"usb dongle 28de:2101 1-8", "usb tracker 28de:2022 1-9", "usb base_station 28de:2500 1-10", "usb glasses 2833:0300 1-11",
		"hid tracker 28de:2022 0003:28DE:2022.0005", "hid dongle 28de:2101 0003:28DE:2101.0004", "hid base_station 28de:2500 0003:28DE:2500.0006",
		"bluetooth controller 054c:03d5 0005:054C:03D5.0007",
	}, lines)
	text, err = machines.Text("beyond")
	require.NoError(t, err)
	devices := laid(t, text).Look().Devices
	display := devices[len(devices)-1]
	require.Equal(t, report.BusDisplay, display.Bus)
	require.Equal(t, "card1-DP-2", display.Place)
	require.True(t, *display.Display.Connected)
	require.False(t, *display.Display.Enabled, "no runtime has taken the display")
	require.True(t, display.Display.Known)
	require.Equal(t, report.Device{
		Bus: report.BusUSB, ID: "35bd:0101", Kind: report.KindHeadset, Name: new("Bigscreen Beyond"), Vendor: new("Bigscreen"), Product: new("Beyond"),
		Place: "3-4.1", Parent: new("3-4"), Source: new(known.USB("35bd:0101").Source),
	}, devices[0])
}

// Unplugging one headset, or a part of it, changes one record.
func TestLook_Unplugged(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ machine, device, left string }{
		{"two", "3-2", "certain headset: Sony PlayStation VR (SNY6A04)"},
		{"two", "card1-HDMI-A-2", "certain headset: Sony PlayStation VR (054c:09af)"},
		{"two", "3-1", "certain headset: Valve Index (VLV91A8)"},
		{"two", "3-1.3.2", "certain headset: Valve Index (VLV91A8 28de:2613 0424:2744 0424:5744 28de:2102)"},
		{"index", "card1-DP-1", "certain headset: Valve Index (28de:2300 28de:2613 0424:2744 0424:5744 28de:2102)"},
		{"quest", "2-3", ""},
		{"wmr", "3-1", "certain headset: Lenovo Explorer (045e:0659 LENB800)"},
		{"vive", "3-2", "certain headset: HTC Vive (HVRAA01)"},
		{"vive", "3-2.3.4", "certain headset: HTC Vive (0bb4:2c87 HVRAA01 0bb4:2744 0bb4:0306 0424:274d 0bb4:2134 28de:2000 0d8c:0012 28de:2101 28de:2101)"},
		{"vive", "1-2", "certain headset: HTC Vive (0bb4:2c87 0bb4:2c87 HVRAA01 0bb4:2744 0bb4:0306 0424:274d 0bb4:2134 28de:2000 0d8c:0012 28de:2101 28de:2101)"},
	} {
		text, err := machines.Text(row.machine)
		require.NoError(t, err)
		before := describeAll(laid(t, text).Look().Headsets)
		after := describeAll(laid(t, machines.Without(text, row.device)).Look().Headsets)
		var changed []string
		for _, line := range after {
			if !slices.Contains(before, line) {
				changed = append(changed, line)
			}
		}
		switch {
		case row.left == "":
			require.Len(t, after, len(before)-1, row)
			require.Empty(t, changed, row)
		case row.device == "1-2":
			require.Equal(t, before, after, "a mouse is none of a headset")
		default:
			require.Equal(t, []string{row.left}, changed, row)
			require.Len(t, after, len(before), row)
		}
	}
}

// Which devices are one headset, and how sure it is that they are one.
func TestLook_Groups(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		devices   string
		want      []string
		conflicts string
	}{
		"no headset":                         {"1-1 046d:c31c,1-2 046d:c077", nil, ""},
		"a tracking board alone":             {"1-1 28de:2300", []string{"possible headset: Valve Index or HTC Vive Pro (28de:2300)"}, "also a controller"},
		"its name tells":                     {"1-1 28de:2300 Index HMD", []string{"certain headset: Valve Index (28de:2300)"}, ""},
		"a controller on a cable":            {"1-1 28de:2300 Index Controller", nil, ""},
		"an Index charges its controller":    {"3-1 28de:2613,3-1.3 0424:2744,3-1.3.2 28de:2300,3-1.2 28de:2300", []string{"certain headset: Valve Index (28de:2300 28de:2613 0424:2744)"}, ""},
		"a board and a radio, one hub":       {"1-1.1 28de:2300,1-1.2 28de:2102", []string{"likely headset: Valve Index or HTC Vive Pro (28de:2300 28de:2102)"}, "also a controller"},
		"a board, and a radio elsewhere":     {"1-1 28de:2300,1-2 28de:2102", []string{"possible headset: Valve Index or HTC Vive Pro (28de:2300)"}, "also a controller"},
		"a hub alone":                        {"1-1 28de:2613", []string{"possible part: Valve Index (28de:2613)"}, "Only parts"},
		"radios alone":                       {"1-1 28de:2101,1-2 28de:2102,1-3.1 28de:2101,1-3.2 28de:2101", nil, ""},
		"Vive Pro":                           {"1-1.1 0bb4:0309,1-1.2 28de:2300,1-1.3 28de:2101", []string{"certain headset: HTC Vive Pro (0bb4:0309 28de:2300 28de:2101)"}, ""},
		"Vive without its hub":               {"1-1 0bb4:2c87,1-2 28de:2000", []string{"certain headset: HTC Vive (0bb4:2c87 28de:2000)"}, ""},
		"ten devices without a tree":         {"1-1 0bb4:2744,1-2 0bb4:2134,1-3 0bb4:0306,1-4 28de:2101,1-5 28de:2101,1-6 28de:2000,1-7 0bb4:2c87,1-8 0bb4:2c87", []string{"certain headset: HTC Vive (0bb4:2c87 0bb4:2c87 0bb4:2744 0bb4:2134 0bb4:0306 28de:2000 28de:2101 28de:2101)"}, ""},
		"two Vives":                          {"1-1 0bb4:2744,1-1.1 0bb4:2c87,1-1.2 28de:2000,1-2 0bb4:2744,1-2.1 0bb4:2c87,1-2.2 28de:2000", []string{"certain headset: HTC Vive (0bb4:2c87 0bb4:2744 28de:2000)", "certain headset: HTC Vive (0bb4:2c87 0bb4:2744 28de:2000)"}, ""},
		"two bare Vives":                     {"1-1 0bb4:2c87,1-2 0bb4:2c87", []string{"certain headset: HTC Vive (0bb4:2c87)", "certain headset: HTC Vive (0bb4:2c87)"}, ""},
		"two PlayStation VRs on a hub":       {"1-1.1 054c:09af,1-1.2 054c:09af", []string{"certain headset: Sony PlayStation VR (054c:09af)", "certain headset: Sony PlayStation VR (054c:09af)"}, ""},
		"glasses in the Index":               {"3-1 28de:2613,3-1.3 0424:2744,3-1.3.2 28de:2300,3-1.1 3318:0424", []string{"certain headset: Valve Index (28de:2300 28de:2613 0424:2744)", "certain glasses: Xreal Air (3318:0424)"}, ""},
		"two kinds of Xreal":                 {"1-1 3318:0424,1-2 3318:0428", []string{"certain glasses: Xreal Air (3318:0424)", "certain glasses: Xreal Air 2 (3318:0428)"}, ""},
		"sensors without the maker's":        {"1-1 045e:0659", []string{"certain headset: Windows Mixed Reality headset (045e:0659)"}, "that of its maker is not seen"},
		"the maker's without the sensors":    {"1-1 17ef:b801", []string{"certain headset: Lenovo Explorer (17ef:b801)"}, "045e:0659"},
		"two Mixed Reality headsets":         {"1-1.1 17ef:b801,1-1.2 045e:0659,1-2.1 413c:b0d5,1-2.2 045e:0659", []string{"certain headset: Lenovo Explorer (17ef:b801 045e:0659)", "certain headset: Dell Visor (413c:b0d5 045e:0659)"}, ""},
		"the same at the root":               {"1-1 17ef:b801,1-2 045e:0659,1-3 413c:b0d5,1-4 045e:0659", []string{"certain headset: Lenovo Explorer (17ef:b801 045e:0659)", "certain headset: Dell Visor (413c:b0d5 045e:0659)"}, ""},
		"NOLO or Deepoon":                    {"1-1 0483:5750", []string{"possible headset: NOLO CV1 tracker or Deepoon headset (0483:5750)"}, "Deepoon"},
		"Pimax 4K, by a chip's number":       {"1-1 0483:0021", []string{"possible headset: Pimax 4K (0483:0021)"}, "chip"},
		"a Beyond and a device of its maker": {"1-1 35bd:0101,1-2 35bd:9999", []string{"certain headset: Bigscreen Beyond (35bd:0101 35bd:9999)"}, "The device 35bd:9999 is counted to it"},
		"devices of a maker":                 {"1-1 34a4:7777,1-2 34a4:8888", []string{"likely headset: unknown headset of Pimax (34a4:7777 34a4:8888)"}, "Only the vendor"},
		"Rift DK1, or another":               {"1-1 2833:0001", []string{"certain headset: Oculus Rift DK1 or a headset of VRTEK (2833:0001)"}, "VRTEK"},
		"Rift CV1":                           {"1-1.1 2833:0031,1-1.2 2833:2031,1-1.3 2833:3031,1-2 2833:0211", []string{"certain headset: Oculus Rift CV1 (2833:0031 2833:2031 2833:3031)"}, ""},
		"a sensor of a Rift":                 {"1-2 2833:0211", nil, ""},
		"a Pico of an unknown model":         {"1-1 2d40:0042", []string{"possible standalone_headset: unknown headset of Pico (2d40:0042)"}, "Only the vendor"},
		"Pico 4":                             {"1-1 2d40:00b7", []string{"certain standalone_headset: Pico 4 (2d40:00b7)"}, ""},
		"one author's number":                {"1-1 34a4:0020", []string{"likely headset: Pimax headset (34a4:0020)"}, "One author"},
		"two Pimax models":                   {"1-1 34a4:0012,1-2 34a4:0018", []string{"certain headset: Pimax Crystal (34a4:0012)", "certain headset: Pimax Crystal Light (34a4:0018)"}, ""},
		"Pimax with a tracking faceplate":    {"1-1.1 28de:2300,1-1.2 28de:2101,2-1 34a4:0012", []string{"certain headset: Pimax Crystal (34a4:0012 28de:2300 28de:2101)"}, ""},
		"Pimax 8KX, by its name":             {"1-1.1 0483:0101 Pimax P2N,1-1.2 28de:2300,1-1.3 28de:2101", []string{"certain headset: Pimax 5K or 8K series (0483:0101 28de:2300 28de:2101)"}, ""},
		"another thing with its chip":        {"1-1 0483:0101 STM32 Gadget", nil, ""},
		"a dock with a headset's hub chip":   {"3-1 04b4:6506,4-1 04b4:6504,4-1.1 04b4:6504", nil, ""},
		"the hub of a headset beside it":     {"1-1 17ef:b801,1-2 045e:0659,1-3 04b4:6504", []string{"certain headset: Lenovo Explorer (17ef:b801 045e:0659 04b4:6504)"}, ""},
		"such a dock, and a headset": {
			"4-1 04b4:6504,4-2 04b4:6504,4-2.1 045e:0659,3-2 04b4:6506,3-2.3 03f0:0580", []string{"certain headset: HP Reverb G2 (03f0:0580 045e:0659 04b4:6504)"}, "",
		},
		"a camera in its boot loader":       {"1-1 114d:8200", nil, ""},
		"a pulse oximeter, a compute stick": {"1-1 28e9:028a,1-2 03e7:2485", nil, ""},
		"a tracker on a cable":              {"1-1 28de:2300 VIVE Tracker,1-2 28de:2101", nil, ""},
		"glasses and their camera":          {"1-1.1 35ca:1131,1-1.2 0c45:636b,1-2 0c45:6368", []string{"certain glasses: VITURE Luma (35ca:1131 0c45:636b)"}, ""},
		"a camera of another maker":         {"1-1.1 35ca:1131,1-2.1 0c45:636b", []string{"certain glasses: VITURE Luma (35ca:1131)"}, ""},
		"hubs with the chip of an Index's":  {"1-1 0424:2744,2-1 0424:5744", nil, ""},
		"such a hub beside an Index": {
			"3-1 28de:2613,3-1.3 0424:2744,3-1.3.2 28de:2300,3-2 0424:2744,4-2 0424:5744", []string{"certain headset: Valve Index (28de:2300 28de:2613 0424:2744)"}, "",
		},
		"serial bridges, and gloves":     {"1-1 10c4:6b27 CP2102,1-2 1a86:7523 USB Serial,1-3 10c4:6b27 ContactGlove 2", nil, ""},
		"base station, tracker, Hydra":   {"1-1 28de:2500,1-2 28de:2022,1-3 1532:0300,1-4 f182:0003,1-5 0bb4:0350", nil, ""},
		"Aria, and a gamepad's receiver": {"1-1 2833:0300,1-2 28de:1142,1-3 2735:1043", nil, ""},
	} {
		found := look(t, usb(strings.Split(row.devices, ",")...))
		if row.want == nil {
			row.want = []string{}
		}
		require.Equal(t, row.want, describeAll(found.Headsets), name)
		requireRefs(t, found)
		for _, headset := range found.Headsets {
			if row.conflicts != "" {
				require.Contains(t, strings.Join(headset.Conflicts, " "), row.conflicts, name)
			} else if name != "the same at the root" {
				require.Empty(t, headset.Conflicts, name)
			}
		}
	}
}

// Where nothing tells which devices belong together, the headsets say so.
func TestLook_WhichBelongsToWhich(t *testing.T) {
	t.Parallel()
	for _, headset := range look(t, usb("1-1 17ef:b801", "1-2 045e:0659", "1-3 17ef:b801", "1-4 045e:0659")).Headsets {
		require.Equal(t, []string{"Another headset of the kind is plugged in, and which device belongs to which is not certain."}, headset.Conflicts)
	}
}

// Every headset's number alone makes one record, and no other number alone makes one.
func TestLook_EveryNumberAlone(t *testing.T) {
	t.Parallel()
	own := []report.DeviceKind{report.KindHeadset, report.KindStandalone, report.KindGlasses}
	for _, row := range known.All() {
		headsets := look(t, usb("1-1 "+strings.Replace(row.ID, "*", "fffe", 1))).Headsets
		switch {
		case row.Kind == known.KindNotXR, row.Is("generic"), row.Is("blind"), row.Is("apart"), row.Value("over") != "":
			require.Empty(t, headsets, row.ID)
		case slices.Contains(own, row.Kind), row.Is("headset"):
			require.Len(t, headsets, 1, row.ID)
			uncertain := row.Is("ambiguous") || row.Is("vendor")
			require.Equal(t, uncertain, headsets[0].Confidence == report.ConfidencePossible, row.ID)
			require.Equal(t, !uncertain && !row.Is("weak"), headsets[0].Confidence == report.ConfidenceCertain, row.ID)
			require.True(t, row.Note == "" || slices.Contains(headsets[0].Conflicts, row.Note), row.ID)
		case row.Kind == report.KindPart, row.Kind == report.KindHub:
			require.Len(t, headsets, 1, row.ID)
			require.Equal(t, report.KindPart, headsets[0].Kind, row.ID)
			require.Equal(t, report.ConfidencePossible, headsets[0].Confidence, row.ID)
		default:
			require.Empty(t, headsets, row.ID)
		}
	}
}

// Who makes a part need not make the headset.
func TestLook_MakerOfAHeadsetOfWhichPartsAreSeen(t *testing.T) {
	t.Parallel()
	for id, maker := range map[string]*string{"28de:2000": new("HTC"), "05a9:0680": nil} {
		headsets := look(t, usb("1-1 "+id)).Headsets
		require.Len(t, headsets, 1, id)
		require.Equal(t, maker, headsets[0].Vendor, id)
	}
}

// A display is the headset's whose model it is.
func TestLook_Displays(t *testing.T) {
	t.Parallel()
	edid := func(maker string, product string) string {
		const head = "\x00\xff\xff\xff\xff\xff\xff\x00"
		return summed(head + maker + product + strings.Repeat("\x00", 128-len(head+maker+product)))
	}
	named := func(edid, name string) string {
		return summed(edid[:54] + "\x00\x00\x00\xfc\x00" + name + "\n" + edid[54+5+len(name)+1:127] + "\x00")
	}
	const valve, htc, sony, lenovo = "\x59\x96", "\x22\xd2", "\x4d\xd9", "\x30\xae"
	index := edid(valve, "\xa8\x91")
	for name, row := range map[string]struct {
		displays []string
		devices  string
		want     []string
	}{
		"alone":                {[]string{index}, "1-1 046d:c31c", []string{"certain headset: Valve Index (VLV91A8)"}},
		"with a board":         {[]string{index}, "1-1 28de:2300", []string{"certain headset: Valve Index (28de:2300 VLV91A8)"}},
		"of another model":     {[]string{edid(htc, "\x01\xaa")}, "1-1 28de:2613,1-1.1 28de:2300", []string{"certain headset: Valve Index (28de:2300 28de:2613)", "certain headset: HTC Vive (HVRAA01)"}},
		"Vive Pro's":           {[]string{edid(htc, "\x02\xaa")}, "1-1 28de:2300", []string{"certain headset: HTC Vive Pro (28de:2300 HVRAA02)"}},
		"maker of the sensors": {[]string{edid(lenovo, "\x00\xb8")}, "1-1 045e:0659", []string{"certain headset: Lenovo Explorer (045e:0659 LENB800)"}},
		"of the older model":   {[]string{edid(sony, "\x04\x55")}, "1-1 054c:0cde", []string{"certain headset: Sony PlayStation VR2 (054c:0cde)", "certain headset: Sony PlayStation VR (SNY5504)"}},
		"two of them":          {[]string{index, index}, "1-1 28de:2613,1-1.1 28de:2300", []string{"certain headset: Valve Index (28de:2300 VLV91A8 28de:2613)", "certain headset: Valve Index (VLV91A8)"}},
		"an early OSVR HDK's":  {[]string{named(edid("\x4c\xae", "\x19\x10"), "OSVR HDK")}, "1-1 1532:0b00", []string{"certain headset: OSVR HDK (1532:0b00 SEN1019)"}},
		"an OSVR HDK2's":       {[]string{edid("\x06\xaf", "\x11\x11")}, "1-1 1532:0b00", []string{"certain headset: OSVR HDK (1532:0b00 AUO1111)"}},
		"Varjo's or Pimax'":    {[]string{edid("\x5a\x54", "\x01\x00")}, "1-1 34a4:0040", []string{"certain headset: Pimax Crystal Super (34a4:0040 VRT0001)"}},
		"a Steam Deck's":       {[]string{edid(valve, "\x01\x30")}, "1-1 046d:c31c", []string{}},
		"maker's alone":        {[]string{edid("\x4c\xcc", "\x01\x00")}, "1-1 046d:c31c", []string{"possible headset: unknown headset of Shiftall (SFL0001)"}},
		"of an unknown number": {[]string{edid("\x42\xd2", "\x19\x10")}, "1-1 34a4:7777", []string{"certain headset: Pimax headset, such as the Crystal Light (34a4:7777 PVR1019)"}},
		"ambiguous":            {[]string{edid("\x05\xd8", "\x30\x75")}, "1-1 046d:c31c", []string{}},
		"declared":             {[]string{declared(t)}, "1-1 046d:c31c", []string{"likely headset: unknown headset (XYZ3515)"}},
		"cut short":            {[]string{"\x00\xff\xff\xff\xff\xff\xff\x00"}, "1-1 046d:c31c", []string{}},
		"empty":                {[]string{""}, "1-1 046d:c31c", []string{}},
	} {
		files := usb(strings.Split(row.devices, ",")...)
		for i, text := range row.displays {
			dir := fmt.Sprintf("sys/class/drm/card0-DP-%d/", i+1)
			files[dir+"edid"], files[dir+"status"], files[dir+"enabled"] = text, "connected\n", "disabled\n"
		}
		found := look(t, files)
		require.Equal(t, row.want, describeAll(found.Headsets), name)
		requireRefs(t, found)
	}
	files := usb()
	files["sys/class/drm/card0-DP-1/edid"], files["sys/class/drm/card0-DP-1/status"] = index, "disconnected\n"
	require.Empty(t, look(t, files).Headsets, "an EDID that was left")
}

// declared is the EDID of a headset whose maker no table has.
func declared(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("edid/testdata/wmr-hp.hex")
	require.NoError(t, err)
	raw, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	require.NoError(t, err)
	raw[8], raw[9] = 0x63, 0x3a
	return summed(string(raw[:128])) + string(raw[128:])
}

// summed returns a block of an EDID with the last byte that it should have.
func summed(block string) string {
	sum := byte(0)
	for _, b := range []byte(block[:127]) {
		sum += b
	}
	return block[:127] + string([]byte{-sum})
}

// A display that does not say what it is may be a headset's, if it has a plug.
func TestLook_DisplaysThatDoNotSay(t *testing.T) {
	t.Parallel()
	whole := declared(t)
	silent := "unreadable: 1 display connected without a whole EDID, which says what it is"
	for name, row := range map[string]struct{ connector, status, edid, want string }{
		"no EDID":              {"DP-1", "connected", "", silent},
		"zeros":                {"HDMI-A-1", "connected", strings.Repeat("\x00", 256), silent},
		"cut in its block":     {"DP-1", "connected", whole[:100], silent},
		"without an extension": {"DP-1", "connected", whole[:128], silent},
		"nothing connected":    {"DP-1", "disconnected", "", "read: "},
		"a panel":              {"eDP-1", "connected", "", "read: "},
		"a virtual machine's":  {"Virtual-1", "connected", "", "read: "},
		"not known":            {"VGA-1", "unknown", "", "read: "},
	} {
		files := usb("1-1 046d:c31c")
		dir := "sys/class/drm/card0-" + row.connector + "/"
		files[dir+"status"], files[dir+"edid"] = row.status+"\n", row.edid
		found := look(t, files)
		bus := found.Buses[len(found.Buses)-1]
		because := ""
		if bus.Because != nil {
			because = *bus.Because
		}
		require.Equal(t, row.want, string(bus.State)+": "+because, name)
		require.Equal(t, bus.State != report.BusRead, found.Headsets == nil, "%s: nobody knows whether there is a headset", name)
	}
}

// An EDID with a wrong checksum makes nothing certain, and Linux leaves its blocks out.
func TestLook_WrongChecksums(t *testing.T) {
	t.Parallel()
	whole := declared(t)
	for name, text := range map[string]string{"of the base block": whole[:127] + "\x00" + whole[128:], "of an extension": whole[:255] + "\x00", "of a known model": "\x00\xff\xff\xff\xff\xff\xff\x00\x59\x96\xa8\x91" + strings.Repeat("\x00", 116)} {
		files := usb("1-1 046d:c31c")
		files["sys/class/drm/card0-DP-1/status"], files["sys/class/drm/card0-DP-1/edid"] = "connected\n", text
		found := look(t, files)
		require.Len(t, found.Headsets, 1, name)
		require.Equal(t, report.ConfidenceLikely, found.Headsets[0].Confidence, name)
		require.Contains(t, strings.Join(found.Headsets[0].Conflicts, " "), "A checksum in the EDID of the display", name)
		require.Nil(t, found.Devices[0].Display.NonDesktop, name)
	}
}

// A device may call itself anything.
func TestLook_LongNames(t *testing.T) {
	t.Parallel()
	files := usb("1-1 2833:0186 " + strings.Repeat("ä", 10_000))
	found := look(t, files)
	require.Equal(t, strings.Repeat("ä", 256), *found.Devices[0].Product)
	files["sys/bus/usb/devices/1-1/product"] = "Quest\xff"
	require.Equal(t, "Quest\ufffd", *look(t, files).Devices[0].Product)
}

// The HID devices tell where USB's list is missing, as in some containers.
func TestLook_HIDAlone(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"sys/bus/hid/devices/0003:17EF:B801.0001/uevent": "HID_ID=0003:000017EF:0000B801\nHID_NAME=VR-2511N\nHID_UNIQ=SECRET\n",
		"sys/bus/hid/devices/0003:17EF:B801.0002/uevent": "HID_ID=0003:000017EF:0000B801\n",
		"sys/bus/hid/devices/0003:046D:C31C.0003/uevent": "HID_ID=0003:0000046D:0000C31C\n",
		"sys/bus/hid/devices/0005:045E:065B.0004/uevent": "HID_NAME=Motion controller - Left\nHID_UNIQ=SECRET\n",
		"sys/bus/hid/devices/0018:28DE:2300.0005/uevent": "",
		"sys/bus/hid/devices/nonsense/uevent":            "",
	}
	found := look(t, files)
	require.Equal(t, []string{"certain headset: Lenovo Explorer ()"}, describeAll(found.Headsets))
	require.Equal(t, []report.DeviceRef{
		{What: report.BusHID, ID: "17ef:b801", Place: "0003:17EF:B801.0001"}, {What: report.BusHID, ID: "17ef:b801", Place: "0003:17EF:B801.0002"},
	}, found.Headsets[0].Refs)
	require.Len(t, found.Devices, 3)
	require.Equal(t, "VR-2511N", *found.Devices[0].Product)
	require.Equal(t, "Motion controller - Left", *found.Devices[2].Product)
	require.Equal(t, report.BusAbsent, found.Buses[0].State)
	node := look(t, map[string]string{"sys/class/hidraw/hidraw3/device/uevent": "HID_ID=0003:0000054C:000009AF\n"})
	require.Equal(t, []report.DeviceRef{{What: report.BusHID, ID: "054c:09af", Place: "hidraw3"}}, node.Headsets[0].Refs)
}

// A HID device whose number on USB says nothing alone is none of a headset's.
func TestLook_HIDOfOtherDevices(t *testing.T) {
	t.Parallel()
	files := usb("1-1 046d:c31c")
	files["sys/bus/hid/devices/0003:0424:2744.0001/uevent"], files["sys/bus/hid/devices/0003:28DE:1142.0002/uevent"] = "", ""
	require.Empty(t, look(t, files).Devices)
}

// Of a bus that could not be read nothing is said, and the cause is.
func TestLook_Buses(t *testing.T) {
	t.Parallel()
	states := func(found hardware.Found) []string {
		var list []string
		for _, bus := range found.Buses {
			text := fmt.Sprintf("%s %s", bus.Bus, bus.State)
			if bus.Because != nil {
				text += ": " + *bus.Because
			}
			list = append(list, text)
		}
		return list
	}
	nothing := look(t, nil)
	require.Equal(t, []string{
		"usb absent: /sys/bus/usb/devices does not exist", "hid absent: /sys/bus/hid/devices does not exist", "bluetooth absent: /sys/bus/hid/devices does not exist",
		"display absent: /sys/class/drm does not exist",
	}, states(nothing))
	require.Nil(t, nothing.Headsets)
	require.Nil(t, nothing.Devices)
	require.Equal(t, "usb unreadable: /sys/bus/usb/devices cannot be read: not a directory", states(look(t, map[string]string{"sys/bus/usb/devices": ""}))[0])
	some := look(t, usb("1-1 046d:c31c"))
	require.Equal(t, []report.Headset{}, some.Headsets, "no headset, which is not the same as unknown")
	require.Equal(t, []report.Device{}, some.Devices)
	screens := look(t, map[string]string{"sys/class/drm/card0-DP-1/status": "disconnected"})
	require.Nil(t, screens.Headsets, "there may be one on USB")
	files := usb("1-1 046d:c31c")
	files["sys/class/drm"] = ""
	require.Nil(t, look(t, files).Headsets, "there may be one on a display connector")
	files = usb("1-1 046d:c31c", "1-2 0bb4:2c87")
	delete(files, "sys/bus/usb/devices/1-1/idVendor")
	files["sys/bus/usb/devices/1-1/idVendor/directory"] = ""
	partly := look(t, files)
	require.Equal(t, "usb unreadable: the number of 1 device in /sys/bus/usb/devices cannot be read", states(partly)[0])
	require.Len(t, partly.Headsets, 1, "what was found all the same")
	for goos, because := range map[string]string{
		"windows": `usb unreadable: no export of the machine's registry is known; give exports of SYSTEM\CurrentControlSet\Enum\USB and ...\DISPLAY with --registry`,
		"darwin":  "usb unreadable: ", "openbsd": "usb unsupported: ",
	} {
		found := hardware.Machine{Root: t.TempDir(), GOOS: goos}.Look()
		require.Contains(t, states(found)[0], because)
		require.Nil(t, found.Headsets)
		require.Nil(t, found.Devices)
	}
	gone := hardware.Machine{Root: filepath.Join(t.TempDir(), "gone"), GOOS: "linux"}.Look()
	require.Contains(t, states(gone)[0], "usb unreadable: the machine's root cannot be read: ")
	seen, is := hardware.Machine{Root: t.TempDir(), GOOS: "linux"}.Headsets()
	require.False(t, is)
	require.Nil(t, seen)
}

// No serial number and no address is in what is found, unless it was asked for.
func TestLook_Identities(t *testing.T) {
	t.Parallel()
	secrets := 0
	for _, name := range machines.Names() {
		text, err := machines.Text(name)
		require.NoError(t, err)
		machine := laid(t, text)
		written, err := json.Marshal(machine.Look())
		require.NoError(t, err)
		for _, secret := range []string{"SECRET", "SEC", "534543", "a0:b1:c2", "10:20:30", "identity\":{"} {
			require.NotContains(t, strings.ToLower(string(written)), strings.ToLower(secret), name)
		}
		machine.Identify = true
		written, err = json.Marshal(machine.Look())
		require.NoError(t, err)
		secrets += strings.Count(string(written), `"serial":"SECRET`) + strings.Count(string(written), `"address":"`)
	}
	require.Greater(t, secrets, 20)
}

// SteamVR's drivers list headsets that the tables lack.
func TestLook_SteamVR(t *testing.T) {
	t.Parallel()
	files := usb("1-1 1234:5678", "1-2 046d:c31c", "1-3 0bb4:2c87")
	files["steam/drivers/some/driver.vrdrivermanifest"] = `{"name": "some", "hmd_presence": ["1234.5678", "*.*", "046D.*", "0bb4.2c87", "", 7]}`
	files["steam/drivers/good/driver.vrdrivermanifest"] = `{"name": "good", "hmd_presence": ["1234.5678", "*.*", "046D.*"]}`
	files["steam/drivers/none/driver.vrdrivermanifest"] = `{"name": "none"`
	machine := hardware.Machine{Root: tree(t, files), GOOS: "linux"}
	require.Equal(t, []string{"certain headset: HTC Vive (0bb4:2c87)"}, describeAll(machine.Look().Headsets))
	machine.SteamVR = []string{"/gone", "/steam"}
	headsets := machine.Look().Headsets
	require.Equal(t, []string{"certain headset: HTC Vive (0bb4:2c87)", "likely headset: unknown headset (1234:5678)"}, describeAll(headsets))
	require.Equal(t, []string{"Only the driver's manifest /steam/drivers/good/driver.vrdrivermanifest says that 1234:5678 is a headset."}, headsets[1].Conflicts)
}

// Links within the root are followed, and those that lead out of it are not.
func TestLook_LinksStayInRoot(t *testing.T) {
	t.Parallel()
	outside := tree(t, map[string]string{"idVendor": "0bb4", "idProduct": "2c87", "uevent": "PRODUCT=bb4/2c87/1"})
	for _, target := range []string{outside, "../../../../../../../../../../../.." + outside} {
		root := tree(t, usb("1-1 046d:c31c"))
		require.NoError(t, os.Symlink(target, filepath.Join(root, "sys/bus/usb/devices/1-2")))
		found := hardware.Machine{Root: root, GOOS: "linux"}.Look()
		require.Empty(t, found.Headsets)
		require.Empty(t, hardware.Machine{Root: root, GOOS: "linux"}.Slowly().Look().Headsets)
		require.NoError(t, os.Mkdir(filepath.Join(root, "sys/bus/usb/devices/1-3"), 0o755))
		require.NoError(t, os.Symlink(filepath.Join(target, "uevent"), filepath.Join(root, "sys/bus/usb/devices/1-3/uevent")))
		require.Empty(t, hardware.Machine{Root: root, GOOS: "linux"}.Look().Headsets)
		require.Empty(t, hardware.Machine{Root: root, GOOS: "linux"}.Slowly().Look().Headsets)
	}
}

// A whole bus whose directory is elsewhere is not read, and the cause says why.
func TestLook_SaysThatALinkLeadsOut(t *testing.T) {
	t.Parallel()
	root := tree(t, usb("1-1 046d:c31c"))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "sys/class"), 0o755))
	require.NoError(t, os.Symlink(t.TempDir(), filepath.Join(root, "sys/class/drm")))
	buses := hardware.Machine{Root: root, GOOS: "linux"}.Look().Buses
	require.Equal(t, report.BusDisplay, buses[3].Bus)
	require.Equal(t, report.BusUnreadable, buses[3].State)
	require.Contains(t, []string{
		"/sys/class/drm cannot be read: a link leads out of the machine's root",
		"/sys/class/drm cannot be read: path escapes from parent", // where the system cannot confine paths
	}, *buses[3].Because)
}

// Many devices are read by two threads. Wherever the headset is among them, and whatever cannot be read, nothing is lost.
func TestLook_ManyDevices(t *testing.T) {
	t.Parallel()
	var mice []string
	for port := range 199 {
		mice = append(mice, fmt.Sprintf("2-%d.%d 046d:c077", port/10+1, port%10+1))
	}
	for _, place := range []string{"1-1", "2-1.5", "9-9"} {
		files := usb(append(mice, place+" 0bb4:2c87")...)
		require.Equal(t, []string{"certain headset: HTC Vive (0bb4:2c87)"}, describeAll(look(t, files).Headsets), place)
	}
	files := usb(mice...)
	for _, name := range []string{"2-1.1", "9-9"} {
		files["sys/bus/usb/devices/"+name+"/uevent/x"] = "" // a directory in place of the file; the first device has other files with its number
	}
	root := tree(t, files)
	bus := hardware.Machine{Root: root, GOOS: "linux"}.Look().Buses[0]
	require.Equal(t, report.BusUnreadable, bus.State)
	require.Contains(t, *bus.Because, "1 device in ")
}

// Whatever is plugged in: each device belongs to one headset at most, the same devices make the same headsets, and a mouse changes nothing.
func TestLook_AnyDevices(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, row := range known.All() {
		ids = append(ids, strings.Replace(row.ID, "*", "fffe", 1))
	}
	slices.Sort(ids)
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.SliceOfNDistinct(rapid.StringMatching(`[1-3]-[1-3](\.[1-3]){0,2}`), 0, 14, rapid.ID).Draw(t, "places")
		var devices []string
		for _, place := range places {
			devices = append(devices, place+" "+rapid.SampledFrom(ids).Draw(t, "id"))
		}
		root, err := os.MkdirTemp("", "hardware")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(root)
		lay := func(devices ...string) hardware.Found {
			for path, content := range usb(devices...) {
				file := filepath.Join(root, path)
				if os.MkdirAll(filepath.Dir(file), 0o755) != nil || os.WriteFile(file, []byte(content), 0o600) != nil {
					t.Fatal("no room")
				}
			}
			return hardware.Machine{Root: root, GOOS: "linux"}.Look()
		}
		found := lay(devices...)
		requireRefs(t, found)
		require.Equal(t, found.Headsets, lay("1-9 046d:c077").Headsets)
	})
}

// BenchmarkLook reads a machine with 200 USB devices and 8 displays.
func BenchmarkLook(b *testing.B) {
	var text strings.Builder
	fmt.Fprint(&text, "P: /devices/pci0000:00/0000:00:14.0/usb1\nE: SUBSYSTEM=usb\n\n")
	device := func(parent, place, vendor, product string) string {
		path := parent + "/" + place
		fmt.Fprintf(&text, "P: %s\nE: SUBSYSTEM=usb\nE: PRODUCT=%s/%s/100\nA: idVendor=%04s\nA: idProduct=%04s\nA: product=Thing\nA: serial=1\n\n", path, vendor, product, vendor, product)
		fmt.Fprintf(&text, "P: %s/%s:1.0\nE: SUBSYSTEM=usb\n\n", path, place)
		fmt.Fprintf(&text, "P: %s/%s:1.0/0003:%04s:%04s.%s\nE: SUBSYSTEM=hid\n\n", path, place, strings.ToUpper(vendor), strings.ToUpper(product), fmt.Sprintf("%04X", text.Len()%65536))
		return path
	}
	const root = "/devices/pci0000:00/0000:00:14.0/usb1"
	for hub := 1; hub <= 20; hub++ {
		place := fmt.Sprintf("1-%d", hub)
		path := device(root, place, "5e3", "610")
		for port := 1; port <= 9; port++ {
			device(path, fmt.Sprintf("%s.%d", place, port), "46d", "c31c")
		}
	}
	index, err := machines.Text("index")
	require.NoError(b, err)
	for block := range strings.SplitSeq(index, "\n\n") {
		if strings.Contains(block, "/usb1") {
			continue
		}
		for card := range 8 {
			if strings.Contains(block, "/card1-DP-1\n") {
				fmt.Fprintln(&text, strings.Replace(block, "/card1-DP-1\n", fmt.Sprintf("/card1-DP-%d\n", card+1), 1)+"\n")
			}
		}
		if !strings.Contains(block, "/drm/") {
			fmt.Fprintln(&text, block+"\n")
		}
	}
	dir := b.TempDir()
	require.NoError(b, machines.Lay(dir, text.String()))
	machine := hardware.Machine{Root: dir, GOOS: "linux"}
	require.Len(b, machine.Look().Headsets, 8)
	b.ReportAllocs()
	for b.Loop() {
		machine.Look()
	}
}
