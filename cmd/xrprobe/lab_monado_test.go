// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

func TestLabMonado_ReportIsComplete(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	results := inOneRun(t, lab.Options{Monado: true, Binds: []string{program}}, program+" --json --via direct", program+" --json --via loader")
	for i, via := range []string{"direct", "loader"} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			result := results[i]
			require.Zero(t, result.ExitCode, result.Stderr)
			r := reportOf(t, result)
			monado := r.Active()
			require.Equal(t, report.StatusOK, monado.Status)
			require.Equal(t, report.LevelProperties, *monado.Reached)
			require.True(t, strings.HasPrefix(*monado.Name, "Monado(XRT)"), *monado.Name)
			require.Equal(t, "1.1", *monado.APIVersion)
			require.Len(t, monado.Systems, 2)
			hmd := monado.Systems[0]
			require.Equal(t, "Monado: Simulated HMD", *hmd.Name)
			require.EqualValues(t, 42, *hmd.VendorID)
			require.True(t, hmd.Tracking.Orientation)
			require.Len(t, hmd.ViewConfigurations, 1)
			stereo := hmd.ViewConfigurations[0]
			require.Equal(t, "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", stereo.Type)
			require.Equal(t, []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}, stereo.BlendModes)
			require.Len(t, stereo.Views, 2)
			for _, view := range stereo.Views {
				require.Positive(t, view.RecommendedImageRectWidth)
				require.LessOrEqual(t, view.RecommendedImageRectWidth, view.MaxImageRectWidth)
				require.LessOrEqual(t, view.RecommendedImageRectHeight, view.MaxImageRectHeight)
			}
			require.Equal(t, report.SystemUnsupported, monado.Systems[1].Status)
			require.Equal(t, map[webxr.SessionMode]string{
				webxr.Inline: "supported inline_always", webxr.ImmersiveVR: "supported blend_mode", webxr.ImmersiveAR: "unsupported blend_mode_opaque_only",
			}, answers(r.Modes))
			require.Len(t, r.Classification, 3)
			require.Equal(t, "prompt", r.Classification[1].Default)
			require.Empty(t, r.Problems)
		})
	}
}

func answers(list []report.Mode) map[webxr.SessionMode]string {
	short := map[webxr.SessionMode]string{}
	for _, mode := range list {
		short[mode.Mode] = string(mode.Support) + " " + mode.Reasons[0].Code
	}
	return short
}

func TestLabMonado_SizesEqualThoseOfAProgramInC(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	source, err := filepath.Abs("../../third_party/lab/bench/calls.c")
	require.NoError(t, err)
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program, source}}, "sh", "-c",
		"gcc "+source+" -lopenxr_loader -o /tmp/calls && /tmp/calls 2>/dev/null >/tmp/c.json && jq -c . /tmp/c.json && "+program+" --json 2>/dev/null")
	inC, ours, _ := strings.Cut(result.Stdout, "\n")
	r := reportOf(t, lab.Result{Stdout: ours, Stderr: result.Stderr})
	hmd := r.Active().Systems[0]
	for _, number := range []uint32{
		hmd.Graphics.MaxSwapchainImageWidth, hmd.Graphics.MaxSwapchainImageHeight, hmd.Graphics.MaxLayerCount,
		hmd.ViewConfigurations[0].Views[0].RecommendedImageRectWidth, hmd.ViewConfigurations[0].Views[1].MaxImageRectHeight,
	} {
		require.Regexp(t, `[:,\[]`+strconv.FormatUint(uint64(number), 10)+`[,}\]]`, inC)
	}
}

// listed is a line of openxr_runtime_list: an extension's name and version.
var listed = lazily(`(?m)^\t(XR_\w+) (\d+)$`)

// The Khronos tool reads through the loader, which adds XR_EXT_debug_utils itself.
func TestLabMonado_ExtensionsEqualThoseOfTheKhronosTool(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	ask := program + " --json --level extensions --via "
	results := inOneRun(t, lab.Options{Monado: true, Binds: []string{program}}, "openxr_runtime_list", ask+"direct", ask+"loader")
	var throughLoader []report.Extension
	for _, match := range listed().FindAllStringSubmatch(results[0].Stdout, -1) {
		version, err := strconv.ParseUint(match[2], 10, 32)
		require.NoError(t, err)
		throughLoader = append(throughLoader, report.Extension{Name: match[1], Version: uint32(version)})
	}
	require.Greater(t, len(throughLoader), 20)
	var direct []report.Extension
	for _, extension := range throughLoader {
		if extension.Name != "XR_EXT_debug_utils" {
			direct = append(direct, extension)
		}
	}
	require.Len(t, direct, len(throughLoader)-1)
	for i, want := range [][]report.Extension{direct, throughLoader} {
		r := reportOf(t, results[1+i])
		require.Empty(t, cmp.Diff(want, r.Active().Extensions), []string{"direct", "loader"}[i])
	}
}

func TestLabCheck_ExitCodes(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	check := program + " check "
	results := inOneRun(t, lab.Options{Monado: true, Binds: []string{program}}, check+"inline", check+"immersive-vr", check+"immersive-ar")
	for i, want := range []int{0, 0, 1} {
		require.Equal(t, want, results[i].ExitCode, results[i].Stderr)
		require.Empty(t, results[i].Stdout)
	}
}
