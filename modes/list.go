// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// unknownActive is the reason if a report does not say which runtime is active.
const unknownActive = "the machine's active runtime could not be determined"

// OfReport returns the result for every session mode on the machine that a report is about, in
// the order of [List]: that of the active runtime, or of the only one that was asked.
func OfReport(r *report.Report, agent UserAgent) []report.Mode {
	return withProgram(ofRuntimes(r, agent), r.Program)
}

// withProgram makes immersive modes unavailable where API layers make every program fail, whatever the runtime offers: the
// runtime was asked without them. Where they may end it, the modes are unknown.
func withProgram(list []report.Mode, program *report.Program) []report.Mode {
	if !program.StoppedByLayers() {
		return list
	}
	support := report.Unavailable
	if program.MayBeStopped() {
		support = report.Unknown
	}
	for i, mode := range list {
		if mode.Mode.Immersive() && mode.Support != report.Unsupported {
			stopped := newMode(mode.Mode, support, ReasonLayersStopPrograms, *program.Because)
			stopped.Runtime = mode.Runtime
			list[i] = stopped
		}
	}
	return list
}

func ofRuntimes(r *report.Report, agent UserAgent) []report.Mode {
	if r.Runtimes == nil {
		return withoutSystem(agent, report.Unknown, ReasonNotAsked, unknownActive)
	}
	active := r.Active()
	switch {
	case active != nil:
		return List(active, agent)
	case len(r.Runtimes) == 1:
		return List(&r.Runtimes[0], agent)
	case !r.ActiveKnown():
		return withoutSystem(agent, report.Unknown, ReasonNotAsked, unknownActive)
	default:
		return List(nil, agent)
	}
}

// List returns the result for every session mode on one runtime, in the order inline,
// immersive-vr, immersive-ar. Each is that of the system that supports the mode best. A nil
// runtime means that none is installed. What the report does not say is unknown.
// https://www.w3.org/TR/webxr/#xr-device-list-of-supported-modes
func List(runtime *report.Runtime, agent UserAgent) []report.Mode {
	if runtime == nil {
		return withoutSystem(agent, report.Unsupported, ReasonNoRuntime, "no OpenXR runtime is active on this machine")
	}
	if runtime.Systems == nil {
		code, text := whyNotAsked(runtime)
		return withRuntime(withoutSystem(agent, report.Unknown, code, text), &runtime.ID)
	}
	return withRuntime(best(runtime, agent), &runtime.ID)
}

// OfSystem returns the result for every session mode, in the order of [List], as if the runtime
// had only one system.
func OfSystem(runtime *report.Runtime, system *report.System, agent UserAgent) []report.Mode {
	d := &device{runtime: runtime, system: system}
	list := []report.Mode{inline(), immersiveVR(d), immersiveAR(d, agent)}
	var judged []report.Feature
	for i := range list {
		if !list[i].Mode.Immersive() || list[i].Support != report.Supported {
			continue
		}
		if judged == nil {
			judged = features(d, agent)
		}
		list[i].Features = append(forMode(list[i].Mode, judged), vendorFeatures(agent)...)
	}
	return list
}

// best returns, for each mode, the result of the system that supports it best.
func best(runtime *report.Runtime, agent UserAgent) []report.Mode {
	if len(runtime.Systems) == 0 {
		list := withoutSystem(agent, report.Unsupported, ReasonNoSystem, "the runtime answered for no form factor")
		return withUnreached(list, runtime, agent)
	}
	list := OfSystem(runtime, &runtime.Systems[0], agent)
	for i := range runtime.Systems[1:] {
		for j, mode := range OfSystem(runtime, &runtime.Systems[i+1], agent) {
			if rank(mode.Support) > rank(list[j].Support) {
				list[j] = mode
			}
		}
	}
	return withUnreached(list, runtime, agent)
}

// formFactors is for how many form factors a runtime is asked.
const formFactors = 2

// withUnreached makes unsupported modes unknown if the runtime failed before it answered
// for every form factor that could support them. Only a head-mounted display supports
// immersive-vr.
func withUnreached(list []report.Mode, runtime *report.Runtime, agent UserAgent) []report.Mode {
	if runtime.Cause == nil || len(runtime.Systems) >= formFactors {
		return list
	}
	isHeadMounted := func(s report.System) bool { return s.FormFactor == headMountedDisplay }
	reached := slices.ContainsFunc(runtime.Systems, isHeadMounted)
	code, text := whyNotAsked(runtime)
	for i, mode := range list {
		if mode.Support == report.Unsupported && (mode.Mode == webxr.ImmersiveVR && !reached || mode.Mode == webxr.ImmersiveAR && agent.ARModule) {
			list[i] = newMode(mode.Mode, report.Unknown, code, text)
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

// withoutSystem returns the list if no system can be judged. Inline is supported even then; the
// immersive modes share one reason.
func withoutSystem(agent UserAgent, support report.Support, code, text string) []report.Mode {
	vr := newMode(webxr.ImmersiveVR, support, code, text)
	if !agent.ARModule {
		return []report.Mode{inline(), vr, noARModule()}
	}
	return []report.Mode{inline(), vr, newMode(webxr.ImmersiveAR, support, code, text)}
}

// withRuntime notes the runtime's ID in the results of the immersive modes.
func withRuntime(list []report.Mode, runtime *string) []report.Mode {
	for i := range list {
		if list[i].Mode.Immersive() {
			list[i].Runtime = runtime
		}
	}
	return list
}

// inline returns the result for inline sessions. Every user agent supports them, and they are
// drawn into the page.
// https://www.w3.org/TR/webxr/#default-inline-xr-device
func inline() report.Mode {
	mode := newMode(webxr.Inline, report.Supported, ReasonInlineAlways, "every user agent supports inline sessions, with or without a headset")
	mode.Features = inlineFeatures()
	return withBlendMode(mode, webxr.BlendOpaque)
}

func immersiveVR(d *device) report.Mode {
	mode, system := webxr.ImmersiveVR, d.system
	if system.FormFactor != headMountedDisplay {
		return newMode(mode, report.Unsupported, ReasonFormFactor, "immersive-vr needs a head-mounted display, but this system is "+system.FormFactor)
	}
	if system.Status != report.SystemAvailable {
		return notAvailable(mode, system)
	}
	if why, bounded := boundedOnly(mode, d); bounded {
		return why
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
		return newMode(mode, report.Unsupported, ReasonNoVRBlendMode, "immersive-vr needs OPAQUE or ADDITIVE, but "+blend.text)
	}
}

func immersiveAR(d *device, agent UserAgent) report.Mode {
	mode, system := webxr.ImmersiveAR, d.system
	if !agent.ARModule {
		return noARModule()
	}
	if system.Status != report.SystemAvailable {
		return notAvailable(mode, system)
	}
	if why, bounded := boundedOnly(mode, d); bounded {
		return why
	}
	blend, ok, why := drivable(mode, system)
	if !ok {
		return why
	}
	switch {
	// An additive display adds light in every mode. A display that offers OPAQUE too is not
	// additive; it uses pass-through if it has it.
	case blend.additive && (!blend.opaque || !blend.alphaBlend):
		return supported(mode, system, webxr.BlendAdditive, blend.text)
	case blend.alphaBlend:
		return supported(mode, system, webxr.BlendAlphaBlend, blend.text)
	default:
		return opaqueOnly(d, agent, blend)
	}
}

// passThroughLayers are the ways in which a runtime lets an application compose pass-through
// itself. WebXR's pass-through display is one whose runtime blends with ALPHA_BLEND, but a user
// agent may put such a layer below the page's. Servo (components/webxr/openxr/mod.rs at
// servo/servo@0f3b0ac3) does so if XR_FB_passthrough is listed, and Wolvic
// (app/src/openxr/cpp/DeviceDelegateOpenXR.cpp at Igalia/wolvic@633ed4fa) if the system also
// reports supportsPassthrough. A list alone promises nothing of the headset, so that the system
// decides here.
// https://www.w3.org/TR/webxr-ar-module-1/#xr-compositor-behaviors
var passThroughLayers = []way{
	{extensions: []string{"XR_FB_passthrough"}, properties: []member{
		{"XrSystemPassthroughProperties2FB", "capabilities", "XR_PASSTHROUGH_CAPABILITY_BIT_FB"},
		{structure: "XrSystemPassthroughPropertiesFB", name: "supportsPassthrough"},
	}},
	{extensions: []string{"XR_HTC_passthrough"}},
	{extensions: []string{"XR_ANDROID_composition_layer_passthrough_mesh"}, properties: []member{{structure: "XrSystemPassthroughLayerPropertiesANDROID", name: "supportsPassthroughLayer"}}},
}

// PassThroughLayers returns the extensions by which a user agent may compose pass-through
// itself.
func PassThroughLayers() []string {
	names := make([]string, 0, len(passThroughLayers))
	for i := range passThroughLayers {
		names = append(names, passThroughLayers[i].extensions[0])
	}
	return names
}

// opaqueOnly returns the result of immersive-ar for a system that blends with OPAQUE alone: it
// is supported only by a pass-through layer that the user agent composes.
func opaqueOnly(d *device, agent UserAgent, blend blending) report.Mode {
	if len(agent.Composes) == 0 {
		return withoutPassThrough(d, blend)
	}
	layer := d.checkWays(slices.DeleteFunc(slices.Clone(passThroughLayers), func(w way) bool {
		return !slices.Contains(agent.Composes, w.extensions[0])
	}))
	switch layer.verdict {
	case report.VerdictYes:
		mode := supported(webxr.ImmersiveAR, d.system, webxr.BlendAlphaBlend, blend.text+", and the user agent composes pass-through itself ("+layer.because+")")
		mode.Reasons[0].Code = ReasonComposed
		return mode
	case report.VerdictNo:
		return withoutPassThrough(d, blend)
	default:
		return newMode(webxr.ImmersiveAR, report.Unknown, ReasonPassThroughUnknown,
			blend.text+", and it is not known whether this system has the pass-through that the user agent composes ("+layer.because+")")
	}
}

// withoutPassThrough returns that immersive-ar is unsupported. The reason says whether the
// runtime offers pass-through in another way.
//
// D14: the AR module mentions opaque displays that offer "immersive-ar" for compatibility, but
// forbids opaque blending in that mode. Here such displays do not offer it.
func withoutPassThrough(d *device, blend blending) report.Mode {
	text := "immersive-ar needs ALPHA_BLEND or ADDITIVE, but " + blend.text
	layer := d.checkWays(passThroughLayers)
	if layer.verdict == report.VerdictNo || d.runtime.Extensions == nil {
		return newMode(webxr.ImmersiveAR, report.Unsupported, ReasonOpaqueOnly, text)
	}
	return newMode(webxr.ImmersiveAR, report.Unsupported, ReasonPassThroughLayer,
		text+"; the runtime offers pass-through only as a layer that an application composes itself ("+layer.because+")")
}

// container is the structure in which a system says what containers it shows applications in.
// A system reports at least one kind.
const container = "XrSystemSpatialContainerPropertiesEXT"

// boundedOnly reports whether the system shows applications in bounded containers alone, beside
// each other, and returns the mode's result if so. An immersive session fills the user's view.
func boundedOnly(mode webxr.SessionMode, d *device) (report.Mode, bool) {
	bounded := d.checkMember(member{structure: container, name: "supportsBounded"})
	immersive := d.checkMember(member{structure: container, name: "supportsImmersive"})
	if d.lists("XR_EXT_spatial_container") != report.VerdictYes || bounded.verdict != report.VerdictYes || immersive.verdict != report.VerdictNo {
		return report.Mode{}, false
	}
	return newMode(mode, report.Unsupported, ReasonBoundedOnly,
		"the system shows applications in bounded containers only, so that no session can fill the user's view ("+immersive.because+")"), true
}

func noARModule() report.Mode {
	return newMode(webxr.ImmersiveAR, report.Unsupported, ReasonNoARModule, "the user agent does not implement the WebXR Augmented Reality Module")
}

// notAvailable returns the result for a system that xrGetSystem did not return.
func notAvailable(mode webxr.SessionMode, system *report.System) report.Mode {
	result := "no result"
	if system.Result != nil {
		result = *system.Result
	}
	switch system.Status {
	case report.SystemUnavailable:
		return newMode(mode, report.Unavailable, ReasonUnavailable,
			fmt.Sprintf("the runtime supports %s, but none is connected now (%s)", system.FormFactor, result))
	case report.SystemUnsupported:
		return newMode(mode, report.Unsupported, ReasonFormFactor,
			fmt.Sprintf("the runtime does not support %s (%s)", system.FormFactor, result))
	default:
		return newMode(mode, report.Unknown, ReasonSystemFailed,
			fmt.Sprintf("xrGetSystem failed for %s (%s)", system.FormFactor, result))
	}
}

func supported(mode webxr.SessionMode, system *report.System, blend webxr.BlendMode, text string) report.Mode {
	result := withBlendMode(newMode(mode, report.Supported, ReasonBlendMode, text), blend)
	result.System = system.Name
	return result
}

func withBlendMode(mode report.Mode, blend webxr.BlendMode) report.Mode {
	mode.BlendMode = &blend
	return mode
}

// newMode returns a result without a blend mode or features.
func newMode(mode webxr.SessionMode, support report.Support, code, text string) report.Mode {
	return report.Mode{
		Mode:     mode,
		Support:  support,
		Reasons:  []report.Reason{{Code: code, Text: text}},
		Features: []report.Feature{},
	}
}
