// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package setupapi

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// control is the key below that of a device which is present.
const control = "Control"

// enumKeys are the keys of the machine's devices: that of the system that runs, and the first one of a copied registry, which has no other.
func enumKeys() []string {
	return []string{registry.LocalMachine + `\SYSTEM\CurrentControlSet\Enum`, registry.LocalMachine + `\SYSTEM\ControlSet001\Enum`}
}

// busReported is where Windows keeps DEVPKEY_Device_BusReportedDeviceDesc. Only the system itself may read it, so few exports have it.
const busReported = `Properties\{540b947e-8b40-45bc-a8a2-6a0b894cbda2}\0004`

// Recorded lists what was plugged in when exports of a registry were made.
func Recorded(source registry.Lister, identify bool) listing.List {
	r := recorded{source: source, enum: enumKeys()[0]}
	for _, key := range enumKeys() {
		if _, err := source.Keys(key); err == nil {
			r.enum = key
			break
		}
	}
	list := unread()
	bus := r.bus("USB", report.BusUSB)
	if bus.State == report.BusRead {
		list.USB = machineOf(r.usb()).list(identify)
	}
	list.Set(bus)
	bus = r.bus("DISPLAY", report.BusDisplay)
	if bus.State == report.BusRead {
		list.Displays = r.displays()
	}
	list.Set(bus)
	return list
}

// unread says that no bus is read.
func unread() listing.List {
	return listing.Failed(report.BusUnsupported, "devices of this kind are not listed on Windows; what is on USB is in the list of USB devices")
}

// recorded reads the keys below one Enum.
type recorded struct {
	source registry.Lister
	enum   string
	// marked says that some device has the key Control; it is nil before anybody asked.
	marked *bool
}

// instance is a device's key: its instance ID, and the name of its key.
type instance struct{ id, key string }

// instances returns all devices of an enumerator, such as USB, whether they are present or not.
func (r *recorded) instances(enumerator string) ([]instance, error) {
	models, err := r.source.Keys(r.enum + `\` + enumerator)
	if err != nil {
		return nil, err
	}
	var all []instance
	for _, model := range models {
		name := enumerator + `\` + model
		last, err := r.source.Keys(r.enum + `\` + name)
		if err != nil {
			return nil, err
		}
		for _, part := range last {
			all = append(all, instance{name + `\` + part, r.enum + `\` + name + `\` + part})
		}
		if len(all) > maxDevices {
			return nil, fmt.Errorf("it has more than %d devices", maxDevices)
		}
	}
	return all, nil
}

func (r *recorded) isPresent(i instance) bool {
	_, err := r.source.Values(i.key + `\` + control)
	return err == nil
}

// marks reports whether the exports say of any device that it is present.
func (r *recorded) marks() bool {
	if r.marked != nil {
		return *r.marked
	}
	enumerators, _ := r.source.Keys(r.enum)
	some := slices.ContainsFunc(enumerators, func(enumerator string) bool {
		all, _ := r.instances(enumerator)
		return slices.ContainsFunc(all, r.isPresent)
	})
	r.marked = &some
	return some
}

// bus says whether the exports tell what of an enumerator is plugged in.
func (r *recorded) bus(enumerator string, bus report.DeviceBus) report.Bus {
	key := r.enum + `\` + enumerator
	all, err := r.instances(enumerator)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf("no export of the registry has %s: add reg export %s FILE.reg /reg:64", key, key))
	case err != nil:
		return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf("%s cannot be read: %s", key, cause(err)))
	case !r.marks():
		return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf(
			"the registry remembers %s in %s, but no key %s, which Windows makes for devices that are plugged in: export it while Windows runs", count(len(all)), key, control))
	}
	if bus == report.BusUSB && !slices.ContainsFunc(all, r.isPresent) {
		return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf(
			"none of the %s in %s has a key %s, not even a root hub, so they are not the whole list: export the whole key", count(len(all)), key, control))
	}
	return listing.Bus(bus, report.BusRead, "")
}

func count(n int) string {
	if n == 1 {
		return "1 device"
	}
	return fmt.Sprintf("%d devices", n)
}

// cause returns what is wrong, without the name of a key, which may have a serial number in it.
func cause(err error) string {
	if wrapped := (*fs.PathError)(nil); errors.As(err, &wrapped) {
		return cmp.Or(wrapped.Err, err).Error()
	}
	return err.Error()
}

// usb returns the devices on USB that are present.
func (r *recorded) usb() []device {
	all, _ := r.instances("USB")
	var devices []device
	prefixes := map[string]string{} // what the instance IDs of a hub's devices begin with, and the hub
	for _, i := range all {
		if !r.isPresent(i) {
			continue
		}
		d := newDevice(i.id)
		for _, v := range r.values(i.key) {
			switch strings.ToUpper(v.Name) {
			case "LOCATIONINFORMATION":
				d.location = locationOf(text(v))
			case "COMPATIBLEIDS", "HARDWAREID":
				d.super = d.super || v.Kind == registry.MultiString && isSuper(v.Texts())
			case "DEVICEDESC":
				d.description = describedAs(text(v))
			case "PARENTIDPREFIX":
				prefixes[strings.ToUpper(text(v))+"&"] = d.instance
			}
		}
		for _, v := range r.values(i.key + `\` + busReported) {
			if v.Name == "" {
				d.product = v.Text() // its type is one of properties, and not of the registry
			}
		}
		devices = append(devices, d)
	}
	findHubs(devices, prefixes)
	return devices
}

// findHubs gives devices their hubs: the instance ID of one that has no serial number tells whose hub the number in its location is.
func findHubs(devices []device, prefixes map[string]string) {
	hubs := map[int]string{}
	for i := range devices {
		d := &devices[i]
		last := d.instance[strings.LastIndex(d.instance, `\`)+1:]
		hub, known := prefixes[last[:strings.LastIndex(last, "&")+1]]
		if known && d.location.hub != 0 && d.id() != "" {
			hubs[d.location.hub] = hub
		}
	}
	for i := range devices {
		if d := &devices[i]; d.location.hub != 0 {
			d.parent = cmp.Or(hubs[d.location.hub], d.location.hubName())
		}
	}
}

// displays returns the displays that are present.
func (r *recorded) displays() []listing.Display {
	all, _ := r.instances("DISPLAY")
	displays := []listing.Display{}
	seen := map[string]int{}
	for _, i := range all {
		if !r.isPresent(i) {
			continue
		}
		var edid []byte
		for _, v := range r.values(i.key + `\Device Parameters`) {
			if strings.EqualFold(v.Name, "EDID") && v.Kind == registry.Binary && len(v.Data) <= maxEDID {
				edid = v.Data
			}
		}
		displays = append(displays, displayOf(i.id, edid, seen))
	}
	return displays
}

// values returns the values of a key; none if it has none, or does not exist.
func (r *recorded) values(key string) []registry.Value {
	values, _ := r.source.Values(key)
	return values
}

// text returns the text of a value that is one.
func text(v registry.Value) string {
	if v.Kind != registry.String && v.Kind != registry.ExpandString {
		return ""
	}
	return v.Text()
}
