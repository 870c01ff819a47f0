// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

// selectDevice chooses the immersive XR device from the list of immersive XR devices.
// https://www.w3.org/TR/webxr/#select-an-immersive-xr-device
//
// D1: the specification's fourth step is no "otherwise" of the second and third, and read
// to the letter it has the user agent choose from an empty list. It is one here.
func selectDevice(list []*Device, old *Device, sessions bool, preferred string) *Device {
	switch {
	case len(list) == 0:
		return nil
	case len(list) == 1:
		return list[0]
	case sessions && find(list, old) != nil:
		return find(list, old)
	default:
		return favourite(list, preferred)
	}
}

// find returns the listed device that is the same as another, or nil.
func find(list []*Device, wanted *Device) *Device {
	for _, device := range list {
		if sameDevice(device, wanted) {
			return device
		}
	}
	return nil
}

// favourite is the user agent's choice: the user's, and else the first of the list's own
// order. What was chosen before has no say, so that the choice is the same after a
// restart whatever was connected first.
func favourite(list []*Device, preferred string) *Device {
	for _, device := range list {
		if device.id == preferred {
			return device
		}
	}
	return list[0]
}
