// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Headset is a headset that is plugged in. It contains no serial number: two headsets of
// the same model give equal values.
type Headset struct {
	// Bus is the bus on which the headset was found: "usb".
	Bus string `json:"bus"`
	// ID is the vendor number and the product number in hexadecimal, such as "0bb4:2c87".
	ID string `json:"id"`
	// Name is the model, or the models that share the ID.
	Name string `json:"name"`
}

// usbDevices has a directory for each USB device and each of its interfaces.
const usbDevices = "/sys/bus/usb/devices"

// Subsystems returns the kernel subsystems whose device events may mean that the result of
// [Machine.Headsets] has changed.
func Subsystems() []string { return []string{"usb"} }

// Headsets returns the headsets that are plugged in, sorted by ID. Known is false if the
// machine does not show its USB devices; then nothing is known about headsets.
func (m Machine) Headsets() (found []Headset, known bool) { return m.listed(usbHeadsets()) }

// Standalones returns the standalone headsets that hang on USB, sorted by ID. Their cable is for files and developers: which runtime
// they are a headset of depends on the programs that run on them.
func (m Machine) Standalones() (found []Headset, known bool) { return m.listed(usbStandalones()) }

// usbStandalones maps USB IDs to standalone headsets. From the udev rules of https://github.com/M0Rf30/android-udev-rules at 35c52f9.
func usbStandalones() map[string]string {
	return map[string]string{
		"2833:0083": "Oculus Go",
		"2833:0183": "Meta Quest",
		"2833:0186": "Meta Quest 2 or 3",
	}
}

// listed returns the USB devices that a table has.
func (m Machine) listed(table map[string]string) (found []Headset, known bool) {
	if goos := m.goos(); goos != "linux" && goos != "android" || !m.exists(usbDevices) {
		return nil, false
	}
	entries, err := os.ReadDir(m.path(usbDevices))
	if err != nil {
		return nil, false
	}
	found = []Headset{}
	for _, entry := range entries {
		if strings.Contains(entry.Name(), ":") { // it is an interface
			continue
		}
		id := m.usbNumber(entry.Name(), "idVendor") + ":" + m.usbNumber(entry.Name(), "idProduct")
		if name, isHeadset := table[id]; isHeadset {
			found = append(found, Headset{Bus: "usb", ID: id, Name: name})
		}
	}
	slices.SortFunc(found, func(a, b Headset) int { return cmp.Compare(a.ID, b.ID) })
	return found, true
}

func (m Machine) usbNumber(device, file string) string {
	content, err := m.read(filepath.ToSlash(filepath.Join(usbDevices, device, file)))
	if err != nil {
		return "" // the device has just been unplugged
	}
	return strings.TrimSpace(string(content))
}

// usbHeadsets maps USB IDs to headsets. Of a headset with several USB devices it contains
// only one, so that the headset is found once. From the udev rules of the package
// xr-hardware 1.1.0 (https://gitlab.freedesktop.org/monado/utilities/xr-hardware) and from
// Monado's drivers (https://gitlab.freedesktop.org/monado/monado, src/xrt/drivers).
func usbHeadsets() map[string]string {
	return map[string]string{
		"03f0:0367": "HP Windows Mixed Reality Headset (VR1000)",
		"03f0:0580": "HP Reverb G2",
		"03f0:0680": "HP Reverb G2 Omnicept",
		"03f0:0c6a": "HP Reverb G1",
		"0408:b5d5": "Medion Erazer X1000",
		"045e:0659": "Windows Mixed Reality headset",
		"04c5:15b9": "Fujitsu FMVHDS1",
		"04d2:162f": "Rokid Air or Max",
		"04e8:7310": "Samsung Odyssey",
		"04e8:7312": "Samsung Odyssey+",
		"04e8:a500": "Samsung Gear VR",
		"0502:b0d5": "Acer AH100",
		"0502:b0d6": "Acer AH101",
		"054c:09af": "Sony PlayStation VR",
		"054c:0cde": "Sony PlayStation VR2",
		"0bb4:0309": "HTC Vive Pro",
		"0bb4:0342": "HTC Vive Pro 2",
		"0bb4:2c87": "HTC Vive",
		"1004:6374": "LG 360 VR R-100",
		"1209:9d0f": "Vis3r NxtVR",
		"1532:0b00": "OSVR HDK",
		"16d0:0515": "Sensics zSight",
		"17ef:b800": "Lenovo Explorer",
		"17ef:b801": "Lenovo Explorer",
		"2833:0001": "Oculus Rift DK1",
		"2833:0021": "Oculus Rift DK2",
		"2833:0031": "Oculus Rift CV1",
		"2833:0051": "Oculus Rift S",
		"2833:2021": "Oculus Rift DK2",
		"2b1c:0001": "3Glasses Blubur S1",
		"2b1c:0100": "3Glasses S1V5",
		"2b1c:0101": "3Glasses S1V8",
		"2b1c:0200": "3Glasses D3V1",
		"2b1c:0201": "3Glasses D3V2",
		"2b1c:0202": "3Glasses D3C",
		"2b1c:0203": "3Glasses D2C",
		"3318:0424": "Xreal Air",
		"3318:0426": "Xreal Air 2 Ultra",
		"3318:0428": "Xreal Air 2",
		"3318:0432": "Xreal Air 2 Pro",
		"413c:b0d5": "Dell Visor",
	}
}
