// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// OfReport returns the answer for every session mode on the machine that a report
// is about: that of the active runtime, or of the only one that was asked.
func OfReport(r *report.Report, agent UserAgent) []report.Mode {
	if r.Runtimes == nil {
		return withoutSystem(agent, report.Unknown, ReasonNotAsked, "the machine's active runtime could not be looked for")
	}
	if active := r.Active(); active != nil || len(r.Runtimes) != 1 {
		return List(active, agent)
	}
	return List(&r.Runtimes[0], agent)
}

// List returns the answer for every session mode, in the specification's order,
// for one runtime. A nil runtime means that none is installed.
// https://www.w3.org/TR/webxr/#xr-device-list-of-supported-modes
func List(runtime *report.Runtime, agent UserAgent) []report.Mode {
	if runtime == nil {
		return withoutSystem(agent, report.Unsupported, ReasonNoRuntime, "no OpenXR runtime is active on this machine")
	}
	if runtime.Systems == nil {
		code, text := whyNotAsked(runtime)
		return named(withoutSystem(agent, report.Unknown, code, text), &runtime.ID)
	}
	return named(best(runtime, agent), &runtime.ID)
}

// OfSystem returns the answer for every session mode for one of a runtime's systems alone.
func OfSystem(runtime *report.Runtime, system *report.System, agent UserAgent) []report.Mode {
	k := &knowledge{runtime: runtime, system: system}
	list := []report.Mode{inline(), immersiveVR(k), immersiveAR(k, agent)}
	var known []report.Feature
	for i := range list {
		if !list[i].Mode.Immersive() || list[i].Support != report.Supported {
			continue
		}
		if known == nil {
			known = features(k, agent)
		}
		list[i].Features = append(only(list[i].Mode, known), vendors(agent)...)
	}
	return list
}

// best takes, for each mode, the system that supports it most.
func best(runtime *report.Runtime, agent UserAgent) []report.Mode {
	if len(runtime.Systems) == 0 {
		return withoutSystem(agent, report.Unsupported, ReasonNoSystem, "the runtime answered for no form factor")
	}
	list := OfSystem(runtime, &runtime.Systems[0], agent)
	for i := range runtime.Systems[1:] {
		for j, mode := range OfSystem(runtime, &runtime.Systems[i+1], agent) {
			if rank(mode.Support) > rank(list[j].Support) {
				list[j] = mode
			}
		}
	}
	return list
}

func rank(support report.Support) int {
	switch support {
	case report.Supported:
		return 3
	case report.Unavailable:
		return 2
	case report.Unknown:
		return 1
	default:
		return 0
	}
}

// withoutSystem is the list where no system can be judged: inline all the same,
// and one shared reason for the immersive modes.
func withoutSystem(agent UserAgent, support report.Support, code, text string) []report.Mode {
	vr := answer(webxr.ImmersiveVR, support, code, text)
	if !agent.ARModule {
		return []report.Mode{inline(), vr, noARModule()}
	}
	return []report.Mode{inline(), vr, answer(webxr.ImmersiveAR, support, code, text)}
}

func named(list []report.Mode, runtime *string) []report.Mode {
	for i := range list {
		if list[i].Mode.Immersive() {
			list[i].Runtime = runtime
		}
	}
	return list
}

// inline is allowed always, and is drawn into the page.
// https://www.w3.org/TR/webxr/#default-inline-xr-device
func inline() report.Mode {
	mode := answer(webxr.Inline, report.Supported, ReasonInlineAlways, "every user agent supports inline sessions, with or without a headset")
	mode.Features = inlineFeatures()
	return withBlendMode(mode, webxr.BlendOpaque)
}

func immersiveVR(k *knowledge) report.Mode {
	mode, system := webxr.ImmersiveVR, k.system
	if system.FormFactor != headMountedDisplay {
		return answer(mode, report.Unsupported, ReasonFormFactor, "immersive-vr needs a head-mounted display, and this system is "+system.FormFactor)
	}
	if system.Status != report.SystemAvailable {
		return notAvailable(mode, system)
	}
	blend, ok, why := drivable(mode, system)
	if !ok {
		return why
	}
	switch {
	case blend.opaque:
		return supported(mode, system, webxr.BlendOpaque, blend.text)
	case blend.additive:
		return supported(mode, system, webxr.BlendAdditive, blend.text)
	default:
		return answer(mode, report.Unsupported, ReasonNoVRBlendMode, "immersive-vr needs OPAQUE or ADDITIVE, and "+blend.text)
	}
}

func immersiveAR(k *knowledge, agent UserAgent) report.Mode {
	mode, system := webxr.ImmersiveAR, k.system
	if !agent.ARModule {
		return noARModule()
	}
	if system.Status != report.SystemAvailable {
		return notAvailable(mode, system)
	}
	blend, ok, why := drivable(mode, system)
	if !ok {
		return why
	}
	switch {
	// A display that adds light does so in every mode; one that offers OPAQUE
	// too is not such a display, and passes the world through where it can.
	case blend.additive && (!blend.opaque || !blend.alphaBlend):
		return supported(mode, system, webxr.BlendAdditive, blend.text)
	case blend.alphaBlend:
		return supported(mode, system, webxr.BlendAlphaBlend, blend.text)
	default:
		return opaqueOnly(k, blend)
	}
}

// passThroughLayers are the ways in which a runtime lets an application compose
// pass-through itself. A user agent does not: what WebXR calls a pass-through display is
// one whose runtime blends with ALPHA_BLEND.
// https://www.w3.org/TR/webxr-ar-module-1/#xr-compositor-behaviors
var passThroughLayers = []way{
	{extensions: []string{"XR_FB_passthrough"}, properties: []member{
		{"XrSystemPassthroughProperties2FB", "capabilities", "XR_PASSTHROUGH_CAPABILITY_BIT_FB"},
		{structure: "XrSystemPassthroughPropertiesFB", name: "supportsPassthrough"},
	}},
	{extensions: []string{"XR_HTC_passthrough"}},
	{extensions: []string{"XR_ANDROID_composition_layer_passthrough_mesh"}, properties: []member{{structure: "XrSystemPassthroughLayerPropertiesANDROID", name: "supportsPassthroughLayer"}}},
}

// opaqueOnly says no to augmented reality, and whether pass-through is there all the same.
//
// D14: the AR module speaks of opaque displays that offer "immersive-ar" for
// compatibility, and forbids opaque blending in it. What it forbids is not offered.
func opaqueOnly(k *knowledge, blend blending) report.Mode {
	text := "immersive-ar needs ALPHA_BLEND or ADDITIVE, and " + blend.text
	layer := k.anyWay(passThroughLayers)
	if layer.answer == report.VerdictNo || k.runtime.Extensions == nil {
		return answer(webxr.ImmersiveAR, report.Unsupported, ReasonOpaqueOnly, text)
	}
	return answer(webxr.ImmersiveAR, report.Unsupported, ReasonPassThroughLayer,
		text+"; pass-through is a layer there that an application composes by itself ("+layer.text+")")
}

func noARModule() report.Mode {
	return answer(webxr.ImmersiveAR, report.Unsupported, ReasonNoARModule, "the user agent does not implement the WebXR Augmented Reality Module")
}

// notAvailable answers for a system that xrGetSystem did not return.
func notAvailable(mode webxr.SessionMode, system *report.System) report.Mode {
	result := "no result"
	if system.Result != nil {
		result = *system.Result
	}
	switch system.Status {
	case report.SystemUnavailable:
		return answer(mode, report.Unavailable, ReasonUnavailable,
			fmt.Sprintf("the runtime supports %s, but none is connected now (%s)", system.FormFactor, result))
	case report.SystemUnsupported:
		return answer(mode, report.Unsupported, ReasonFormFactor,
			fmt.Sprintf("the runtime does not support %s (%s)", system.FormFactor, result))
	default:
		return answer(mode, report.Unknown, ReasonSystemFailed,
			fmt.Sprintf("xrGetSystem failed for %s (%s)", system.FormFactor, result))
	}
}

func supported(mode webxr.SessionMode, system *report.System, blend webxr.BlendMode, text string) report.Mode {
	answered := withBlendMode(answer(mode, report.Supported, ReasonBlendMode, text), blend)
	answered.System = system.Name
	return answered
}

func withBlendMode(mode report.Mode, blend webxr.BlendMode) report.Mode {
	mode.BlendMode = &blend
	return mode
}

func answer(mode webxr.SessionMode, support report.Support, code, text string) report.Mode {
	return report.Mode{
		Mode:     mode,
		Support:  support,
		Reasons:  []report.Reason{{Code: code, Text: text}},
		Features: []report.Feature{},
	}
}
