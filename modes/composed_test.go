// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// composing returns a user agent with the AR module that composes pass-through layers.
func composing(t testing.TB, extensions string) modes.UserAgent {
	t.Helper()
	agent := modes.UserAgent{ARModule: true}
	require.NoError(t, agent.AddComposed(extensions))
	return agent
}

// If the system blends with OPAQUE alone, what the user agent composes decides, if the system
// has it. Virtual reality stays as it is.
func TestList_AUserAgentComposesPassThrough(t *testing.T) {
	t.Parallel()
	const (
		composed  = "supported alpha-blend pass_through_composed"
		open      = "unknown - pass_through_unknown"
		opaque    = "unsupported - blend_mode_opaque_only"
		layerOnly = "unsupported - pass_through_layer_only"
		fb, htc   = "XR_FB_passthrough", "XR_HTC_passthrough"
		mesh      = "XR_ANDROID_composition_layer_passthrough_mesh"
	)
	says := func(structure, member string, yes bool) []report.Property {
		return []report.Property{reported(structure, member, report.Value{Bool: &yes})}
	}
	supports := func(yes bool) []report.Property {
		return says("XrSystemPassthroughPropertiesFB", "supportsPassthrough", yes)
	}
	for _, row := range []struct {
		name, composes, lists string
		properties            []report.Property
		ar                    string
	}{
		{"listed, and the system has it", fb, fb, supports(true), composed},
		{"listed, and the system lacks it", fb, fb, supports(false), opaque},
		{"listed, and the system was not asked", fb, fb, nil, open},
		{"not listed", fb, "", supports(true), opaque},
		{"another layer than the user agent's", fb, htc, nil, layerOnly},
		{"HTC's has no property", htc, htc, nil, composed},
		{"Android's", mesh, mesh, says("XrSystemPassthroughLayerPropertiesANDROID", "supportsPassthroughLayer", true), composed},
		{"Android's, false", mesh, mesh, says("XrSystemPassthroughLayerPropertiesANDROID", "supportsPassthroughLayer", false), opaque},
		{"one of two", fb + "," + htc, fb + " " + htc, supports(false), composed},
		{"one of two, and the system was not asked", fb + ", " + mesh, fb, nil, open},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			runtime, system := headset(row.lists), available(hmd, stereo, "OPAQUE")
			system.Properties = row.properties
			runtime.Systems = []report.System{system}
			require.Equal(t, []string{"supported opaque inline_always", "supported opaque blend_mode", row.ar}, lines(modes.List(runtime, composing(t, row.composes))))
		})
	}
}

// The user agent composes nothing where the runtime blends, and without the AR module.
func TestList_ComposesOnlyWhereItMust(t *testing.T) {
	t.Parallel()
	runtime := headset("XR_HTC_passthrough")
	for blend, want := range map[string]string{
		"OPAQUE ALPHA_BLEND": "supported alpha-blend blend_mode", "ADDITIVE": "supported additive blend_mode", "ALPHA_BLEND": "supported alpha-blend blend_mode",
	} {
		runtime.Systems = []report.System{available(hmd, stereo, strings.Fields(blend)...)}
		require.Equal(t, want, line(modes.List(runtime, composing(t, "XR_HTC_passthrough"))[2]), blend)
	}
	runtime.Systems = []report.System{available(hmd, stereo, "OPAQUE")}
	agent := composing(t, "XR_HTC_passthrough")
	agent.ARModule = false
	require.Equal(t, "unsupported - no_ar_module", line(modes.List(runtime, agent)[2]))
	runtime.Extensions = nil
	require.Equal(t, "unknown - pass_through_unknown", line(modes.List(runtime, composing(t, "XR_HTC_passthrough"))[2]))
}

// A session of composed augmented reality has the features of any other, and the reason names
// the evidence.
func TestList_ComposedModesHaveFeatures(t *testing.T) {
	t.Parallel()
	runtime := headset("XR_HTC_passthrough XR_MSFT_spatial_anchor")
	runtime.Systems = []report.System{available(hmd, stereo, "OPAQUE")}
	agent := everything
	require.NoError(t, agent.AddComposed("XR_HTC_passthrough"))
	list := modes.List(runtime, agent)
	require.Equal(t, "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO offers OPAQUE, and the user agent composes pass-through itself (XR_HTC_passthrough is listed)", list[2].Reasons[0].Text)
	require.Contains(t, list[2].Features, report.Feature{Name: webxr.FeatureAnchors, Support: report.VerdictYes, Because: "XR_MSFT_spatial_anchor is listed"})
	require.Greater(t, len(list[2].Features), len(list[1].Features))
}

func TestUserAgent_ComposesWhatIsKnown(t *testing.T) {
	t.Parallel()
	agent := composing(t, strings.Join(modes.PassThroughLayers(), " , "))
	require.Equal(t, modes.PassThroughLayers(), agent.Composes)
	for _, wrong := range []string{"", "XR_FB_passthrough,", "xr_fb_passthrough", "XR_FB_scene"} {
		require.ErrorIs(t, agent.AddComposed(wrong), modes.ErrPassThroughLayer, wrong)
	}
	require.EqualError(t, agent.AddComposed("XR_FB_scene"), `modes: no extension for pass-through layers that is known here: "XR_FB_scene": `+
		"use XR_FB_passthrough, XR_HTC_passthrough, XR_ANDROID_composition_layer_passthrough_mesh")
}

// A system that shows applications in bounded containers only has no immersive session,
// whatever it blends, and says so.
func TestList_ABoundedContainerIsNotImmersive(t *testing.T) {
	t.Parallel()
	const extension = "XR_EXT_spatial_container"
	says := func(bounded, immersive bool) []report.Property {
		return []report.Property{{
			Struct: "XrSystemSpatialContainerPropertiesEXT", Extension: extension, State: report.PropertyReported,
			Values: map[string]report.Value{"supportsBounded": {Bool: &bounded}, "supportsImmersive": {Bool: &immersive}},
		}}
	}
	const blends, bounded = "supported alpha-blend blend_mode", "unsupported - bounded_container_only"
	for name, row := range map[string]struct {
		lists      string
		properties []report.Property
		want       string
	}{
		"bounded only":       {extension, says(true, false), bounded},
		"both":               {extension, says(true, true), blends},
		"immersive only":     {extension, says(false, true), blends},
		"neither":            {extension, says(false, false), blends},
		"not listed":         {"", says(true, false), blends},
		"listed, not asked":  {extension, nil, blends},
		"its values missing": {extension, []report.Property{{Struct: "XrSystemSpatialContainerPropertiesEXT", State: report.PropertyUntouched}}, blends},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runtime, system := headset(row.lists), available(hmd, stereo, "OPAQUE", "ALPHA_BLEND")
			system.Properties = row.properties
			runtime.Systems = []report.System{system}
			list := modes.List(runtime, withAR)
			require.Equal(t, row.want, line(list[2]))
			require.Equal(t, row.want == bounded, line(list[1]) == bounded)
		})
	}
}
