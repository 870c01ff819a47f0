// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "slices"

// Display is the kind of display that a headset has: what its user sees of the surroundings.
type Display string

// The kinds of display. The zero value, "", is a display whose kind is not known.
const (
	Opaque      Display = "opaque"       // the user sees nothing of the surroundings
	PassThrough Display = "pass_through" // cameras show the surroundings
	Additive    Display = "additive"     // the display is transparent, and adds light
)

// Displays returns every kind of display.
func Displays() []Display { return []Display{Opaque, PassThrough, Additive} }

// showsSurroundings reports whether the user is known to see the surroundings.
func (d Display) showsSurroundings() bool { return d == PassThrough || d == Additive }

// headset is a model of standalone headset.
type headset struct {
	// names are those that its maker and its operating system give it.
	names []string
	// display is "" if it is not proven what the headset shows of the surroundings.
	display Display
	source  string
}

// headsets are the models that are known. The kind of display follows from the environment
// blend modes that Khronos' OpenXR-Inventory lists for the headset. The short names are
// Android's ro.product.model.
var headsets = []headset{
	{[]string{"Meta Quest 2", "Quest 2"}, PassThrough, inventory + "meta_quest_2_mobile.json"},
	{[]string{"Meta Quest 3", "Quest 3"}, PassThrough, inventory + "meta_quest_3_mobile.json"},
	{[]string{"Meta Quest 3S", "Quest 3S"}, PassThrough, inventory + "meta_quest_3s_mobile.json"},
	{[]string{"Meta Quest Pro", "Quest Pro"}, PassThrough, inventory + "meta_quest_pro_mobile.json"},
	{[]string{"PICO 4 Ultra", "A9210"}, PassThrough, inventory + "bytedance_pico_4_ultra.json"},
	{[]string{"Samsung Galaxy XR", "SM-I610"}, PassThrough, inventory + "android_xr.json"},
	{[]string{"Microsoft HoloLens 2", "HoloLens 2"}, Additive, inventory + "microsoft_hololens2.json"},
	{[]string{"Magic Leap 2"}, Additive, inventory + "magicleap_ml2.json"},
	{[]string{"Meta Quest 1", "Oculus Quest", "Quest"}, "", androidModels},
	{[]string{"PICO 4", "A8110"}, "", androidModels},
	{[]string{"HTC Vive Focus 3", "VIVE Focus 3"}, "", androidModels},
	{[]string{"HTC Vive Focus Vision", "VIVE Focus Vision"}, "", androidModels},
	{[]string{"HTC Vive XR Elite", "VIVE XR Series"}, "", androidModels},
	{[]string{"Lynx R-1", "Lynx-R1"}, "", androidModels},
	{[]string{"Oculus Go", "Pacific"}, Opaque, SourceCompat + ": no version of the headset's browser has the AR module"},
}

// The sources of blend modes and of models' names.
const (
	inventory     = "https://github.com/KhronosGroup/OpenXR-Inventory/blob/main/runtimes/"
	androidModels = "https://github.com/WiVRn/WiVRn, client/hardware.cpp: what headsets call themselves"
)

// IsHeadset reports whether a model of device is a standalone headset that is known here.
// Only whole names count, because names of phones begin like names of headsets.
func IsHeadset(model string) bool { return findHeadset(model) != nil }

// displayOf returns the kind of display of a model, or "" if it is not known.
func displayOf(model string) Display {
	if found := findHeadset(model); found != nil {
		return found.display
	}
	return ""
}

func findHeadset(model string) *headset {
	for i := range headsets {
		if slices.Contains(headsets[i].names, model) {
			return &headsets[i]
		}
	}
	return nil
}
