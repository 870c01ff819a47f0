// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// maxEDID bounds an EDID, which has at most 256 blocks of 128 bytes.
const maxEDID = 1 << 15

// displaysOf returns the displays among the entries of trees, each place once.
func displaysOf(trees []entry) []listing.Display {
	displays := []listing.Display{}
	seen := map[string]bool{}
	add := func(d listing.Display) {
		if d.Place == "" {
			d.Place = fmt.Sprintf("display #%d", len(displays)+1)
		}
		if !seen[d.Place] {
			seen[d.Place] = true
			d.Connected = new(true)
			displays = append(displays, d)
		}
	}
	walk(trees, func(e entry) {
		if raw, isData := e["IODisplayEDID"].([]byte); isData && len(raw) > 0 && len(raw) <= maxEDID {
			add(listing.Display{EDID: raw, Place: framebufferOf(e)})
			return
		}
		attributes := e.below("DisplayAttributes").below("ProductAttributes")
		if id := idOf(attributes); id != "" {
			place, _, _ := strings.Cut(e.text("IONameMatched"), ",")
			add(listing.Display{ID: id, Name: attributes.text("ProductName"), Place: place})
		}
	})
	return displays
}

// framebufferOf returns the name of the framebuffer that a display is at: the last part of the path to it.
func framebufferOf(e entry) string {
	location := e.text("IODisplayLocation")
	if location == "" {
		return ""
	}
	return path.Base(location)
}

// idOf returns a maker and product number such as "VLV91A8" from what macOS read in an EDID; "" if it is not there.
func idOf(attributes entry) string {
	product, has := attributes.number("ProductID")
	if !has || product > 0xffff {
		return ""
	}
	maker := attributes.text("ManufacturerID")
	if legacy, has := attributes.number("LegacyManufacturerID"); maker == "" && has {
		letter := func(shift int) rune { return rune('@' + legacy>>shift&31) }
		maker = string([]rune{letter(10), letter(5), letter(0)})
	}
	if len(maker) != 3 || strings.Trim(maker, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return ""
	}
	return fmt.Sprintf("%s%04X", maker, product)
}
