// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// The names of layers that stand in several rows.
const (
	cockpitClicking = "XR_APILAYER_FREDEMMOTT_HandTrackedCockpitClicking"
	openKneeboard   = "XR_APILAYER_FREDEMMOTT_OpenKneeboard"
	raceLabOverlay  = "XR_APILAYER_app_racelab_Overlay"
	quadViews       = "XR_APILAYER_MBUCCHIA_quad_views_foveated"
	toolkit         = "XR_APILAYER_MBUCCHIA_toolkit"
	varjoFoveated   = "XR_APILAYER_MBUCCHIA_varjo_foveated"
	vulkanInterop   = "XR_APILAYER_MBUCCHIA_vulkan_d3d12_interop"
	motion          = "XR_APILAYER_NOVENDOR_motion_compensation"
	mirror          = "XR_APILAYER_NOVENDOR_OBSMirror"
	neckSafer       = "XR_APILAYER_NOVENDOR_XRNeckSafer"
)

// sides is a row about two sides: above is nearer the program. A side is a layer's name, or an extension that any layer may offer.
type sides struct{ above, below, why string }

// The reasons of rows.
const (
	needsInput   = "the first uses what the second gives"
	movesPoses   = "the second moves the world in which the first draws"
	drawsOver    = "the second shows what the first draws"
	breaksBelow  = "the first makes layers crash that are nearer the program"
	noVulkan     = "the second does not work with Vulkan, which the first hides from it"
	overridesFov = "the second changes what the first offers"
)

// ordered are the orders that matter. The facts are those of OpenXR-API-Layers-GUI at ce83f86, src/LayerRules.cpp, whose author
// has them from the makers' issues; of XRNeckSafer they are https://gitlab.com/NobiWan/xrnecksafer/-/issues/15 and 16.
var ordered = []sides{
	{cockpitClicking, "XR_EXT_hand_tracking", needsInput},
	{quadViews, "XR_EXT_eye_gaze_interaction", needsInput},
	{toolkit, "XR_EXT_eye_gaze_interaction", needsInput},
	{toolkit, "XR_EXT_hand_tracking", needsInput},
	{"XR_VARJO_foveated_rendering", toolkit, overridesFov},
	{"XR_VARJO_foveated_rendering", mirror, overridesFov},
	{motion, cockpitClicking, "the other order does not work, and its reason is not known"},
	{openKneeboard, motion, movesPoses},
	{raceLabOverlay, motion, movesPoses},
	{vulkanInterop, toolkit, noVulkan},
	{vulkanInterop, mirror, noVulkan},
	{openKneeboard, mirror, drawsOver},
	{raceLabOverlay, mirror, drawsOver},
	{toolkit, mirror, drawsOver},
	{neckSafer, cockpitClicking, breaksBelow},
	{neckSafer, openKneeboard, breaksBelow},
	{neckSafer, raceLabOverlay, breaksBelow},
	{neckSafer, toolkit, breaksBelow},
}

// matches reports whether a layer is a side.
func matches(layer loader.Layer, side string) bool {
	return layer.Name == side || slices.ContainsFunc(layer.Extensions, func(e loader.LayerExtension) bool { return e.Name == side })
}

var layerOrder = lint.Linter{
	ID:       "layer_order",
	Explain:  "Two API layers are on in an order in which they are known not to work together.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		var problems []report.Problem
		on := l.on()
		for i, first := range on {
			for _, second := range on[i+1:] {
				at := slices.IndexFunc(ordered, func(row sides) bool { return matches(second, row.above) && matches(first, row.below) })
				if at < 0 || first.Name == second.Name {
					continue
				}
				problems = append(problems, *problem("layer_order", report.SeverityWarning,
					fmt.Sprintf("The API layer %s has to be nearer the program than %s, which comes before it: %s.", second.Name, first.Name, ordered[at].why),
					l.reorder(first, second)))
			}
		}
		return problems
	}),
}

// reorder is the fix of two layers, of which the first has to come after the second. Windows lists a key's values in the order in
// which they were added, and the order in a directory is the file system's own.
func (l layers) reorder(first, second loader.Layer) string {
	value := l.valueOf(first)
	switch {
	case first.Implicit != second.Implicit:
		return "Implicit layers always come before explicit ones, so use one of the two. " + l.turnOff(first)
	case value != "" && first.Source == second.Source:
		return fmt.Sprintf(`Put %s at the end of the list%s: reg delete "%s" /v "%s" /f && reg add "%s" /v "%s" /t REG_DWORD /d 0 /f`,
			first.Name, asAdministrator(first.Source), first.Source, value, first.Source, value)
	case !first.Implicit:
		return "Name them in this order: " + l.request(func(names []string) []string {
			names = slices.DeleteFunc(names, func(name string) bool { return name == first.Name })
			return slices.Insert(names, slices.Index(names, second.Name)+1, first.Name)
		})
	}
	return "No setting orders them, so use one of the two. " + l.turnOff(first)
}
