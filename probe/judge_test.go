// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
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
