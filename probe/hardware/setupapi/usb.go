// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package setupapi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// Bounds: of devices on a bus, of a way through hubs, of a text, and of an EDID, which has at most 256 blocks of 128 bytes.
const (
	maxDevices = 4096
	maxWay     = 16
	maxText    = 256
	maxEDID    = 1 << 15
)

// device is a device on USB that is present, as Windows describes it.
type device struct {
	// instance is its instance ID in capital letters, and serial the last part of that as it is written, if it is a serial number.
	instance, serial string
	// parent is the instance ID of its hub in capital letters, or a name for a hub of which only the number is known.
	parent string
	// location is its LocationInformation.
	location location
	// super says that it is a hub for SuperSpeed.
	super                bool
	product, description string
}

// location is a port of a hub. Both count from 1, and are 0 if they are not known.
type location struct{ port, hub int }

// locationOf reads a text such as "Port_#0002.Hub_#0003". Drivers write other texts too, and those may hold anything.
func locationOf(text string) location {
	port, hub, some := strings.Cut(text, ".")
	port, isPort := strings.CutPrefix(port, "Port_#")
	hub, isHub := strings.CutPrefix(hub, "Hub_#")
	if !some || !isPort || !isHub {
		return location{}
	}
	one, err := strconv.ParseUint(port, 10, 16)
	two, hubErr := strconv.ParseUint(hub, 10, 16)
	if err != nil || hubErr != nil || one == 0 || two == 0 {
		return location{}
	}
	return location{int(one), int(two)}
}

// hubName names the hub by its number; "" if that is not known.
func (l location) hubName() string {
	if l.hub == 0 {
		return ""
	}
	return fmt.Sprintf("Hub_#%04d", l.hub)
}

func (l location) String() string { return fmt.Sprintf("Port_#%04d.Hub_#%04d", l.port, l.hub) }

// newDevice makes a device of an instance ID, such as `USB\VID_28DE&PID_2300\LHR-00000000`.
func newDevice(instance string) device {
	d := device{instance: strings.ToUpper(instance)}
	if last := instance[strings.LastIndex(instance, `\`)+1:]; len(last) > 0 && (len(last) < 2 || last[1] != '&') {
		d.serial = last
	}
	return d
}

// isRootHub reports whether the device is the root of a bus, as `USB\ROOT_HUB30\4&1&0&0` is.
func (d *device) isRootHub() bool { return strings.HasPrefix(d.instance, `USB\ROOT_HUB`) }

// id returns the numbers of a device, such as "28de:2300". It is "" for root hubs, and for the functions of a device.
func (d *device) id() string {
	_, rest, _ := strings.Cut(d.instance, `\`)
	name, _, _ := strings.Cut(rest, `\`)
	vendor, product, some := strings.Cut(name, "&")
	vendor, isVendor := strings.CutPrefix(vendor, "VID_")
	product, isProduct := strings.CutPrefix(product, "PID_")
	if !some || !isVendor || !isProduct || !isHex(vendor) || !isHex(product) {
		return ""
	}
	return strings.ToLower(vendor + ":" + product)
}

func isHex(text string) bool { return len(text) == 4 && strings.Trim(text, "0123456789ABCDEF") == "" }

// isSuper reports whether the IDs for which Windows chooses drivers are those of a hub for SuperSpeed.
func isSuper(compatible []string) bool {
	return slices.ContainsFunc(compatible, func(id string) bool {
		return strings.EqualFold(id, `USB\USB30_HUB`) || strings.EqualFold(id, `USB\Class_09&SubClass_00&Prot_03`)
	})
}

// describedAs returns the text of a description, which may name a line of a driver's file first: "@usb.inf,%name%;USB Composite Device".
func describedAs(text string) string {
	if strings.HasPrefix(text, "@") {
		_, text, _ = strings.Cut(text, ";")
	}
	return short(text)
}

// short bounds a text.
func short(text string) string {
	if runes := []rune(text); len(runes) > maxText {
		return string(runes[:maxText])
	}
	return text
}

// machine is the devices on USB that are present.
type machine struct {
	devices []device
	// at maps instance IDs to indexes of devices.
	at map[string]int
	// buses are the roots of all ways, sorted.
	buses []string
}

func machineOf(devices []device) *machine {
	m := &machine{devices: devices, at: map[string]int{}}
	for i := range devices {
		m.at[devices[i].instance] = i
	}
	for i := range devices {
		if devices[i].id() != "" {
			root, _, _ := m.way(&devices[i])
			m.buses = append(m.buses, root)
		}
	}
	slices.Sort(m.buses)
	m.buses = slices.Compact(m.buses)
	return m
}

// hub returns the hub that a device is plugged into, or nil if it is the root of the bus, or not known.
func (m *machine) hub(d *device) *device {
	at, known := m.at[d.parent]
	if !known || m.devices[at].isRootHub() {
		return nil
	}
	return &m.devices[at]
}

// way returns the root from which a device is reached, and the ports on the way; none if a step is not known.
func (m *machine) way(d *device) (root string, ports []int, super bool) {
	for range maxWay {
		if d.parent == "" || d.location.port == 0 {
			return d.parent, nil, false
		}
		super = super || d.super
		ports = append(ports, d.location.port)
		hub := m.hub(d)
		if hub == nil {
			slices.Reverse(ports)
			return d.parent, ports, super
		}
		d = hub
	}
	return d.parent, nil, false
}

// ports returns the way to a device as Linux writes it. Each root has two buses, the second one for what is behind hubs for SuperSpeed.
func (m *machine) ports(d *device) string {
	root, ports, super := m.way(d)
	if len(ports) == 0 {
		return ""
	}
	bus, _ := slices.BinarySearch(m.buses, root)
	bus = 2*bus + 1
	if super {
		bus++
	}
	return listing.Ports(bus, ports)
}

// list returns the devices that are no root hubs and no functions of others.
func (m *machine) list(identify bool) []listing.USB {
	list := []listing.USB{}
	unplaced := map[string]int{}
	for i := range m.devices {
		d := &m.devices[i]
		id := d.id()
		if id == "" {
			continue
		}
		one := listing.USB{ID: id, Place: d.location.String(), Parent: m.above(d), Ports: m.ports(d), Product: short(d.product), Description: d.description}
		if d.location.port == 0 {
			unplaced[id]++
			one.Place = fmt.Sprintf("%s #%d", id, unplaced[id])
		}
		if identify {
			one.Serial = short(d.serial)
		}
		list = append(list, one)
	}
	listing.Sort(list)
	return list
}

// above returns the place of the hub of a device.
func (m *machine) above(d *device) string {
	if hub := m.hub(d); hub != nil && hub.location.port != 0 {
		return hub.location.String()
	}
	return d.location.hubName()
}
