// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import "github.com/xrprobe/xrprobe/modes/report"

// displayFacts are what an EDID and the tables say of a display. Texts that are not known are empty.
type displayFacts struct {
	id, name, vendor, product, source string
	kind                              report.DeviceKind
	display                           report.DeviceDisplay
	models                            []string
}

// factsOf returns what is known of a display, and whether anything says that it is a headset's.
func factsOf(edid []byte) (displayFacts, bool) {
	id := MonitorID(edid)
	row, is := headsetDisplays()[id]
	if !is {
		return displayFacts{}, false
	}
	_, listed := HeadsetMonitor(id)
	facts := displayFacts{
		id: id, name: row.name, vendor: row.vendor, kind: row.kind, models: modelsOf(id), source: "linuxhw/EDID@cc83e522, torvalds/linux@002c6ca7:drivers/gpu/drm/drm_edid.c",
	}
	facts.display.Known = true
	if listed {
		facts.display.NonDesktop = new(true)
	}
	return facts, true
}

type displayRow struct {
	kind         report.DeviceKind
	vendor, name string
}

// headsetDisplays are the displays of headsets and glasses whose EDIDs are public.
func headsetDisplays() map[string]displayRow {
	const headset, glasses = report.KindHeadset, report.KindGlasses
	rows := map[string]displayRow{
		"HVRAA03": {headset, "HTC", "HTC Vive Cosmos"}, "HVRAA04": {headset, "HTC", "HTC Vive Pro 2"}, "LENB800": {headset, "Lenovo", "Lenovo Explorer"},
		"HPN3515": {headset, "HP", "HP Windows Mixed Reality headset"}, "HPN36C1": {headset, "HP", "HP Reverb"}, "SNYC207": {headset, "Sony", "Sony PlayStation VR2"},
		"SNY5504": {headset, "Sony", "Sony PlayStation VR"}, "SNY6A04": {headset, "Sony", "Sony PlayStation VR"}, "SNYB403": {headset, "Sony", "Sony PlayStation VR"},
		"SYN7200": {headset, "Pico", "Pico headset"}, "BIG1234": {headset, "Bigscreen", "Bigscreen Beyond"}, "VRT5843": {headset, "Varjo", "Varjo Aero"},
		"PVR1019": {headset, "Pimax", "Pimax Crystal Light"}, "LBT4752": {glasses, "Rokid", "Rokid Air"}, "LBT4753": {glasses, "Rokid", "Rokid Max"},
		"MRG3131": {glasses, "Xreal", "Xreal Light"}, "MRG3132": {glasses, "Xreal", "Xreal Air"}, "TCL03D4": {glasses, "RayNeo", "RayNeo or TCL NXTWEAR"},
		"AVG0065": {glasses, "Avegant", "Avegant Glyph"}, "SECD004": {glasses, "Epson", "Epson glasses"}, "SNY6D02": {glasses, "Sony", "Sony HMD"},
	}
	for id, name := range headsetMonitors() {
		rows[id] = displayRow{headset, vendorOf(id), name}
	}
	return rows
}
