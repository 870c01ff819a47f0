// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

// selectDevice chooses the immersive XR device from the list of immersive XR devices.
// https://www.w3.org/TR/webxr/#select-an-immersive-xr-device
//
// D1: the specification's fourth step lacks the word "otherwise" after the second and third. To
// the letter, the user agent would choose from an empty list. Here it is an "otherwise".
func selectDevice(list []*Device, old *Device, sessions bool, preferred string) *Device {
	switch {
	case len(list) == 0:
		return nil
	case len(list) == 1:
		return list[0]
	case sessions && find(list, old) != nil:
		return find(list, old)
	default:
		return choose(list, preferred)
	}
}

// find returns the listed device with the ID of another, or nil. Its modes may have changed.
func find(list []*Device, wanted *Device) *Device {
	for _, device := range list {
		if wanted != nil && device.id == wanted.id {
			return device
		}
	}
	return nil
}

// choose returns the device that the user prefers, or else the first of the list. The device that
// was selected before does not count, so that the choice is the same after a restart,
// whatever was connected first.
func choose(list []*Device, preferred string) *Device {
	for _, device := range list {
		if device.id == preferred {
			return device
		}
	}
	return list[0]
}
