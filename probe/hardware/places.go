// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"slices"
	"strconv"
	"strings"
)

// Linux names the places on USB by the ports on the way: "3-1.2" is port 2 of the hub at port 1 of bus 3, whose root is "usb3". A port for
// SuperSpeed is on two buses. Its two halves have different numbers at the root, and the same ones behind the same hub.

// ports returns the bus and the ports of a place. USB allows six hubs in a row, so eight numbers are enough.
func ports(place string) []int {
	numbers := make([]int, 0, 8)
	for word := range strings.FieldsFuncSeq(place, func(r rune) bool { return r == '-' || r == '.' }) {
		number, _ := strconv.Atoi(word) // another word has no order
		numbers = append(numbers, number)
	}
	return numbers
}

func comparePlaces(a, b string) int {
	if order := slices.Compare(ports(a), ports(b)); order != 0 {
		return order
	}
	return strings.Compare(a, b)
}

// above returns the place of the hub into which the device at a place is plugged.
func above(place string) string {
	if dot := strings.LastIndexByte(place, '.'); dot >= 0 {
		return place[:dot]
	}
	bus, _, _ := strings.Cut(place, "-")
	return "usb" + bus
}

// isBelow reports whether a place is that of a hub, or is behind it.
func isBelow(place, hub string) bool { return place == hub || strings.HasPrefix(place, hub+".") }

// areTwins reports whether two places on different buses may be the halves of one port.
func areTwins(a, b string) bool {
	one, other := ports(a), ports(b)
	return len(one) > 1 && len(other) > 1 && one[0] != other[0] && slices.Equal(one[2:], other[2:])
}

// atRoot is the distance between two devices that have no hub in common, and elsewhere that between devices on different buses.
const (
	atRoot    = 100
	elsewhere = 200
)

// distance says how far two devices are from each other by their ports. Those behind one hub are near.
func distance(one, other []int) int {
	if len(one) < 2 || len(other) < 2 {
		return elsewhere
	}
	shared := 0
	for shared < min(len(one), len(other)) && one[shared] == other[shared] {
		shared++
	}
	steps := len(one) + len(other) - 2*shared
	switch {
	case shared > 1:
		return steps
	case shared == 1:
		return atRoot + steps
	case len(one) > 2 && len(other) > 2 && one[2] == other[2]:
		return atRoot/2 + steps // perhaps the two halves of a hub
	}
	return elsewhere + steps
}
