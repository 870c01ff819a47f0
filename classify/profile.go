// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Profile is what a build of a user agent knows of itself. It is the same for everyone who
// runs the build. Package profile reads it from a file.
type Profile struct {
	// Schema is "xrprobe.profile/1".
	Schema string `json:"schema"`
	// Name names the profile in messages, such as "chrome-windows-156".
	Name string `json:"name"`
	// Product and Version are the user agent's, such as "Chrome" and "156".
	Product string `json:"product"`
	Version string `json:"version"`
	// OS is the operating system that the build is for, as Go spells it, or "visionos".
	OS string `json:"os"`
	// FormFactor is the kind of machine that the build is for.
	FormFactor FormFactor `json:"form_factor"`
	// WebXR reports whether the build exposes navigator.xr, and ARModule whether it knows the
	// mode "immersive-ar".
	WebXR    bool `json:"webxr"`
	ARModule bool `json:"ar_module"`
	// BackEnds are the XR back ends that are compiled in and enabled.
	BackEnds []BackEnd `json:"back_ends"`
	// HeadsetOnly reports whether the build runs only on standalone headsets. Display is the
	// kind of display that all of them have, or "" if they differ or it is not known.
	HeadsetOnly bool    `json:"headset_only"`
	Display     Display `json:"display,omitempty"`
	// Composes are the extensions of OpenXR by which the build composes pass-through itself,
	// such as "XR_FB_passthrough".
	Composes []string `json:"composes,omitempty"`
	// Strings are all pairs of strings that the build sends.
	Strings []Strings `json:"strings"`
	// Hints are the client hints that the build sends.
	Hints Hints `json:"client_hints"`
	// Sources say where the facts of the profile are from.
	Sources []Source `json:"sources,omitempty"`
}

// Strings are navigator.userAgent and navigator.appVersion, which make user agents
// indistinguishable if both are the same.
// https://www.w3.org/TR/webxr/#indistinguishable-by-user-agent-string
type Strings struct {
	UserAgent  string `json:"user_agent"`
	AppVersion string `json:"app_version"`
}

// Hints are the client hints that tell what kind of device a user agent runs on:
// Sec-CH-UA-Form-Factors, Sec-CH-UA, Sec-CH-UA-Platform and Sec-CH-UA-Mobile. The order of
// form factors and of brands has no meaning. Platform is "", and Mobile is nil, if the user
// agent does not send the hint.
// https://wicg.github.io/ua-client-hints/
type Hints struct {
	FormFactors []string `json:"form_factors"`
	Brands      []string `json:"brands"`
	Platform    string   `json:"platform,omitempty"`
	Mobile      *bool    `json:"mobile,omitempty"`
}

// Source says where facts of a profile are from. Fields are the keys of the facts, such as
// "client_hints.brands".
type Source struct {
	Fields []string `json:"fields"`
	Source string   `json:"source"`
}

// BackEnd is an interface to XR devices that a build may have.
type BackEnd string

// The back ends.
const (
	OpenXR             BackEnd = "openxr"
	ARCore             BackEnd = "arcore"
	Cardboard          BackEnd = "cardboard"
	CompositorServices BackEnd = "compositor_services"
	ARKit              BackEnd = "arkit"
)

// BackEnds returns every back end.
func BackEnds() []BackEnd { return []BackEnd{OpenXR, ARCore, Cardboard, CompositorServices, ARKit} }

func (p Profile) has(backEnd BackEnd) bool { return slices.Contains(p.BackEnds, backEnd) }

// profileRules are tried in order; the last one matches everything.
var profileRules = Rules[Profile]{
	{
		Name: "webxr_not_exposed", Matches: func(p Profile) bool { return !p.WebXR },
		Inline: never, VR: never, AR: never,
		Because: "the build does not expose navigator.xr", Source: SourceFingerprinting,
	},
	{
		Name: "no_back_end", Matches: func(p Profile) bool { return len(p.BackEnds) == 0 },
		Inline: usually, VR: never, AR: never,
		Because: "the build has no back end for any XR device", Source: SourceFingerprinting,
	},
	{
		Name: "headsets_with_view_of_the_world", Matches: func(p Profile) bool {
			return p.HeadsetOnly && p.ARModule && p.Display.showsSurroundings()
		},
		Inline: usually, VR: usually, AR: usually,
		Because: "the build runs only on headsets, and all of them show the surroundings", Source: SourceModule,
	},
	{
		Name: "headsets_without_ar", Matches: func(p Profile) bool {
			return p.HeadsetOnly && (!p.ARModule || p.Display == Opaque)
		},
		Inline: usually, VR: usually, AR: never,
		Because: "the build runs only on headsets, and has no augmented reality on them", Source: SourceModule,
	},
	{
		Name: "headsets", Matches: func(p Profile) bool { return p.HeadsetOnly },
		Inline: usually, VR: usually, AR: Between(CauseARNotProven, webxr.UsuallySupport, webxr.NeverSupport),
		Because: "the build runs only on headsets; the profile does not say whether all of them show the surroundings", Source: SourceModule,
	},
	{
		Name: "compositor_services", Matches: func(p Profile) bool { return p.has(CompositorServices) },
		Inline: usually, VR: usually, AR: never,
		Because: "Compositor Services exist only on Vision Pro, and show virtual reality", Source: SourceWebKit,
	},
	{
		Name: "cardboard_and_more", Matches: func(p Profile) bool {
			return p.has(Cardboard) && p.ARModule && (p.has(ARCore) || p.has(OpenXR))
		},
		Inline: usually, VR: usually, AR: Between(CauseARCoreUnknown, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Cardboard shows virtual reality on every phone; not every phone has augmented reality", Source: SourceChromium,
	},
	{
		Name: "cardboard", Matches: func(p Profile) bool { return p.has(Cardboard) },
		Inline: usually, VR: usually, AR: never,
		Because: "Cardboard shows virtual reality on every phone, and the build has nothing for augmented reality", Source: SourceChromium,
	},
	{
		Name: "ar_back_ends_without_ar", Matches: func(p Profile) bool { return !p.has(OpenXR) && !p.ARModule },
		Inline: usually, VR: never, AR: never,
		Because: "the build's back ends are for augmented reality, which it does not offer to pages", Source: SourceModule,
	},
	{
		Name: "ar_alone", Matches: func(p Profile) bool { return !p.has(OpenXR) },
		Inline: usually, VR: never, AR: variable,
		Because: "the build's back ends are for augmented reality, which only some devices have", Source: SourceChromium,
	},
	{
		Name: "openxr_without_ar", Matches: func(p Profile) bool { return !p.ARModule },
		Inline: usually, VR: variable, AR: never,
		Because: "a headset may or may not be attached, and the build has no augmented reality", Source: SourceFingerprinting,
	},
	{
		Name: "openxr", Matches: func(Profile) bool { return true },
		Inline: usually, VR: variable, AR: variable,
		Because: "a headset may or may not be attached, so a page may learn it only with consent", Source: SourceFingerprinting,
	},
}

// Classifications returns the class of every session mode by what the build is. It does not
// know what other user agents that send the same strings are: that is for a [Registry].
func (p Profile) Classifications() Classifications { return profileRules.Classify(p) }
