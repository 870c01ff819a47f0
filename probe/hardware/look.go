// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// Found is what is plugged in, as far as it could be read.
type Found struct {
	// Buses says of each bus whether it was read. Of one that was not, nothing is known.
	Buses []report.Bus
	// Devices are the XR devices; nil if no bus was read.
	Devices []report.Device
	// Headsets has one record for each headset, sorted by the number of its most telling device. It is nil if none was found and USB or the
	// displays could not be read, so that there may be some.
	Headsets []report.Headset
}

// Subsystems returns the kernel subsystems whose device events may mean that the result of [Machine.Look] has changed.
func Subsystems() []string { return []string{"usb", "hid", "drm"} }

// Headsets returns the headsets that are plugged in, one record each. Known is false if none was found and the machine does not show its
// devices; then nothing is known about headsets.
func (m Machine) Headsets() (found []report.Headset, known bool) {
	found = m.Look().Headsets
	return found, found != nil
}

// look is what a reading goes by besides files.
type look struct {
	identify bool
	// listed returns the source for a number that SteamVR's drivers list as a headset's, or "".
	listed func(id string) string
}

// rowOf returns what is known of a number on USB, or nil.
func (l look) rowOf(id string) *known.Row {
	row := known.USB(id)
	if row != nil && !row.Is("vendor") {
		return row
	}
	if source := l.listed(id); source != "" {
		return known.Listed(id, source)
	}
	return row
}

// Look lists the XR devices on USB, HID, Bluetooth and display connectors, and the headsets that they make. It opens no device. On Linux,
// Android and Windows it reads; on macOS it runs ioreg, for ten seconds at most.
func (m Machine) Look() Found {
	switch goos := m.goos(); goos {
	case "linux", "android":
		return m.lookInSysfs()
	case "windows":
		return m.lookInList(m.windows())
	case "darwin":
		return m.lookInList(m.mac())
	default:
		return m.lookInList(listing.Unsupported(goos))
	}
}

func (m Machine) lookInSysfs() Found {
	t, err := m.open()
	if err != nil {
		return m.lookInList(listing.Failed(report.BusUnreadable, "the machine's root cannot be read: "+cause(err)))
	}
	defer t.close()
	look := look{identify: m.Identify, listed: t.listedIn(m.SteamVR)}
	usb, usbBus := t.usb(look)
	hid, hidBuses := t.hid(look, usb, usbBus.State)
	screens, displayBus := t.displays(m.Identify)
	return found(append(append([]report.Bus{usbBus}, hidBuses...), displayBus), usb, hid, screens)
}

// found makes devices and headsets of what was read. Where no headset was found and USB or the displays could not be read, there may be some.
func found(buses []report.Bus, usb, hid []piece, screens []screen) Found {
	f := Found{Buses: buses, Headsets: headsetsOf(usb, hid, screens)}
	unread := func(bus report.DeviceBus, states ...report.BusState) bool {
		return slices.ContainsFunc(buses, func(b report.Bus) bool { return b.Bus == bus && slices.Contains(states, b.State) })
	}
	if len(f.Headsets) == 0 && (unread(report.BusUSB, report.BusAbsent, report.BusUnreadable, report.BusUnsupported) ||
		unread(report.BusDisplay, report.BusUnreadable, report.BusUnsupported)) {
		f.Headsets = nil
	}
	if slices.ContainsFunc(buses, func(b report.Bus) bool { return b.State == report.BusRead }) {
		f.Devices = devicesOf(usb, hid, screens)
	}
	return f
}

func devicesOf(usb, hid []piece, screens []screen) []report.Device {
	devices := make([]report.Device, 0, len(usb)+len(hid)+len(screens))
	for _, p := range append(usb, hid...) {
		devices = append(devices, p.device)
	}
	for _, s := range screens {
		devices = append(devices, s.device)
	}
	buses := []report.DeviceBus{report.BusUSB, report.BusHID, report.BusBluetooth, report.BusDisplay}
	slices.SortStableFunc(devices, func(a, b report.Device) int {
		return cmp.Compare(slices.Index(buses, a.Bus), slices.Index(buses, b.Bus))
	})
	return devices
}
