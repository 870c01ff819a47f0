// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package setupapi

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/windows"
	windowsregistry "golang.org/x/sys/windows/registry"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// The properties of a device that are no values of its key.
var (
	// DEVPKEY_Device_BusReportedDeviceDesc: what the device calls itself.
	busReportedKey = windows.DEVPROPKEY{FmtID: windows.DEVPROPGUID{
		Data1: 0x540b947e, Data2: 0x8b40, Data3: 0x45bc, Data4: [8]byte{0xa8, 0xa2, 0x6a, 0x0b, 0x89, 0x4c, 0xbd, 0xa2}}, PID: 4}
	// DEVPKEY_Device_Parent: the instance ID of the device that it is plugged into.
	parentKey = windows.DEVPROPKEY{FmtID: windows.DEVPROPGUID{
		Data1: 0x4340a6c5, Data2: 0x93fa, Data3: 0x4706, Data4: [8]byte{0x97, 0x2c, 0x7b, 0x64, 0x80, 0x08, 0xa5, 0xa7}}, PID: 8}
)

// This lists what is plugged into this machine.
func This(identify bool) listing.List {
	list := unread()
	var devices []device
	bus := eachPresent("USB", report.BusUSB, func(p present) { devices = append(devices, p.usb()) })
	if bus.State == report.BusRead && len(devices) == 0 {
		bus = listing.Bus(report.BusUSB, report.BusAbsent, "Windows lists nothing on USB, not even a root hub")
	}
	list.Set(bus)
	if bus.State == report.BusRead || len(devices) > 0 {
		list.USB = machineOf(devices).list(identify)
	}
	seen := map[string]int{}
	bus = eachPresent("DISPLAY", report.BusDisplay, func(p present) { list.Displays = append(list.Displays, displayOf(p.instance, p.edid(), seen)) })
	list.Set(bus)
	if bus.State == report.BusRead && list.Displays == nil {
		list.Displays = []listing.Display{}
	}
	return list
}

// present is a device that is present.
type present struct {
	set      windows.DevInfo
	data     *windows.DevInfoData
	instance string
}

// eachPresent calls a function with each device of an enumerator that is present, and says whether that were all.
func eachPresent(enumerator string, bus report.DeviceBus, do func(present)) report.Bus {
	set, err := windows.SetupDiGetClassDevsEx(nil, enumerator, 0, windows.DIGCF_ALLCLASSES|windows.DIGCF_PRESENT, 0, "")
	if errors.Is(err, windows.ERROR_INVALID_DATA) { // no device ever had this enumerator
		return listing.Bus(bus, report.BusRead, "")
	}
	if err != nil {
		return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf("SetupAPI does not list %s: %s", enumerator, err))
	}
	defer func() { _ = set.Close() }()
	unread := 0
	for i := range maxDevices {
		data, err := set.EnumDeviceInfo(i)
		if errors.Is(err, windows.ERROR_NO_MORE_ITEMS) {
			if unread > 0 {
				return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf("SetupAPI does not say what %s of %s are", count(unread), enumerator))
			}
			return listing.Bus(bus, report.BusRead, "")
		}
		if err != nil {
			return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf("SetupAPI stops listing %s after %s: %s", enumerator, count(i), err))
		}
		instance, err := set.DeviceInstanceID(data)
		if err != nil {
			unread++
			continue
		}
		do(present{set, data, instance})
	}
	return listing.Bus(bus, report.BusUnreadable, fmt.Sprintf("SetupAPI lists more than %d devices of %s", maxDevices, enumerator))
}

func (p present) usb() device {
	d := newDevice(p.instance)
	d.location = locationOf(strings.Join(p.texts(windows.SPDRP_LOCATION_INFORMATION), ""))
	d.parent = cmp.Or(strings.ToUpper(p.property(parentKey)), d.location.hubName())
	d.super = isSuper(slices.Concat(p.texts(windows.SPDRP_COMPATIBLEIDS), p.texts(windows.SPDRP_HARDWAREID)))
	d.product = p.property(busReportedKey)
	d.description = describedAs(strings.Join(p.texts(windows.SPDRP_DEVICEDESC), ""))
	return d
}

// property returns a property that is a text, or "".
func (p present) property(key windows.DEVPROPKEY) string {
	value, err := windows.SetupDiGetDeviceProperty(p.set, p.data, &key)
	text, isText := value.(string)
	if err != nil || !isText {
		return ""
	}
	return text
}

// texts returns a property that is one text or several ones; nil if there is none.
func (p present) texts(property windows.SPDRP) (texts []string) {
	defer func() {
		if recover() != nil { // package windows looks at the first byte of a value, and this one is empty
			texts = nil
		}
	}()
	value, err := p.set.DeviceRegistryProperty(p.data, property)
	if err != nil {
		return nil
	}
	switch value := value.(type) {
	case string:
		return []string{value}
	case []string:
		return value
	}
	return nil
}

// edid returns what a display says of itself; nil if Windows has not kept it.
func (p present) edid() []byte {
	handle, err := p.set.OpenDevRegKey(p.data, windows.DICS_FLAG_GLOBAL, 0, windows.DIREG_DEV, windows.KEY_QUERY_VALUE)
	if err != nil {
		return nil
	}
	key := windowsregistry.Key(handle)
	defer func() { _ = key.Close() }()
	buffer := make([]byte, maxEDID)
	n, kind, err := key.GetValue("EDID", buffer)
	if err != nil || kind != windowsregistry.BINARY {
		return nil
	}
	return slices.Clone(buffer[:n])
}
