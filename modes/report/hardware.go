// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// DeviceBus is where a device was found.
type DeviceBus string

// The buses on which devices are looked for. The last two are no buses: they mark references to a device of the adb server, and to a
// runtime's system.
const (
	BusUSB       DeviceBus = "usb"
	BusHID       DeviceBus = "hid"
	BusBluetooth DeviceBus = "bluetooth"
	BusDisplay   DeviceBus = "display"
	BusADB       DeviceBus = "adb"
	BusSystem    DeviceBus = "system"
)

// BusState says whether a bus could be read.
type BusState string

// The states of a bus. Only of a bus that was read is anything known.
const (
	BusRead        BusState = "read"        // its list is complete
	BusAbsent      BusState = "absent"      // the operating system shows no such bus
	BusUnreadable  BusState = "unreadable"  // it is there, and reading it failed
	BusUnsupported BusState = "unsupported" // this program cannot read it on this operating system
)

// Bus says what became of the attempt to list the devices of a bus.
type Bus struct {
	// The bus: usb, hid, bluetooth or display.
	Bus DeviceBus `json:"bus"`
	// Whether it could be read. Unless it was read, nothing is known of its devices.
	State BusState `json:"state"`
	// Why it was not read; null if it was.
	Because *string `json:"because"`
}

// DeviceKind is what a device is for.
type DeviceKind string

// The kinds of devices. The first three are kinds of headsets too.
const (
	KindHeadset     DeviceKind = "headset"            // it needs a computer
	KindStandalone  DeviceKind = "standalone_headset" // it is a computer; its cable is for files, developers and streaming
	KindGlasses     DeviceKind = "glasses"            // it shows a picture in front of the eyes, and may not track the head
	KindPart        DeviceKind = "part"               // a board, camera or sound device inside a headset
	KindHub         DeviceKind = "hub"                // a hub inside a headset, or in its cable
	KindDongle      DeviceKind = "dongle"             // a radio for controllers or trackers
	KindController  DeviceKind = "controller"
	KindTracker     DeviceKind = "tracker"
	KindHandTracker DeviceKind = "hand_tracker"
	KindGlove       DeviceKind = "glove"
	KindCamera      DeviceKind = "camera" // one that stands in the room, and tracks
	KindBaseStation DeviceKind = "base_station"
	KindAccessory   DeviceKind = "accessory"
	KindSimulated   DeviceKind = "simulated_headset" // a runtime pretends that it is there
	KindUnknown     DeviceKind = "unknown"           // something for XR; it is not known what
)

// Device is an XR device that the operating system lists. Devices that have nothing to do with XR are left out.
type Device struct {
	// Where it was found: usb, hid, bluetooth or display.
	Bus DeviceBus `json:"bus"`
	// The vendor number and the product number in hexadecimal, such as "28de:2300"; of a display, its maker and product number
	// such as "VLV91A8". All devices of a model have the same.
	ID string `json:"id"`
	// What it is for.
	Kind DeviceKind `json:"kind"`
	// What it is, according to the table; null if the table does not have it.
	Name *string `json:"name"`
	// Its maker, according to the table; null if the table does not have it.
	Vendor *string `json:"vendor"`
	// What it calls itself; null if it was not read, or the device has no name.
	Product *string `json:"product"`
	// The operating system's name for the place where it is plugged in: "3-1.2" on USB, "0003:28DE:2300.0001" of HID and
	// Bluetooth, the connector of a display, such as "card1-DP-2".
	Place string `json:"place"`
	// The place of the device that it is plugged into or part of: the USB hub, or the USB device of a HID device; null if
	// there is none, or it is not known.
	Parent *string `json:"parent"`
	// What is known of a display; null for other devices.
	Display *DeviceDisplay `json:"display"`
	// The source that says what it is: the public one of the table's row, or a file of this machine. Null if there is none.
	Source *string `json:"source"`
	// What identifies this one device; null unless identities were asked for.
	Identity *Identity `json:"identity"`
}

// DeviceDisplay is what a display connector and the display's EDID say. The three facts about headsets are separate: each may
// be true without the others.
type DeviceDisplay struct {
	// Whether a display is connected; null if it could not be read.
	Connected *bool `json:"connected"`
	// Whether a picture is sent to it. That of a headset normally is not, until a runtime takes it. Null if it could not be
	// read.
	Enabled *bool `json:"enabled"`
	// Whether its EDID declares it to be a headset; null if that was not read.
	Declares *bool `json:"declares"`
	// Whether Linux keeps the desktop away from it, by its list of displays or by what the EDID declares; null if that is not
	// known.
	NonDesktop *bool `json:"non_desktop"`
	// Whether the table has it as a headset's or glasses'.
	Known bool `json:"known"`
	// The largest mode that its EDID offers; null if that was not read.
	LargestMode *DisplayMode `json:"largest_mode"`
}

// DisplayMode is a size of pictures, in pixels.
type DisplayMode struct {
	// The width in pixels.
	Width int `json:"width"`
	// The height in pixels.
	Height int `json:"height"`
}

// Identity is what identifies one device, and with it perhaps its owner. It is read only if it was asked for.
type Identity struct {
	// The serial number; null if there is none, or it could not be read.
	Serial *string `json:"serial"`
	// The address on the Bluetooth; null for other devices.
	Address *string `json:"address"`
	// The Container ID, which all functions of one device share; null for devices that have none.
	Container *string `json:"container"`
}

// Confidence says how sure it is that a headset is there. It does not say how sure its model is: of that the conflicts tell.
type Confidence string

// The confidences.
const (
	// ConfidenceCertain means that a device has a number, or a display an EDID, that only headsets have; or that several
	// signs agree, each of which means little alone.
	ConfidenceCertain Confidence = "certain"
	// ConfidenceLikely means that the one sign comes from a weak source, such as a single author, or from what a display
	// says of itself.
	ConfidenceLikely Confidence = "likely"
	// ConfidencePossible means that something else may show the same sign: controllers or other products have the number too,
	// only the number of the maker is known, or only parts of a headset are seen.
	ConfidencePossible Confidence = "possible"
)

// Headset is one headset, whatever the number of devices that it consists of.
type Headset struct {
	// The model, or the models that it may be; null if it is not known.
	Name *string `json:"name"`
	// The maker; null if it is not known.
	Vendor *string `json:"vendor"`
	// What it is: headset, standalone_headset or glasses; part if nothing but parts of a headset is seen, as while it starts.
	Kind DeviceKind `json:"kind"`
	// How sure it is that it is there.
	Confidence Confidence `json:"confidence"`
	// What is ambiguous, missing or contradictory, in sentences; empty if nothing is. Never null.
	Conflicts []string `json:"conflicts"`
	// The devices of which it consists, the most telling one first, and then the systems of runtimes that are it. Never null or
	// empty.
	Refs []DeviceRef `json:"refs"`
	// Whether the active runtime reports it: "unknown" if the runtime was not asked or did not answer, or if the names that it
	// gives do not tell which headset it means.
	Reported Reported `json:"reported"`
	// Why the runtime does not report it, or why that is not known; null if it is reported.
	Because *string `json:"because"`
}

// Reported says whether the active runtime reports a headset.
type Reported string

// The three answers.
const (
	ReportedYes     Reported = "yes"
	ReportedNo      Reported = "no"
	ReportedUnknown Reported = "unknown"
)

// Title returns the headset's name, or words for one whose name is not known.
func (h Headset) Title() string {
	switch {
	case h.Name != nil:
		return *h.Name
	case h.Vendor != nil:
		return "unknown headset of " + *h.Vendor
	}
	return "unknown headset"
}

// DeviceRef refers to a device of a headset.
type DeviceRef struct {
	// What it refers to: usb, hid, bluetooth or display, a device of that bus; adb, a device of the adb server; or system, a
	// runtime's system.
	What DeviceBus `json:"what"`
	// The device's ID; of the adb server's the number, and of a system that of its runtime.
	ID string `json:"id"`
	// The device's place; of the adb server's how it is connected, and of a system its form factor.
	Place string `json:"place"`
}
