// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

func TestJudge_FillsInModesAndClasses(t *testing.T) {
	t.Parallel()
	system := report.System{
		FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
		ViewConfigurations: []report.ViewConfiguration{{
			Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND"},
		}},
	}
	r := &report.Report{
		Host:     report.Host{FormFactor: report.FormFactorStandaloneHeadset},
		Runtimes: []report.Runtime{{ID: "idle", Systems: []report.System{}}, {ID: "active", Active: true, Systems: []report.System{system}}},
	}
	Prober{UserAgent: modes.UserAgent{ARModule: true}}.judge(r)
	require.Equal(t, report.Unsupported, r.Modes[1].Support)
	require.Equal(t, report.Supported, r.Modes[2].Support)
	require.Equal(t, "active", *r.Modes[2].Runtime)
	require.Equal(t, report.Supported, r.Runtimes[1].Systems[0].Modes[2].Support)
	require.Equal(t, webxr.ImmersiveVR, r.Classification[1].Mode)
	require.Equal(t, "usually", r.Classification[1].Class)
	require.Equal(t, "granted", r.Classification[1].Default)
}

// A system's modes are left out if they would repeat the report's own, and only then.
func TestJudge_RepeatsNoModes(t *testing.T) {
	t.Parallel()
	hmd := report.System{
		FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
		ViewConfigurations: []report.ViewConfiguration{{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}}},
	}
	none := report.System{FormFactor: "XR_FORM_FACTOR_HANDHELD_DISPLAY", Status: report.SystemUnsupported}
	handheld := none
	handheld.Status = report.SystemAvailable
	unplugged := hmd
	unplugged.Status = report.SystemUnavailable
	stopped := &report.Program{Stopped: report.StoppedYes, Because: new("a layer ends it")}
	for name, row := range map[string]struct {
		systems []report.System
		program *report.Program
		others  []report.Runtime
		omitted bool
	}{
		"one available":            {[]report.System{hmd, none}, nil, nil, true},
		"the second is available":  {[]report.System{none, hmd}, nil, nil, true},
		"two available":            {[]report.System{hmd, handheld}, nil, nil, false},
		"none available":           {[]report.System{unplugged, none}, nil, nil, false},
		"no system":                {[]report.System{}, nil, nil, true},
		"layers stop programs":     {[]report.System{hmd, none}, stopped, nil, false},
		"another runtime is there": {[]report.System{hmd, none}, nil, []report.Runtime{{ID: "other"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &report.Report{Runtimes: append([]report.Runtime{{ID: "one", Active: true, Systems: slices.Clone(row.systems)}}, row.others...), Program: row.program}
			Prober{}.judge(r)
			require.Len(t, r.Modes, 3)
			for i, system := range r.Runtimes[0].Systems {
				require.Equal(t, row.omitted, system.Modes == nil, i)
				if at := slices.IndexFunc(row.systems, func(s report.System) bool { return s.Status == report.SystemAvailable }); row.omitted && i == at {
					own := modes.OfSystem(&r.Runtimes[0], &system, modes.UserAgent{})
					require.Equal(t, own[1].Features, r.Modes[1].Features, "the report's own modes are the system's")
				}
			}
		})
	}
}

// A report and the classifier use the same names for form factors.
func TestClassifyHost_KnowsEveryFormFactor(t *testing.T) {
	t.Parallel()
	rules := map[report.FormFactor]string{
		report.FormFactorDesktop: "headset_may_be_attached", report.FormFactorLaptop: "headset_may_be_attached",
		report.FormFactorStandaloneHeadset: "standalone_headset", report.FormFactorPhone: "handheld_by_browser",
		report.FormFactorTablet: "handheld_by_browser", report.FormFactorServer: "not_known",
		report.FormFactorContainer: "not_known", report.FormFactorUnknown: "not_known",
	}
	for formFactor, rule := range rules {
		require.Equal(t, rule, ClassifyHost(report.Host{FormFactor: formFactor})[1].Rule, formFactor)
	}
}

func TestClassifyHost_KnowsProducts(t *testing.T) {
	t.Parallel()
	classes := ClassifyHost(report.Host{FormFactor: report.FormFactorStandaloneHeadset, Product: new("Meta Quest 3")})
	require.Equal(t, webxr.UsuallySupport, classes[2].Class)
	classes = ClassifyHost(report.Host{OS: new("ios"), FormFactor: report.FormFactorPhone})
	require.Equal(t, webxr.Denied, classes[2].Default())
}
