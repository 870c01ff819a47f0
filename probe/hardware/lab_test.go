// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
	"github.com/xrprobe/xrprobe/probe/hardware/machines"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// single returns a machine with a USB device that is a HID device too, in the format of umockdev.
func single(id, product string) string {
	vendor, number, _ := strings.Cut(id, ":")
	const path = "/devices/pci0000:00/0000:00:14.0/usb3/3-1"
	swapped := vendor[2:] + vendor[:2] + number[2:] + number[:2]
	hid := fmt.Sprintf("%s/3-1:1.0/0003:%s:%s.0001", path, strings.ToUpper(vendor), strings.ToUpper(number))
	return strings.Join([]string{
		"P: " + path, "N: bus/usb/003/002", "E: SUBSYSTEM=usb", "E: DEVTYPE=usb_device", "E: BUSNUM=003", "E: DEVNUM=002", fmt.Sprintf("E: PRODUCT=%s/%s/100", strings.TrimLeft(vendor, "0"), strings.TrimLeft(number, "0")),
		"A: idVendor=" + vendor, "A: idProduct=" + number, "A: bcdDevice=0100", "A: manufacturer=Maker", "A: product=" + product, "A: busnum=3", "A: devnum=2", "A: devpath=1", "A: speed=480",
		"A: bConfigurationValue=1", "A: bNumConfigurations=1", "A: bDeviceClass=00",
		"H: descriptors=1201000200000040" + swapped + "0001010200010902220001010" + "0A0320904000001030000000921110100012220000705810340000A",
		"", "P: " + path + "/3-1:1.0", "E: DEVTYPE=usb_interface", "E: SUBSYSTEM=usb", "A: bInterfaceNumber=00", "A: bInterfaceClass=03",
		"", "P: " + hid, "E: SUBSYSTEM=hid", fmt.Sprintf("E: HID_ID=0003:0000%s:0000%s", strings.ToUpper(vendor), strings.ToUpper(number)), "E: HID_NAME=Maker " + product,
		"", "P: " + hid + "/hidraw/hidraw0", "N: hidraw0", "E: SUBSYSTEM=hidraw", "E: DEVNAME=/dev/hidraw0", "",
	}, "\n")
}

// judge is run for every machine: whether Monado's prober is certain of a head, which devices the rules for XR hardware tag, and what lsusb lists.
const judge = `
cd "$1"
ls *.umockdev | xargs -P "$(nproc)" -I FILE sh -c '
	exec >/tmp/FILE.said 2>/dev/null
	file=FILE
	echo "machine ${file%.umockdev}"
	umockdev-run -d FILE -- sh -c "$2"
' judge FILE "$2"
cat /tmp/*.said`

// ask is what judge runs beside a machine's devices.
const ask = `
		monado-cli probe 2>&1 | grep "because it was certain"
		for device in /sys/bus/usb/devices/*-*; do
			case $device in *:*) continue ;; esac
			udevadm test --action=add "$device" 2>&1 | grep -q "ID_xrhardware=1" && echo "tagged ${device##*/}"
		done
		lsusb -tvv | sed -n "s/^[ |_]*ID \([0-9a-f:]*\).*/id \1/p; s/^[ |_]*\/sys\/bus\/usb\/devices\/\([^ ]*\).*/at \1/p"
`

// verdict is what the other programs say of a machine.
type verdict struct {
	certain bool
	tagged  []string
	listed  map[string]string
}

func verdicts(output string) map[string]*verdict {
	all := map[string]*verdict{}
	var v *verdict
	id := ""
	for line := range strings.Lines(output) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "machine":
			v = &verdict{listed: map[string]string{}}
			all[rest] = v
		case "tagged":
			v.tagged = append(v.tagged, rest)
		case "id":
			id = rest
		case "at":
			v.listed[rest] = id
		default:
			v.certain = v.certain || strings.Contains(line, "certain it could create a head")
		}
	}
	return all
}

// What Monado is certain to drive is a headset, what the rules for XR hardware tag is an XR device, and lsusb lists every device where we do. A
// keyboard is nothing to any of them. Monado's answer "maybe" means nothing: it says so of the keyboard too.
func TestLabHeadsets_OtherProgramsAgree(t *testing.T) {
	inLab := lab.Require(t)
	dir := t.TempDir()
	texts, whole := map[string]string{"keyboard": single("046d:c31c", "USB Keyboard")}, map[string]bool{}
	for _, name := range machines.Names() {
		text, err := machines.Text(name)
		require.NoError(t, err)
		texts[name], whole[name] = text, true
	}
	for _, row := range known.All() {
		if strings.HasSuffix(row.ID, "*") || !strings.HasPrefix(row.Source, "xr-hardware") && !strings.Contains(row.Source, "monado") {
			continue
		}
		texts[strings.Replace(row.ID, ":", "-", 1)] = single(row.ID, "Thing")
	}
	texts["28de-2300-index"] = single("28de:2300", "Index HMD")
	require.Greater(t, len(texts), 50)
	found := map[string]hardware.Found{}
	for name, text := range texts {
		found[name] = laid(t, text).Look()
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".umockdev"), []byte(text), 0o644))
	}
	result, err := inLab.Run(t.Context(), lab.Options{Binds: []string{dir}}, "sh", "-c", judge, "judge", dir, ask)
	require.NoError(t, err)
	all := verdicts(result.Stdout)
	require.Len(t, all, len(texts), "%s", result.Stderr)
	certain, tagged := 0, 0
	for name, v := range all {
		require.Equal(t, whole[name], len(v.listed) > 0, "%s: lsusb lists what is below the root of a bus", name)
		if v.certain {
			certain++
			require.True(t, slices.ContainsFunc(found[name].Headsets, func(h report.Headset) bool { return h.Kind != report.KindPart }), "Monado is certain of %s", name)
		}
		for _, place := range v.tagged {
			tagged++
			require.True(t, slices.ContainsFunc(found[name].Devices, func(d report.Device) bool { return d.Place == place }) || isGeneric(v.listed[place]), "udev tags %s of %s", place, name)
		}
		for _, d := range found[name].Devices {
			if d.Bus == report.BusUSB && len(v.listed) > 0 {
				require.Equal(t, v.listed[d.Place], d.ID, name)
			}
		}
	}
	t.Logf("%d machines: Monado is certain of %d; udev tags %d devices", len(all), certain, tagged)
	require.GreaterOrEqual(t, certain, 8)
	require.GreaterOrEqual(t, tagged, 30)
	require.False(t, all["keyboard"].certain)
	require.Empty(t, all["keyboard"].tagged)
	require.Empty(t, found["keyboard"].Devices)
}

// isGeneric reports whether a number says nothing alone: the rules tag some of these.
func isGeneric(id string) bool {
	row := known.USB(id)
	return row != nil && row.Is("generic")
}
