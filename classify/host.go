// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "slices"

// FormFactor is the kind of machine that a host is.
type FormFactor string

// The form factors of a host.
const (
	Desktop           FormFactor = "desktop"
	Laptop            FormFactor = "laptop"
	Phone             FormFactor = "phone"
	Tablet            FormFactor = "tablet"
	StandaloneHeadset FormFactor = "standalone_headset"
	Server            FormFactor = "server"
	Container         FormFactor = "container"
	Unknown           FormFactor = "unknown"
)

// FormFactors returns every form factor.
func FormFactors() []FormFactor {
	return []FormFactor{Desktop, Laptop, Phone, Tablet, StandaloneHeadset, Server, Container, Unknown}
}

// Host is what a machine is, whatever is plugged into it. Empty fields are not known.
type Host struct {
	// OS is the operating system in Go's words: linux, windows, darwin, android, ios.
	OS string
	// Arch is the processor architecture in Go's words.
	Arch       string
	FormFactor FormFactor
	// Product is the machine's model, as its maker calls it.
	Product string
}

// The kinds of display that a headset has.
const (
	opaqueDisplay      = "opaque"
	passThroughDisplay = "pass_through"
	additiveDisplay    = "additive"
)

// displays are the kinds of display.
var displays = []string{opaqueDisplay, passThroughDisplay, additiveDisplay}

// headset is a model of standalone headsets, by the names that its maker and its operating
// system give it; display is "" where what it shows of the world around is not proven.
type headset struct {
	names           []string
	display, source string
}

// headsets are data: what a display is follows from the environment blend modes that
// Khronos' OpenXR-Inventory has of the headset, and the short names are the
// ro.product.model of Android.
var headsets = []headset{
	{[]string{"Meta Quest 2", "Quest 2"}, passThroughDisplay, inventory + "meta_quest_2_mobile.json"},
	{[]string{"Meta Quest 3", "Quest 3"}, passThroughDisplay, inventory + "meta_quest_3_mobile.json"},
	{[]string{"Meta Quest 3S", "Quest 3S"}, passThroughDisplay, inventory + "meta_quest_3s_mobile.json"},
	{[]string{"Meta Quest Pro", "Quest Pro"}, passThroughDisplay, inventory + "meta_quest_pro_mobile.json"},
	{[]string{"PICO 4 Ultra", "A9210"}, passThroughDisplay, inventory + "bytedance_pico_4_ultra.json"},
	{[]string{"Samsung Galaxy XR", "SM-I610"}, passThroughDisplay, inventory + "android_xr.json"},
	{[]string{"Microsoft HoloLens 2", "HoloLens 2"}, additiveDisplay, inventory + "microsoft_hololens2.json"},
	{[]string{"Magic Leap 2"}, additiveDisplay, inventory + "magicleap_ml2.json"},
	{[]string{"Meta Quest 1", "Oculus Quest", "Quest"}, "", androidModels},
	{[]string{"PICO 4", "A8110"}, "", androidModels},
	{[]string{"HTC Vive Focus 3", "VIVE Focus 3"}, "", androidModels},
	{[]string{"HTC Vive Focus Vision", "VIVE Focus Vision"}, "", androidModels},
	{[]string{"HTC Vive XR Elite", "VIVE XR Series"}, "", androidModels},
	{[]string{"Lynx R-1", "Lynx-R1"}, "", androidModels},
	{[]string{"Oculus Go", "Pacific"}, opaqueDisplay, sourceCompat + ": no version of the headset's browser has the AR module"},
}

// Where blend modes and models are from.
const (
	inventory     = "https://github.com/KhronosGroup/OpenXR-Inventory/blob/main/runtimes/"
	androidModels = "https://github.com/WiVRn/WiVRn, client/hardware.cpp: what headsets call themselves"
)

// display returns what kind of display the host has, or "" where that is not known.
func (h Host) display() string {
	for i := range headsets {
		if slices.Contains(headsets[i].names, h.Product) {
			return headsets[i].display
		}
	}
	return ""
}

// hostRules are tried in order; the last one matches everything.
var hostRules = []rule[Host]{
	{
		name: "ios_host", matches: func(h Host) bool { return h.OS == "ios" },
		inline: usually, vr: never, ar: never,
		because: "browsers on iPhone and iPad are WebKit, which has no WebXR there", source: sourceCompat,
	},
	{
		name: "headset_with_view_of_the_world",
		matches: func(h Host) bool {
			return h.FormFactor == StandaloneHeadset && (h.display() == passThroughDisplay || h.display() == additiveDisplay)
		},
		inline: usually, vr: usually, ar: usually,
		because: "a standalone headset with this display shows virtual and augmented reality by itself", source: sourceModule,
	},
	{
		name:    "headset_without_view_of_the_world",
		matches: func(h Host) bool { return h.FormFactor == StandaloneHeadset && h.display() == opaqueDisplay },
		inline:  usually, vr: usually, ar: never,
		because: "a standalone headset shows virtual reality by itself, and this one's display hides the world around", source: sourceModule,
	},
	{
		name: "standalone_headset", matches: func(h Host) bool { return h.FormFactor == StandaloneHeadset },
		inline: usually, vr: usually, ar: variable,
		because: "a standalone headset shows virtual reality by itself; what this model shows of the world around is not known in advance", source: sourceFingerprinting,
	},
	{
		name:    "headset_may_be_attached",
		matches: func(h Host) bool { return h.FormFactor == Desktop || h.FormFactor == Laptop },
		inline:  usually, vr: variable, ar: variable,
		because: "a headset may or may not be attached to a desktop or laptop computer, so a page may learn it only with consent", source: sourceFingerprinting,
	},
	{
		name:    "handheld_by_browser",
		matches: func(h Host) bool { return h.FormFactor == Phone || h.FormFactor == Tablet },
		inline:  usually, vr: variable, ar: variable,
		because: "what a telephone or tablet shows depends on its browser and model, so a page may learn it only with consent", source: sourceChromium,
	},
	{
		name: "not_known", matches: func(Host) bool { return true },
		inline: usually, vr: variable, ar: variable,
		because: "what this kind of host supports is not known in advance, so a page may learn it only with consent", source: sourceFingerprinting,
	},
}

func (h Host) answers() []Classification { return byFirst(hostRules, h) }
