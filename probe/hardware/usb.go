// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

// usbDevices has an entry for each USB device and each of its interfaces.
const usbDevices = "/sys/bus/usb/devices"

// plugged is a USB device: where it is, and its number.
type plugged struct{ place, id string }

// piece is an XR device, and what is known of its number.
type piece struct {
	device report.Device
	row    *known.Row
	// where is its place on USB, or empty.
	where string
	// models are those that it can be of or in. Only pieces that have some are part of headsets.
	models []string
	// told says that the device's own name told its model.
	told bool
}

// usb lists the XR devices on USB.
func (t *tree) usb(look look) ([]piece, report.Bus) {
	names, err := t.names(usbDevices)
	if err != nil {
		return nil, failed(report.BusUSB, usbDevices, err)
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return strings.Contains(name, ":") || !strings.Contains(name, "-") // an interface, or the root of a bus
	})
	all, unread := t.numbered(names)
	bus := report.Bus{Bus: report.BusUSB, State: report.BusRead}
	if unread > 0 {
		because := fmt.Sprintf("the number of %s in %s cannot be read", count(unread, "device"), usbDevices)
		bus.State, bus.Because = report.BusUnreadable, &because
	}
	return piecesOf(all, look, func(i int) detail { return t.detail(all[i].place, look.identify) }), bus
}

// fewDevices is how many devices are read faster by one thread than by two.
const fewDevices = 32

// numbered reads the numbers of USB devices, and says of how many it could not. Of many devices, two threads read a half each: what takes the
// time is the system.
func (t *tree) numbered(names []string) (all []plugged, unread int) {
	other := t.beside()
	if other == nil || len(names) < fewDevices {
		return t.ids(names)
	}
	var (
		rest       []plugged
		restUnread int
		done       sync.WaitGroup
		half       = len(names) / 2
	)
	done.Go(func() { rest, restUnread = other.ids(names[half:]) })
	all, unread = t.ids(names[:half])
	done.Wait()
	return append(all, rest...), unread + restUnread
}

func (t *tree) ids(names []string) (all []plugged, unread int) {
	all = make([]plugged, 0, len(names))
	for _, name := range names {
		id, err := t.usbID(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // one that does not exist has just been unplugged
			unread++
		}
		if id != "" {
			all = append(all, plugged{name, id})
		}
	}
	return all, unread
}

// detail is what a USB device says of itself, and where it is in the words of reports. Texts that are not known are empty.
type detail struct{ place, parent, product, serial string }

func (t *tree) detail(place string, identify bool) detail {
	d := detail{place: place, parent: above(place)}
	d.product, _ = t.text(usbDevices + "/" + place + "/product") // many have none
	if identify {
		d.serial, _ = t.text(usbDevices + "/" + place + "/serial")
	}
	return d
}

// usbID returns a device's vendor and product number, such as "28de:2300". One file has both, and where it does not there is one for each.
func (t *tree) usbID(place string) (string, error) {
	dir := usbDevices + "/" + place + "/"
	data, err := t.text(dir + "uevent")
	if id := numbersOf(value(data, "PRODUCT")); id != "" {
		return id, nil
	}
	vendor, vendorErr := t.text(dir + "idVendor")
	if vendorErr != nil {
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = vendorErr
		}
		return "", err
	}
	product, err := t.text(dir + "idProduct")
	return numbersOf(vendor + "/" + product), err
}

// numbersOf returns the number that the first two numbers of a text such as "28de/2300/100" make, or "".
func numbersOf(text string) string {
	vendor, rest, _ := strings.Cut(text, "/")
	product, _, _ := strings.Cut(rest, "/")
	if !isNumber(vendor) || !isNumber(product) {
		return ""
	}
	return strings.ToLower("000"[min(3, len(vendor)-1):] + vendor + ":" + "000"[min(3, len(product)-1):] + product)
}

func isNumber(text string) bool {
	return len(text) > 0 && len(text) <= 4 && strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

// value returns the value of a variable in the lines of a uevent file, or "".
func value(lines, name string) string {
	for line := range strings.Lines(lines) {
		if key, value, some := strings.Cut(strings.TrimSpace(line), "="); some && key == name {
			return value
		}
	}
	return ""
}

// piecesOf returns those of all devices that are XR devices, in the order of their places. It asks for details of these alone.
func piecesOf(all []plugged, look look, detailOf func(i int) detail) []piece {
	var pieces []piece
	for i, one := range all {
		row := look.rowOf(one.id)
		if row == nil || row.Kind == known.KindNotXR {
			continue
		}
		detail := detailOf(i)
		if !holds(row, one, all, detail.product) {
			continue
		}
		p := newPiece(row, report.BusUSB, one.id, detail.place, detail.product)
		p.where, p.device.Parent = one.place, filled(detail.parent)
		if over := row.Values("over"); over != nil && !isNear(one.place, over, all) {
			p.models = nil
		}
		if look.identify {
			p.device.Identity = &report.Identity{Serial: filled(detail.serial)}
		}
		pieces = append(pieces, p)
	}
	slices.SortFunc(pieces, func(a, b piece) int { return comparePlaces(a.where, b.where) })
	return slices.DeleteFunc(pieces, func(p piece) bool { return !hasTwin(p, pieces, all) })
}

func newPiece(row *known.Row, bus report.DeviceBus, id, place, product string) piece {
	p := piece{row: row, models: row.Models, device: report.Device{
		Bus: bus, ID: id, Kind: row.Kind, Name: filled(row.Name), Vendor: filled(row.Vendor), Product: filled(short(product)), Place: place, Source: filled(row.Source),
	}}
	if row.Is("vendor") {
		p.device.Name = nil
	}
	called := strings.ToLower(product)
	switch model := row.ModelOf(product); {
	case row.Is("controllers") && strings.Contains(called, "controller"):
		p.device.Kind, p.models = report.KindController, nil
	case row.Is("trackers") && strings.Contains(called, "tracker"):
		p.device.Kind, p.models = report.KindTracker, nil
	case row.Is("blind") || row.Is("apart"):
		p.models = nil
	case model != "":
		p.models, p.told = []string{model}, true
	case len(p.models) == 0 && p.isHeadset():
		p.models = []string{"only " + id}
	}
	return p
}

// isHeadset reports whether the device alone is a sign of a headset, and not only a part of one.
func (p *piece) isHeadset() bool {
	switch p.device.Kind {
	case report.KindHeadset, report.KindStandalone, report.KindGlasses:
		return true
	}
	return p.row.Is("headset")
}

// holds reports whether what a row asks for besides the number is there.
func holds(row *known.Row, one plugged, all []plugged, product string) bool {
	if text := row.Value("product"); text != "" && !strings.Contains(strings.ToLower(product), strings.ToLower(text)) {
		return false
	}
	if below := row.Values("below"); below != nil && !slices.ContainsFunc(all, func(other plugged) bool {
		return strings.HasPrefix(one.place, other.place+".") && slices.Contains(below, other.id)
	}) {
		return false
	}
	beside := row.Value("beside")
	return beside == "" || slices.ContainsFunc(all, func(other plugged) bool {
		return strings.HasPrefix(other.id, beside+":") && above(other.place) == above(one.place)
	})
}

// isNear reports whether a device with one of some numbers is behind a hub, or on the same hub as it.
func isNear(place string, ids []string, all []plugged) bool {
	return slices.ContainsFunc(all, func(other plugged) bool {
		return slices.Contains(ids, other.id) && (isBelow(other.place, place) || above(other.place) == above(place))
	})
}

// hasTwin reports whether the other half of a hub is among the pieces, if its row asks for it. The ports on the way often tell. Where they do
// not, it is there if each half of such a hub that is plugged in may be one of a headset's.
func hasTwin(p piece, pieces []piece, all []plugged) bool {
	twin := p.row.Value("twin")
	if twin == "" {
		return true
	}
	taken, halves, others := 0, 0, 0
	for _, other := range pieces {
		if other.device.ID == twin {
			taken++
			if areTwins(p.where, other.where) {
				return true
			}
		}
	}
	for _, one := range all {
		switch one.id {
		case p.device.ID:
			halves++
		case twin:
			others++
		}
	}
	return taken > 0 && taken == others && halves <= taken
}

// maxName is the largest number of characters that is kept of what a device calls itself. USB allows 126.
const maxName = 256

// short bounds a device's name of itself, and makes text of it.
func short(name string) string {
	if runes := []rune(name); len(runes) > maxName {
		return string(runes[:maxName])
	}
	return strings.ToValidUTF8(name, "\ufffd")
}

// filled returns a text, or nil if it is empty.
func filled(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
