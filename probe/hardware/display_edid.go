// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/edid"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

// screenOf returns what a display's EDID and the table say of it, or nil if neither takes it for a headset's.
func screenOf(raw []byte, identify bool) *screen {
	display, err := edid.Reader{Identify: identify}.Parse(raw)
	if err != nil {
		return nil // an EDID that cannot be read tells of no headset
	}
	rows := known.Displays(display.Vendor, display.Product, display.Name)
	declares := len(display.Declares()) > 0
	if rows == nil && !declares {
		hint, hinted := known.DisplayVendor(display.Vendor)
		if !hinted {
			return nil
		}
		rows = []known.Display{hint}
	}
	s := &screen{device: report.Device{
		Bus: report.BusDisplay, ID: display.ID(), Kind: report.KindHeadset, Product: filled(display.Name),
		Display: &report.DeviceDisplay{Declares: new(declares), NonDesktop: new(len(display.NonDesktop()) > 0)},
	}}
	if size := display.LargestMode; size != (edid.Size{}) {
		s.device.Display.LargestMode = &report.DisplayMode{Width: size.Width, Height: size.Height}
	}
	if display.Missing() != "" && !declares {
		s.device.Display.Declares = nil // a block that is not there may declare it
	}
	if s.garbled = isGarbled(display); s.garbled {
		s.device.Display.NonDesktop = nil // Linux leaves such blocks out
	}
	s.know(rows)
	if identify {
		s.device.Identity = identityOf(display.Identity)
	}
	return s
}

// isWhole reports whether bytes are an EDID with all the blocks that it declares, so that it tells whether its display is a headset's.
func isWhole(raw []byte) bool {
	display, err := edid.Parse(raw)
	return err == nil && display.Missing() == ""
}

// isGarbled reports whether a block of an EDID has not the sum that it should have.
func isGarbled(display edid.Display) bool {
	return slices.ContainsFunc(display.Blocks, func(b edid.Block) bool { return !b.ChecksumOK })
}

// screenNamed is screenOf for a display whose EDID the operating system keeps: of the EDID's facts its ID and its name are known alone.
func screenNamed(id, name string) *screen {
	const vendorLength, length = 3, 7
	if len(id) != length {
		return nil
	}
	product, err := strconv.ParseUint(id[vendorLength:], 16, 16)
	rows := known.Displays(id[:vendorLength], uint16(product), name)
	if err != nil || rows == nil {
		return nil
	}
	s := &screen{device: report.Device{Bus: report.BusDisplay, ID: id, Kind: report.KindHeadset, Product: filled(name), Display: &report.DeviceDisplay{}}}
	s.know(rows)
	return s
}

// know adds what the table says.
func (s *screen) know(rows []known.Display) {
	var names, makers, sources []string
	for _, row := range rows {
		s.device.Kind = row.Kind
		s.device.Display.Known = !row.VendorOnly && row.Kind != report.KindUnknown
		names, makers, sources = append(names, row.Model), append(makers, row.Maker), append(sources, row.Source)
		s.models = append(s.models, row.Models...)
	}
	if len(rows) > 0 {
		s.device.Source = filled(strings.Join(slices.Compact(sources), "; "))
	}
	if len(rows) > 0 && !rows[0].VendorOnly {
		s.device.Name = filled(strings.Join(names, " or "))
	}
	if makers = slices.Compact(makers); len(makers) == 1 {
		s.device.Vendor = filled(makers[0])
	}
	if len(s.models) == 0 {
		s.models = []string{"only " + s.device.ID}
	}
}

// identityOf returns what tells a display from others of its model, or nil.
func identityOf(i *edid.Identity) *report.Identity {
	number := ""
	if i == nil {
		return &report.Identity{}
	}
	if n := cmp.Or(i.Serial, i.DisplayIDSerial); n != 0 {
		number = strconv.FormatUint(uint64(n), 10)
	}
	return &report.Identity{Serial: filled(cmp.Or(i.SerialText, i.DisplayIDSerialText, number)), Container: filled(i.ContainerID)}
}
