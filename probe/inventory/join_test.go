// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package inventory_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/inventory"
)

func TestJoin(t *testing.T) {
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
	inventory.Join(r, modes.UserAgent{ARModule: true})
	require.Equal(t, report.Unsupported, r.Modes[1].Support)
	require.Equal(t, report.Supported, r.Modes[2].Support)
	require.Equal(t, "active", *r.Modes[2].Runtime)
	require.Equal(t, report.Supported, r.Runtimes[1].Systems[0].Modes[2].Support)
	require.Equal(t, webxr.ImmersiveVR, r.Classification[1].Mode)
	require.Equal(t, "usually", r.Classification[1].Class)
	require.Equal(t, "granted", r.Classification[1].Default)
}

// The words for a host's form factor are the classifier's own.
func TestEveryFormFactorIsClassified(t *testing.T) {
	t.Parallel()
	rules := map[report.FormFactor]string{
		report.FormFactorDesktop: "headset_may_be_attached", report.FormFactorLaptop: "headset_may_be_attached",
		report.FormFactorStandaloneHeadset: "standalone_headset", report.FormFactorPhone: "handheld_by_browser",
		report.FormFactorTablet: "handheld_by_browser", report.FormFactorServer: "not_known",
		report.FormFactorContainer: "not_known", report.FormFactorUnknown: "not_known",
	}
	for formFactor, rule := range rules {
		require.Equal(t, rule, inventory.Classes(report.Host{FormFactor: formFactor})[1].Rule, formFactor)
	}
}

func TestTheProductIsClassified(t *testing.T) {
	t.Parallel()
	classes := inventory.Classes(report.Host{FormFactor: report.FormFactorStandaloneHeadset, Product: new("Meta Quest 3")})
	require.Equal(t, "usually", classes[2].Class)
	classes = inventory.Classes(report.Host{OS: new("ios"), FormFactor: report.FormFactorPhone})
	require.Equal(t, "denied", classes[2].Default)
}

// This test binary's main does not call probe.ChildMain, as most do not.
func TestATestBinaryWithoutChildMainStartsNoProcess(t *testing.T) {
	t.Parallel()
	_, err := probe.Prober{Helper: probe.Self()}.Probe(t.Context(), probe.Request{})
	require.ErrorIs(t, err, probe.ErrNoHelper)
	require.ErrorContains(t, err, "must call probe.ChildMain() first")
	tasks, _ := filepath.Glob("/proc/self/task/*/children")
	for _, task := range tasks {
		children, err := os.ReadFile(task)
		if err == nil {
			require.Empty(t, string(children))
		}
	}
}
