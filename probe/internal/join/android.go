// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package join

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Android joins the headsets that are plugged in with the Android devices that an adb server knows. It returns new records: a headset
// at whose place on USB such a device hangs gets the model that the device says, and the headsets on the network follow.
func Android(plugged []report.Headset, android *report.Android) []report.Headset {
	if android == nil || android.Devices == nil {
		return plugged
	}
	headsets := slices.Clone(plugged)
	for _, device := range android.Devices {
		at := slices.IndexFunc(headsets, func(h report.Headset) bool { return device.Place != nil && isAt(h, *device.Place) })
		switch {
		case at >= 0:
			headsets[at] = told(headsets[at], device)
		case device.Headset == report.VerdictYes:
			headsets = append(headsets, ofAndroid(device))
		}
	}
	return headsets
}

// isAt reports whether a device of a headset is at a place on USB.
func isAt(h report.Headset, place string) bool {
	return slices.ContainsFunc(h.Refs, func(ref report.DeviceRef) bool { return ref.What == report.BusUSB && ref.Place == place })
}

// told returns a headset with what the Android device says that it is. What the number on USB left open is open no more.
func told(h report.Headset, d report.AndroidDevice) report.Headset {
	h.Refs = append(slices.Clone(h.Refs), refTo(d))
	if name := titleOf(d); name != "" && d.Headset == report.VerdictYes {
		h.Name, h.Confidence, h.Conflicts = &name, report.ConfidenceCertain, []string{}
	}
	return h
}

func ofAndroid(d report.AndroidDevice) report.Headset {
	return report.Headset{
		Name: orNull(titleOf(d)), Vendor: d.Manufacturer, Kind: report.KindStandalone, Confidence: report.ConfidenceCertain, Conflicts: []string{},
		Refs: []report.DeviceRef{refTo(d)},
	}
}

// titleOf returns the maker and the model, as the device says them.
func titleOf(d report.AndroidDevice) string {
	if strings.HasPrefix(text(d.Model), text(d.Manufacturer)) {
		return text(d.Model)
	}
	return strings.TrimSpace(text(d.Manufacturer) + " " + text(d.Model))
}

func refTo(d report.AndroidDevice) report.DeviceRef {
	return report.DeviceRef{What: report.BusADB, ID: fmt.Sprint(d.Number), Place: d.Connection}
}
