// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "github.com/xrprobe/xrprobe/modes/webxr"

// Ambiguity says why no one class is certain.
type Ambiguity struct {
	Cause AmbiguityCause
	// Candidates are the classes that are possible, at least two.
	Candidates []webxr.Class
}

// AmbiguityCause is a stable word for the reason why a class is not certain.
type AmbiguityCause string

// The causes. [AmbiguityCause.Text] says what each means.
const (
	CauseReducedString      AmbiguityCause = "reduced_string"
	CauseNeedsClientHint    AmbiguityCause = "needs_client_hint"
	CauseVersionUnknown     AmbiguityCause = "version_unknown"
	CauseProductUnclear     AmbiguityCause = "product_unclear"
	CauseEmbedderUnknown    AmbiguityCause = "embedder_unknown"
	CauseBuildUnknown       AmbiguityCause = "build_unknown"
	CauseDesktopSite        AmbiguityCause = "desktop_site"
	CauseMacOrVisionPro     AmbiguityCause = "mac_ipad_or_vision_pro"
	CauseHoloLensOrComputer AmbiguityCause = "hololens_or_computer"
	CauseEmulator           AmbiguityCause = "emulator"
	CauseVRNotProven        AmbiguityCause = "vr_not_proven"
	CauseARNotProven        AmbiguityCause = "ar_not_proven"
	CauseARCoreUnknown      AmbiguityCause = "arcore_unknown"
	CauseProfilesDiffer     AmbiguityCause = "profiles_differ"
)

// causes lists every cause with what it means.
var causes = []struct {
	cause AmbiguityCause
	text  string
}{
	{CauseReducedString, "The user agent sends a reduced string, which is the same on every model of device."},
	{CauseNeedsClientHint, "Only a client hint tells what kind of device this is."},
	{CauseVersionUnknown, "The string does not give a version, or it is not known in which version support began."},
	{CauseProductUnclear, "More than one product may send this string."},
	{CauseEmbedderUnknown, "The program around the browser engine decides, and it is not known which program it is."},
	{CauseBuildUnknown, "Builds with and without OpenXR send the same string."},
	{CauseDesktopSite, "Browsers on phones, tablets and headsets send this string too when they ask for desktop sites."},
	{CauseMacOrVisionPro, "Safari sends the same string on Macs, iPads and Vision Pro."},
	{CauseHoloLensOrComputer, "Edge may send the same string on HoloLens and on a computer."},
	{CauseEmulator, "The device is emulated; what it supports depends on the machine around it."},
	{CauseVRNotProven, "It is not proven that this version supports virtual reality."},
	{CauseARNotProven, "It is not proven that this version supports augmented reality on each headset that it runs on."},
	{CauseARCoreUnknown, "It is not known whether this model of device has ARCore."},
	{CauseProfilesDiffer, "User agents with different profiles send the same string."},
}

// AmbiguityCauses returns every cause.
func AmbiguityCauses() []AmbiguityCause {
	list := make([]AmbiguityCause, 0, len(causes))
	for i := range causes {
		list = append(list, causes[i].cause)
	}
	return list
}

// Text returns a sentence that says what the cause means, or "" if there is no such cause.
func (c AmbiguityCause) Text() string {
	for i := range causes {
		if causes[i].cause == c {
			return causes[i].text
		}
	}
	return ""
}
