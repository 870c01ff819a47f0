// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package listing

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// List is what an operating system lists.
type List struct {
	// Buses says of each bus whether it was read: USB, HID, Bluetooth and displays, in this order. Of one that was not, nothing is known.
	Buses []report.Bus
	// USB are the devices on USB without their interfaces, sorted by their ports; nil if it was not read.
	USB []USB
	// Displays are the displays that are connected; nil if they were not read.
	Displays []Display
}

// USB is a device on USB.
type USB struct {
	// ID is the vendor number and the product number in hexadecimal, such as "28de:2300".
	ID string
	// Place is the operating system's name for the place where it is plugged in. It tells nothing about the one device.
	Place string
	// Parent is the place of the hub that it is plugged into; empty if it is not known.
	Parent string
	// Ports is the same place as Linux writes it, such as "3-1.2": a bus, and the ports on the way. The number of the bus
	// means nothing but that devices have it in common. As on Linux, the two halves of a SuperSpeed hub are on two
	// buses, as far as the system tells its speed. It is empty if the way is not known.
	Ports string
	// Product is what the device calls itself; empty if it has no name, or that was not recorded.
	Product string
	// Description is what the device's driver calls it; empty if the system has no such text.
	Description string
	// Serial is its serial number; empty unless it was asked for.
	Serial string
}

// Display is a display that is connected.
type Display struct {
	// Place is the operating system's name for the place where it is plugged in.
	Place string
	// EDID is what the display says of itself; empty if the system does not pass it on. Its serial number is in it.
	EDID []byte
	// ID is the maker and the product number, such as "VLV91A8", as the system tells it besides an EDID; empty if it does not.
	ID string
	// Name is the display's name, as the system tells it besides an EDID; empty if it does not.
	Name string
	// Connected says whether a display is connected, and Enabled whether a picture is sent to it; nil if that is not known.
	Connected, Enabled *bool
}

// buses are all buses, in the order of List.Buses.
func buses() []report.DeviceBus {
	return []report.DeviceBus{report.BusUSB, report.BusHID, report.BusBluetooth, report.BusDisplay}
}

// Failed returns a list in which each bus has one state, which is not BusRead, for one cause.
func Failed(state report.BusState, because string) List {
	var list List
	for _, bus := range buses() {
		list.Buses = append(list.Buses, Bus(bus, state, because))
	}
	return list
}

// Unsupported returns the list of an operating system that has no reader.
func Unsupported(goos string) List {
	return Failed(report.BusUnsupported, fmt.Sprintf("devices are listed only on Linux, Android, Windows and macOS, not on %s", goos))
}

// Bus returns the state of a bus. Only a bus that was read has no cause.
func Bus(bus report.DeviceBus, state report.BusState, because string) report.Bus {
	if because == "" {
		return report.Bus{Bus: bus, State: state}
	}
	return report.Bus{Bus: bus, State: state, Because: &because}
}

// Set replaces what the list says of a bus.
func (l *List) Set(bus report.Bus) {
	at := slices.IndexFunc(l.Buses, func(b report.Bus) bool { return b.Bus == bus.Bus })
	if at < 0 {
		l.Buses = append(l.Buses, bus)
		return
	}
	l.Buses[at] = bus
}

// State returns the state of a bus, and why it was not read.
func (l *List) State(bus report.DeviceBus) (report.BusState, string) {
	for _, b := range l.Buses {
		if b.Bus != bus {
			continue
		}
		if b.Because == nil {
			return b.State, ""
		}
		return b.State, *b.Because
	}
	return report.BusUnsupported, ""
}

// Ports writes a bus and the ports on the way as Linux does: "3-1.2".
func Ports(bus int, ports []int) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(bus))
	separator := byte('-')
	for _, port := range ports {
		b.WriteByte(separator)
		b.WriteString(strconv.Itoa(port))
		separator = '.'
	}
	return b.String()
}

// Sort puts devices in the order of their ports, and those whose ports are not known after them in the order of their places.
func Sort(devices []USB) {
	slices.SortStableFunc(devices, func(a, b USB) int {
		if (a.Ports == "") != (b.Ports == "") {
			return strings.Compare(b.Ports, a.Ports) // the empty one is last
		}
		return cmp.Or(slices.Compare(numbers(a.Ports), numbers(b.Ports)), strings.Compare(a.Place, b.Place), strings.Compare(a.ID, b.ID))
	})
}

func numbers(ports string) []int {
	var list []int
	for word := range strings.FieldsFuncSeq(ports, func(r rune) bool { return r == '-' || r == '.' }) {
		number, _ := strconv.Atoi(word) // Ports has written it
		list = append(list, number)
	}
	return list
}
