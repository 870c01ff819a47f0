// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
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

// Look lists the XR devices on USB, HID, Bluetooth and display connectors, and the headsets that they make. It reads files, and opens no
// device.
func (m Machine) Look() Found {
	if goos := m.goos(); goos != "linux" && goos != "android" {
		return unsupported(goos)
	}
	t, err := m.open()
	if err != nil {
		return unreadable(err)
	}
	defer t.close()
	look := look{identify: m.Identify, listed: t.listedIn(m.SteamVR)}
	usb, usbBus := t.usb(look)
	hid, hidBuses := t.hid(look, usb, usbBus.State)
	screens, displayBus := t.displays(m.Identify)
	found := Found{Buses: append(append([]report.Bus{usbBus}, hidBuses...), displayBus)}
	found.Headsets = headsetsOf(usb, hid, screens)
	if len(found.Headsets) == 0 && (usbBus.State != report.BusRead || displayBus.State == report.BusUnreadable) {
		found.Headsets = nil
	}
	if slices.ContainsFunc(found.Buses, func(b report.Bus) bool { return b.State == report.BusRead }) {
		found.Devices = devicesOf(usb, hid, screens)
	}
	return found
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

func unsupported(goos string) Found {
	because := fmt.Sprintf("devices are listed only on Linux and Android, not on %s", goos)
	return allBuses(report.BusUnsupported, because)
}

func unreadable(err error) Found {
	return allBuses(report.BusUnreadable, "the machine's root cannot be read: "+cause(err))
}

func allBuses(state report.BusState, because string) Found {
	var found Found
	for _, bus := range []report.DeviceBus{report.BusUSB, report.BusHID, report.BusBluetooth, report.BusDisplay} {
		found.Buses = append(found.Buses, report.Bus{Bus: bus, State: state, Because: &because})
	}
	return found
}
