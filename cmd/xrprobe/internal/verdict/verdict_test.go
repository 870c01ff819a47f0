// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package verdict

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// headset is a runtime with a headset that offers blend modes.
func headset(blendModes ...string) report.Runtime {
	return report.Runtime{
		ID: "monado", Active: true, Name: new("Monado"), Level: report.LevelProperties, Status: report.StatusOK,
		Systems: []report.System{{
			FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable, Name: new("Quest 3"),
			ViewConfigurations: []report.ViewConfiguration{{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: append([]string{}, blendModes...)}},
		}},
	}
}

func with(runtime report.Runtime, change func(*report.Runtime)) []report.Runtime {
	change(&runtime)
	return []report.Runtime{runtime}
}

const opaque, alphaBlend = "XR_ENVIRONMENT_BLEND_MODE_OPAQUE", "XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND"

func TestOf_SaysWhatTheModesSay(t *testing.T) {
	t.Parallel()
	failed := func(status report.Status, level report.Level, code string) func(*report.Runtime) {
		return func(r *report.Runtime) {
			r.Systems, r.Status, r.Cause = nil, status, &report.Cause{Code: code, Level: level, Text: "text"}
		}
	}
	for want, runtimes := range map[string][]report.Runtime{
		"immersive-vr and immersive-ar work: Quest 3 through Monado":          {headset(opaque, alphaBlend)},
		"immersive-vr works, immersive-ar does not: Quest 3 through Monado":   {headset(opaque)},
		"immersive-ar works, immersive-vr does not: Quest 3 through Monado":   {headset(alphaBlend)},
		"immersive-vr works, immersive-ar does not: a display without a name": with(headset(opaque), func(r *report.Runtime) { r.Systems[0].Name, r.Name = nil, nil }),
		"immersive-vr does not work: no OpenXR runtime is active":             {},
		"immersive-vr does not work: Monado does not offer what it needs":     {headset()},
		"immersive-vr does not work now: monado has no headset at the moment": with(headset(opaque), func(r *report.Runtime) { r.Systems[0].Status, r.Name = report.SystemUnavailable, nil }),
		"unknown: the active runtime could not be determined":                 nil,
		"unknown: Monado was asked up to the level binary only":               with(headset(), func(r *report.Runtime) { r.Systems, r.Level = nil, report.LevelBinary }),
		"unknown: the system's view configurations are not known":             with(headset(), func(r *report.Runtime) { r.Systems[0].ViewConfigurations = nil }),
		"unknown: Monado cannot be loaded":                                    with(headset(), failed(report.StatusFailed, report.LevelBinary, "library_missing")),
		"unknown: Monado failed at the level instance":                        with(headset(), failed(report.StatusFailed, report.LevelInstance, report.CauseXrError)),
		"unknown: Monado crashed":                                             with(headset(), failed(report.StatusCrashed, report.LevelInstance, report.CauseCrashed)),
		"unknown: Monado did not answer in time":                              with(headset(), failed(report.StatusTimedOut, report.LevelInstance, report.CauseTimedOut)),
		"unknown: asking Monado was interrupted":                              with(headset(), failed(report.StatusFailed, report.LevelInstance, report.CauseInterrupted)),
		"unknown: the process that asks Monado failed":                        with(headset(), failed(report.StatusFailed, report.LevelInstance, report.CauseHelperFailed)),
		"immersive-vr is supported, immersive-ar is unknown: Quest 3 through Monado; but then the runtime crashed": with(headset(opaque), func(r *report.Runtime) {
			r.Status, r.Cause = report.StatusCrashed, &report.Cause{Code: report.CauseCrashed, Level: report.LevelProperties}
		}),
		"immersive-vr and immersive-ar are supported: Quest 3 through Monado; but no session could be created": with(headset(opaque, alphaBlend), func(r *report.Runtime) {
			r.Systems[0].Session = &report.Session{Cause: &report.Cause{}}
		}),
	} {
		r := &report.Report{Runtimes: runtimes}
		r.Modes = modes.OfReport(r, modes.UserAgent{ARModule: true})
		require.Equal(t, want, Of(r))
	}
	require.Equal(t, "unknown: no runtime was asked", Of(&report.Report{}))
}

func TestKnown_LeavesOutWhatASheetAssumes(t *testing.T) {
	t.Parallel()
	runtime := headset(opaque)
	runtime.Version, runtime.APIVersion, runtime.Extensions = new("0.0.0"), new("1.0"), []report.Extension{}
	runtime.Systems[0].VendorID, runtime.Systems[0].ViewConfigurations[0].Views = new(uint32(0)), []report.View{{}, {}}
	r := &report.Report{Runtimes: []report.Runtime{runtime}, Simulation: &report.Simulation{Title: "A headset", Assumed: []string{
		"runtimes[0].name", "runtimes[0].version", "runtimes[0].api_version", "runtimes[0].extensions",
		"runtimes[0].systems[0].name", "runtimes[0].systems[0].vendor_id", "runtimes[0].systems[0].view_configurations[0].views",
	}}}
	r.Modes = modes.OfReport(r, modes.UserAgent{ARModule: true})
	known := Known(r)
	require.Equal(t, "in the simulation, immersive-vr works, immersive-ar does not: A headset", Of(known))
	asked := known.Runtimes[0]
	require.Nil(t, asked.Name)
	require.Nil(t, asked.Version)
	require.Nil(t, asked.APIVersion)
	require.Nil(t, asked.Extensions)
	require.Nil(t, asked.Systems[0].VendorID)
	require.Nil(t, asked.Systems[0].ViewConfigurations[0].Views)
	require.True(t, strings.HasSuffix(Of(r), "Quest 3 through Monado"), "the report itself is as it was")
	require.NotNil(t, r.Runtimes[0].Systems[0].ViewConfigurations[0].Views)

	r.Simulation.Assumed = []string{"runtimes[0].systems[0].view_configurations[0].views[0].max_image_rect_width"}
	require.NotNil(t, Known(r).Runtimes[0].Systems[0].ViewConfigurations[0].Views, "the size that the page shows is known")
	require.Equal(t, "in the simulation, immersive-vr works, immersive-ar does not: Quest 3 through Monado", Of(Known(r)))
	r.Simulation = nil
	require.Same(t, r, Known(r))
}
