// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"encoding/binary"
	"fmt"
)

// MonitorID returns a monitor's manufacturer and product number, such as "HVRAA01", from its
// EDID. All monitors of a model have the same ID. It returns "" if edid is not an EDID.
// VESA Enhanced EDID Standard, release A revision 2, section 3.4.
func MonitorID(edid []byte) string {
	if len(edid) < 12 || string(edid[:8]) != "\x00\xff\xff\xff\xff\xff\xff\x00" {
		return ""
	}
	maker := binary.BigEndian.Uint16(edid[8:])
	letter := func(shift int) rune { return rune('@' + maker>>shift&31) }
	return fmt.Sprintf("%c%c%c%04X", letter(10), letter(5), letter(0), binary.LittleEndian.Uint16(edid[10:]))
}

// HeadsetMonitor returns the headset's model if a monitor with this ID is a headset's
// display, and false otherwise.
func HeadsetMonitor(id string) (name string, isHeadset bool) {
	name, isHeadset = headsetMonitors()[id]
	return name, isHeadset
}

// headsetMonitors maps monitor IDs to headsets. These are the monitors onto which Linux does
// not extend a desktop (EDID_QUIRK_NON_DESKTOP in drivers/gpu/drm/drm_edid.c). The list is
// not complete.
func headsetMonitors() map[string]string {
	return map[string]string{
		"ACR7FCE": "Acer Windows Mixed Reality headset",
		"AUSC102": "ASUS Windows Mixed Reality headset",
		"DEL7FCE": "Dell Windows Mixed Reality headset",
		"FUJ1970": "Fujitsu Windows Mixed Reality headset",
		"HVRAA01": "HTC Vive",
		"HVRAA02": "HTC Vive Pro",
		"LEN0408": "Lenovo Windows Mixed Reality headset",
		"OVR0001": "Oculus Rift DK1",
		"OVR0003": "Oculus Rift DK2",
		"OVR0004": "Oculus Rift CV1",
		"OVR0012": "Oculus Rift S",
		"SEC144A": "Samsung Windows Mixed Reality headset",
		"SEN1019": "Sensics zSight",
		"SNY0704": "Sony PlayStation VR",
		"SVR1019": "OSVR HDK",
		"VLV91A8": "Valve Index",
		"VLV91B0": "Valve Index",
		"VLV91B1": "Valve Index",
		"VLV91B2": "Valve Index",
		"VLV91B3": "Valve Index",
		"VLV91B4": "Valve Index",
		"VLV91B5": "Valve Index",
		"VLV91B6": "Valve Index",
		"VLV91B7": "Valve Index",
		"VLV91B8": "Valve Index",
		"VLV91B9": "Valve Index",
		"VLV91BA": "Valve Index",
		"VLV91BB": "Valve Index",
		"VLV91BC": "Valve Index",
		"VLV91BD": "Valve Index",
		"VLV91BE": "Valve Index",
		"VLV91BF": "Valve Index",
	}
}
