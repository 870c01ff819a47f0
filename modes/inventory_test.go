// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// The results for every runtime in Khronos' OpenXR-Inventory
// (https://github.com/KhronosGroup/OpenXR-Inventory). The view configurations and environment
// blend modes are the inventory's; the results follow from the specification. A runtime whose
// form factor the inventory does not list cannot be judged.
func TestList_InventoryRuntimes(t *testing.T) {
	t.Parallel()
	const (
		opaque      = "OPAQUE"
		passThrough = "OPAQUE ALPHA_BLEND"
		reversed    = "ALPHA_BLEND OPAQUE"
		seeThrough  = "ADDITIVE"
		segmented   = "ADDITIVE ALPHA_BLEND"
		chosen      = "OPAQUE ADDITIVE"

		asOpaque     = "supported opaque blend_mode"
		asAdditive   = "supported additive blend_mode"
		asAlphaBlend = "supported alpha-blend blend_mode"
		no           = "unsupported - blend_mode_opaque_only"
		unknown      = "unknown - not_asked"
	)
	rows := []struct {
		file, views, vr, ar string
	}{
		{"android_xr", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"bytedance_pico", "STEREO " + opaque, asOpaque, no},
		{"bytedance_pico_4_ultra", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"bytedance_project_swan", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"htc_vive_cosmos", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"htc_vive_focus", "STEREO " + opaque, asOpaque, no},
		{"magicleap_ml2", "STEREO " + segmented, asAdditive, asAdditive},
		{"magicleap_remote_rendering", "STEREO " + segmented, asAdditive, asAdditive},
		{"meta_pc", "STEREO " + opaque, asOpaque, no},
		{"meta_pc_dev_mode", "STEREO " + opaque, asOpaque, no},
		{"meta_quest_1_mobile", "STEREO " + opaque, asOpaque, no},
		{"meta_quest_2_mobile", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"meta_quest_3_mobile", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"meta_quest_3s_mobile", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"meta_quest_pro_mobile", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"meta_xr_simulator_mac", "STEREO " + reversed, asOpaque, asAlphaBlend},
		{"meta_xr_simulator_windows", "STEREO " + reversed, asOpaque, asAlphaBlend},
		{"microsoft_hololens2", "STEREO " + seeThrough, asAdditive, asAdditive},
		{"microsoft_pc", "STEREO " + opaque, asOpaque, no},
		{"microsoft_remoting", "", unknown, unknown},
		{"monado_android", "STEREO " + chosen, asOpaque, asAdditive},
		{"monado_linux", "STEREO " + chosen, asOpaque, asAdditive},
		{"monado_windows", "STEREO " + opaque, asOpaque, no},
		{"qualcomm_ar", "STEREO " + seeThrough, asAdditive, asAdditive},
		{"qualcomm_vr", "STEREO " + passThrough, asOpaque, asAlphaBlend},
		{"valve_steamvr", "STEREO " + opaque, asOpaque, no},
		{"varjo", "STEREO_WITH_FOVEATED_INSET " + passThrough + ", STEREO " + passThrough, asOpaque, asAlphaBlend},
	}
	require.Len(t, rows, 27)
	for _, row := range rows {
		t.Run(row.file, func(t *testing.T) {
			t.Parallel()
			list := modes.List(runtimeWith(row.views), withAR)
			require.Equal(t, []string{"supported opaque inline_always", row.vr, row.ar}, lines(list))
			without := modes.List(runtimeWith(row.views), modes.UserAgent{})
			require.Equal(t, []string{"supported opaque inline_always", row.vr, "unsupported - no_ar_module"}, lines(without))
		})
	}
}

// runtimeWith returns a runtime with one headset, whose view configurations are written as
// "STEREO OPAQUE ADDITIVE, MONO OPAQUE". With "" the runtime was never asked.
func runtimeWith(views string) *report.Runtime {
	runtime := &report.Runtime{ID: "listed", Level: report.LevelProperties}
	if views == "" {
		return runtime
	}
	headset := report.System{FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable}
	for configuration := range strings.SplitSeq(views, ", ") {
		words := strings.Fields(configuration)
		out := report.ViewConfiguration{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_" + words[0]}
		for _, word := range words[1:] {
			out.BlendModes = append(out.BlendModes, "XR_ENVIRONMENT_BLEND_MODE_"+word)
		}
		headset.ViewConfigurations = append(headset.ViewConfigurations, out)
	}
	runtime.Systems = []report.System{headset}
	return runtime
}

func lines(list []report.Mode) []string {
	short := make([]string, 0, len(list))
	for _, mode := range list {
		short = append(short, line(mode))
	}
	return short
}
