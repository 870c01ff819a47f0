// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

// hidDevices has an entry for each HID device, whose name has its bus and its numbers. hidNodes has one for each that programs can open; it is
// read where the other one is missing.
const (
	hidDevices = "/sys/bus/hid/devices"
	hidNodes   = "/sys/class/hidraw"
)

// The numbers of buses in the names of HID devices.
const (
	hidOnUSB       = "0003"
	hidOnBluetooth = "0005"
)

// hidDevice is a HID device: its directory, name, bus and number.
type hidDevice struct{ dir, place, bus, id string }

// hid lists the XR devices among the HID devices on USB and Bluetooth. Those on USB belong to the USB devices that were found already.
func (t *tree) hid(look look, usb []piece, usbState report.BusState) ([]piece, []report.Bus) {
	devices, err := t.hidList()
	if err != nil {
		return nil, []report.Bus{failed(report.BusHID, hidDevices, err), failed(report.BusBluetooth, hidDevices, err)}
	}
	var pieces []piece
	for _, d := range devices {
		switch d.bus {
		case hidOnBluetooth:
			if row := known.Bluetooth(d.id); row != nil {
				pieces = append(pieces, t.hidPiece(row, report.BusBluetooth, d, look))
			}
		case hidOnUSB:
			if p, ok := t.hidOfUSB(d, look, append(usb, pieces...), usbState); ok {
				pieces = append(pieces, p)
			}
		}
	}
	return pieces, []report.Bus{{Bus: report.BusHID, State: report.BusRead}, {Bus: report.BusBluetooth, State: report.BusRead}}
}

// hidList lists all HID devices.
func (t *tree) hidList() ([]hidDevice, error) {
	names, err := t.names(hidDevices)
	if err != nil {
		if devices, nodesErr := t.hidNodes(); nodesErr == nil {
			return devices, nil
		}
		return nil, err
	}
	var devices []hidDevice
	for _, name := range names {
		if d, ok := hidDeviceNamed(name); ok {
			d.dir = hidDevices + "/" + name
			devices = append(devices, d)
		}
	}
	return devices, nil
}

// hidDeviceNamed returns the device that a name such as "0003:28DE:2300.0001" tells.
func hidDeviceNamed(name string) (hidDevice, bool) {
	if len(name) < 16 || name[4] != ':' || name[9] != ':' || name[14] != '.' || !isNumber(name[:4]) || !isNumber(name[10:14]) {
		return hidDevice{}, false
	}
	id := numbersOf(name[5:9] + "/" + name[10:14])
	return hidDevice{place: name, bus: name[:4], id: id}, id != ""
}

// hidNodes lists the HID devices that programs can open. Where links do not tell a device's name, its variables have its numbers.
func (t *tree) hidNodes() ([]hidDevice, error) {
	names, err := t.names(hidNodes)
	if err != nil {
		return nil, err
	}
	var devices []hidDevice
	for _, name := range names {
		dir := hidNodes + "/" + name + "/device"
		target, _ := t.link(dir)
		d, ok := hidDeviceNamed(path.Base(target))
		if !ok {
			d, ok = t.hidDeviceOf(dir)
			d.place = name
		}
		if d.dir = dir; ok {
			devices = append(devices, d)
		}
	}
	return devices, nil
}

// hidDeviceOf reads what a HID device's variables say, such as HID_ID=0003:000028DE:00002300.
func (t *tree) hidDeviceOf(dir string) (hidDevice, bool) {
	text, _ := t.text(dir + "/uevent") // it may just have been unplugged
	return hidDeviceIn(text)
}

func hidDeviceIn(text string) (hidDevice, bool) {
	parts := strings.Split(value(text, "HID_ID"), ":")
	if len(parts) != 3 || !isNumber(parts[0]) || len(parts[1]) < 4 || len(parts[2]) < 4 {
		return hidDevice{}, false
	}
	id := numbersOf(parts[1][len(parts[1])-4:] + "/" + parts[2][len(parts[2])-4:])
	return hidDevice{bus: parts[0], id: id}, id != ""
}

// hidOfUSB returns the XR device that a HID device on USB is or belongs to. Without USB's list, its numbers alone tell.
func (t *tree) hidOfUSB(d hidDevice, look look, found []piece, usbState report.BusState) (piece, bool) {
	row := look.rowOf(d.id)
	if row == nil || row.Kind == known.KindNotXR {
		return piece{}, false
	}
	place := t.usbPlace(d)
	of := slices.IndexFunc(found, func(p piece) bool { return p.device.ID == d.id && p.where == place && place != "" })
	if of < 0 {
		of = only(found, d.id)
	}
	switch {
	case of >= 0:
		p := found[of]
		p.models, p.where, p.device.Bus, p.device.Parent, p.device.Place, p.device.Identity = nil, "", report.BusHID, new(p.device.Place), d.place, nil
		return p, true
	case usbState == report.BusRead || row.Is("generic"):
		return piece{}, false // on USB it was not taken for an XR device
	}
	p := t.hidPiece(row, report.BusHID, d, look)
	if p.where = place; place != "" {
		p.device.Parent = &place
	}
	return p, true
}

// only returns the one piece with a number, or -1: which of several it is would be a guess.
func only(pieces []piece, id string) int {
	found := -1
	for i, p := range pieces {
		if p.device.ID != id || p.models == nil && p.device.Bus == report.BusHID {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// usbPlace returns the place of the USB device that a HID device is part of, or "".
func (t *tree) usbPlace(d hidDevice) string {
	target, _ := t.link(d.dir)
	for _, word := range slices.Backward(strings.Split(path.Dir(target), "/")) {
		if place, _, isInterface := strings.Cut(word, ":"); isInterface && strings.Contains(place, "-") {
			return place
		}
	}
	return ""
}

// hidPiece returns a HID device with what it says of itself.
func (t *tree) hidPiece(row *known.Row, bus report.DeviceBus, d hidDevice, look look) piece {
	text, _ := t.text(d.dir + "/uevent") // it may just have been unplugged
	p := newPiece(row, bus, d.id, d.place, value(text, "HID_NAME"))
	if !look.identify {
		return p
	}
	p.device.Identity = &report.Identity{}
	if unique := filled(value(text, "HID_UNIQ")); bus == report.BusBluetooth {
		p.device.Identity.Address = unique
	} else {
		p.device.Identity.Serial = unique
	}
	return p
}
