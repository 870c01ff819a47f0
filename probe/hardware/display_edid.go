// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
)

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
	facts := displayFacts{
		id: id, name: row.name, vendor: row.vendor, kind: row.kind, models: modelsOf(id), source: "linuxhw/EDID@cc83e522, torvalds/linux@002c6ca7:drivers/gpu/drm/drm_edid.c",
	}
	facts.display.Known = true
	if row.listed {
		facts.display.NonDesktop = new(true)
	}
	return facts, true
}

type displayRow struct {
	kind         report.DeviceKind
	vendor, name string
	listed       bool
}

// headsetDisplays are the displays of headsets and glasses whose EDIDs are public.
var headsetDisplays = sync.OnceValue(func() map[string]displayRow {
	const headset, glasses = report.KindHeadset, report.KindGlasses
	rows := map[string]displayRow{
		"HVRAA03": {headset, "HTC", "HTC Vive Cosmos", false}, "HVRAA04": {headset, "HTC", "HTC Vive Pro 2", false}, "LENB800": {headset, "Lenovo", "Lenovo Explorer", false},
		"HPN3515": {headset, "HP", "HP Windows Mixed Reality headset", false}, "HPN36C1": {headset, "HP", "HP Reverb", false}, "SNYC207": {headset, "Sony", "Sony PlayStation VR2", false},
		"SNY5504": {headset, "Sony", "Sony PlayStation VR", false}, "SNY6A04": {headset, "Sony", "Sony PlayStation VR", false}, "SNYB403": {headset, "Sony", "Sony PlayStation VR", false},
		"SYN7200": {headset, "Pico", "Pico headset", false}, "BIG1234": {headset, "Bigscreen", "Bigscreen Beyond", false}, "VRT5843": {headset, "Varjo", "Varjo Aero", false},
		"PVR1019": {headset, "Pimax", "Pimax Crystal Light", false}, "LBT4752": {glasses, "Rokid", "Rokid Air", false}, "LBT4753": {glasses, "Rokid", "Rokid Max", false},
		"MRG3131": {glasses, "Xreal", "Xreal Light", false}, "MRG3132": {glasses, "Xreal", "Xreal Air", false}, "TCL03D4": {glasses, "RayNeo", "RayNeo or TCL NXTWEAR", false},
		"AVG0065": {glasses, "Avegant", "Avegant Glyph", false}, "SECD004": {glasses, "Epson", "Epson glasses", false}, "SNY6D02": {glasses, "Sony", "Sony HMD", false},
	}
	for id, name := range headsetMonitors() {
		rows[id] = displayRow{headset, vendorOf(id), name, true}
	}
	return rows
})
