// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package standalone

import (
	"slices"
	"strings"
)

// Maker lists a maker's standalone headsets, as Android's properties name them. An empty
// manufacturer matches every maker, because no other maker uses these models' names.
type Maker struct {
	Manufacturer string
	Models       []string
	Source       string
}

const (
	sourceWiVRn  = "https://github.com/WiVRn/WiVRn, client/hardware.cpp: what headsets call themselves"
	sourceWolvic = "https://github.com/Igalia/wolvic, app/src/openxr/cpp: the device of a model's name"
)

// Makers returns the known standalone headsets.
func Makers() []Maker {
	return []Maker{
		{"Oculus", []string{"Pacific", "Quest", "Quest 2", "Quest Pro", "Quest 3", "Quest 3S"}, "https://developers.meta.com/horizon/documentation/web/browser-specs/: the models that Quest Browser names"},
		{"Pico", []string{"Pico Neo 3", "A8110", "A9210"}, sourceWiVRn},
		{"HTC", []string{"VIVE Focus 3", "VIVE Focus Vision", "VIVE XR Series"}, sourceWiVRn},
		{"samsung", []string{"SM-I610"}, sourceWiVRn},
		{"", []string{"Lynx-R1"}, sourceWiVRn},
		{"Lenovo", []string{"VRX"}, sourceWolvic},
		{"", []string{"Magic Leap 2"}, sourceWolvic},
	}
}

// Is reports whether a device is a known standalone headset. A phone may have the same model
// name as a headset, so the manufacturer has to match too.
func Is(manufacturer, model string) bool {
	return slices.ContainsFunc(Makers(), func(m Maker) bool {
		return (m.Manufacturer == "" || strings.EqualFold(m.Manufacturer, manufacturer)) && slices.Contains(m.Models, model)
	})
}
