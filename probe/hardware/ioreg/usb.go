// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// superSpeed are the least values of the properties for speed that mean SuperSpeed. The first one is older.
var superSpeed = []struct {
	name  string
	least uint64
}{{"Device Speed", 3}, {"USBSpeed", 4}}

// usbOf returns the devices on USB among the entries of trees, each one once: a tree below another one may have been printed twice.
func usbOf(trees []entry, identify bool) []listing.USB {
	list := []listing.USB{}
	seen := map[uint32]bool{}
	walk(trees, func(e entry) {
		location, isDevice := locationOf(e)
		if !isDevice || seen[location] {
			return
		}
		seen[location] = true
		vendor, _ := e.number("idVendor")
		product, _ := e.number("idProduct")
		one := listing.USB{
			ID: fmt.Sprintf("%04x:%04x", uint16(vendor), uint16(product)), Place: placeOf(location), Parent: placeOf(above(location)),
			Ports: portsOf(location, e.isSuper()), Product: e.text("kUSBProductString", "USB Product Name"),
		}
		if identify {
			one.Serial = e.text("kUSBSerialNumberString", "USB Serial Number")
		}
		list = append(list, one)
	})
	listing.Sort(list)
	return list
}

// locationOf returns where a device is, and whether the entry is one. Root hubs have no ports in their locations.
func locationOf(e entry) (uint32, bool) {
	_, hasVendor := e.number("idVendor")
	_, hasProduct := e.number("idProduct")
	location, hasLocation := e.number("locationID")
	return uint32(location), hasVendor && hasProduct && hasLocation && e.isDevice() && uint32(location)&0xffffff != 0
}

// isDevice reports whether an entry is a device's own: drivers and interfaces have its numbers too, but drivers have no address on the bus.
func (e entry) isDevice() bool {
	if _, isInterface := e.number("bInterfaceNumber"); isInterface {
		return false
	}
	for _, name := range []string{"USB Address", "kUSBAddress"} {
		if _, has := e.number(name); has {
			return true
		}
	}
	return slices.Contains([]string{"IOUSBHostDevice", "IOUSBDevice", "AppleUSBDevice"}, e.text("IOObjectClass"))
}

func (e entry) isSuper() bool {
	for _, speed := range superSpeed {
		if value, has := e.number(speed.name); has {
			return value >= speed.least
		}
	}
	return false
}

// placeOf writes a location as macOS does.
func placeOf(location uint32) string { return fmt.Sprintf("0x%08x", location) }

// A location has the number of the bus in its first byte, and then four bits for each port on the way.

// above returns the location of the hub that a device is plugged into.
func above(location uint32) uint32 {
	for shift := 0; shift < 24; shift += 4 {
		if location>>shift&15 != 0 {
			return location &^ (15 << shift)
		}
	}
	return location
}

// portsOf returns a location as Linux writes places. Each bus is two there, and the second one has what is fast.
func portsOf(location uint32, super bool) string {
	var ports []int
	for shift := 20; shift >= 0; shift -= 4 {
		port := int(location >> shift & 15)
		if port == 0 {
			break
		}
		ports = append(ports, port)
	}
	bus := 2*int(location>>24) + 1
	if super {
		bus++
	}
	if len(ports) == 0 {
		return ""
	}
	return listing.Ports(bus, ports)
}
