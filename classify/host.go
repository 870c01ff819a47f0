// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

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

// headsets are standalone headsets whose display is known. Source: the environment blend
// modes in https://github.com/KhronosGroup/OpenXR-Inventory, in the file that is named.
var headsets = []struct {
	names           []string
	display, source string
}{
	{[]string{"Meta Quest 2", "Quest 2"}, passThroughDisplay, "meta_quest_2_mobile.json"},
	{[]string{"Meta Quest 3", "Quest 3"}, passThroughDisplay, "meta_quest_3_mobile.json"},
	{[]string{"Meta Quest 3S", "Quest 3S"}, passThroughDisplay, "meta_quest_3s_mobile.json"},
	{[]string{"Meta Quest Pro", "Quest Pro"}, passThroughDisplay, "meta_quest_pro_mobile.json"},
	{[]string{"PICO 4 Ultra"}, passThroughDisplay, "bytedance_pico_4_ultra.json"},
	{[]string{"Microsoft HoloLens 2", "HoloLens 2"}, additiveDisplay, "microsoft_hololens2.json"},
	{[]string{"Magic Leap 2"}, additiveDisplay, "magicleap_ml2.json"},
}

// display returns what kind of display the host has, or "" where that is not known.
func (h Host) display() string {
	for _, headset := range headsets {
		if slices.Contains(headset.names, h.Product) {
			return headset.display
		}
	}
	return ""
}

// hostRule gives every host that it matches an opinion on the immersive modes.
type hostRule struct {
	name    string
	matches func(Host) bool
	vr, ar  opinion
	because string
	source  string
}

// hostRules are tried in order; the last one matches everything.
var hostRules = []hostRule{
	{
		name: "ios_host", matches: func(h Host) bool { return h.OS == "ios" },
		vr: never, ar: never,
		because: "browsers on iPhone and iPad are WebKit, which has no WebXR there", source: sourceCompat,
	},
	{
		name: "headset_with_view_of_the_world",
		matches: func(h Host) bool {
			return h.FormFactor == StandaloneHeadset && (h.display() == passThroughDisplay || h.display() == additiveDisplay)
		},
		vr: usually, ar: usually,
		because: "a standalone headset with this display shows virtual and augmented reality by itself", source: "https://github.com/KhronosGroup/OpenXR-Inventory",
	},
	{
		name: "standalone_headset", matches: func(h Host) bool { return h.FormFactor == StandaloneHeadset },
		vr: usually, ar: variable,
		because: "a standalone headset shows virtual reality by itself; what this model shows of the world around is not known in advance", source: sourcePrivate,
	},
	{
		name:    "headset_may_be_attached",
		matches: func(h Host) bool { return h.FormFactor == Desktop || h.FormFactor == Laptop },
		vr:      variable, ar: variable,
		because: "a headset may or may not be attached to a desktop or laptop computer, so a page may learn it only with consent", source: sourcePrivate,
	},
	{
		name:    "handheld_by_browser",
		matches: func(h Host) bool { return h.FormFactor == Phone || h.FormFactor == Tablet },
		vr:      variable, ar: variable,
		because: "what a telephone or tablet shows depends on its browser and model, so a page may learn it only with consent", source: sourceChromium,
	},
	{
		name: "not_known", matches: func(Host) bool { return true },
		vr: variable, ar: variable,
		because: "what this kind of host supports is not known in advance, so a page may learn it only with consent", source: sourcePrivate,
	},
}

// answers classifies a host by the first rule that matches it.
func (h Host) answers() []Answer {
	for i := range hostRules {
		if rule := &hostRules[i]; rule.matches(h) {
			return []Answer{
				usually.inline(rule.name, rule.because),
				rule.vr.answer(webxr.ImmersiveVR, rule.name, rule.because),
				rule.ar.answer(webxr.ImmersiveAR, rule.name, rule.because),
			}
		}
	}
	return nil // the last rule matches everything
}
