// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

const (
	hmd      = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"
	handheld = "XR_FORM_FACTOR_HANDHELD_DISPLAY"
	stereo   = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO"
	mono     = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"
)

var withAR = modes.UserAgent{ARModule: true}

func available(formFactor, viewConfiguration string, blendModes ...string) report.System {
	name := "Test headset"
	full := []string{}
	for _, mode := range blendModes {
		full = append(full, "XR_ENVIRONMENT_BLEND_MODE_"+mode)
	}
	return report.System{
		FormFactor: formFactor, Status: report.SystemAvailable, Name: &name,
		ViewConfigurations: []report.ViewConfiguration{{Type: viewConfiguration, BlendModes: full}},
	}
}

func runtimeOf(systems ...report.System) *report.Runtime {
	return &report.Runtime{ID: "test", Level: report.LevelProperties, Systems: systems}
}

// line is a result in short: support, blend mode and first reason.
func line(mode report.Mode) string {
	blend := "-"
	if mode.BlendMode != nil {
		blend = string(*mode.BlendMode)
	}
	return fmt.Sprintf("%s %s %s", mode.Support, blend, mode.Reasons[0].Code)
}

func TestList_BlendModesDecide(t *testing.T) {
	t.Parallel()
	rows := []struct{ offered, vr, ar string }{
		{"OPAQUE", "supported opaque blend_mode", "unsupported - blend_mode_opaque_only"},
		{"ADDITIVE", "supported additive blend_mode", "supported additive blend_mode"},
		{"ALPHA_BLEND", "unsupported - blend_mode_alpha_blend_only", "supported alpha-blend blend_mode"},
		{"OPAQUE ADDITIVE", "supported opaque blend_mode", "supported additive blend_mode"},
		{"OPAQUE ALPHA_BLEND", "supported opaque blend_mode", "supported alpha-blend blend_mode"},
		{"ADDITIVE ALPHA_BLEND", "supported additive blend_mode", "supported additive blend_mode"},
		{"OPAQUE ADDITIVE ALPHA_BLEND", "supported opaque blend_mode", "supported alpha-blend blend_mode"},
		{"", "unsupported - no_blend_mode", "unsupported - no_blend_mode"},
		{"77", "unsupported - blend_mode_alpha_blend_only", "unsupported - blend_mode_opaque_only"},
	}
	for _, row := range rows {
		t.Run(row.offered, func(t *testing.T) {
			t.Parallel()
			list := modes.List(runtimeOf(available(hmd, stereo, strings.Fields(row.offered)...)), withAR)
			require.Equal(t, "supported opaque inline_always", line(list[0]))
			require.Equal(t, row.vr, line(list[1]))
			require.Equal(t, row.ar, line(list[2]))
		})
	}
}

func TestList_SystemsThatCannotBeDriven(t *testing.T) {
	t.Parallel()
	unasked := available(hmd, stereo)
	unasked.ViewConfigurations = nil
	blendUnknown := available(hmd, stereo)
	blendUnknown.ViewConfigurations[0].BlendModes = nil
	rows := []struct {
		name   string
		system report.System
		vr, ar string
	}{
		{"not connected", report.System{FormFactor: hmd, Status: report.SystemUnavailable}, "unavailable - form_factor_unavailable", "unavailable - form_factor_unavailable"},
		{"never", report.System{FormFactor: hmd, Status: report.SystemUnsupported}, "unsupported - form_factor_unsupported", "unsupported - form_factor_unsupported"},
		{"failed", report.System{FormFactor: hmd, Status: report.SystemFailed}, "unknown - system_failed", "unknown - system_failed"},
		{"mono headset", available(hmd, mono, "OPAQUE", "ADDITIVE"), "unsupported - no_view_configuration", "unsupported - no_view_configuration"},
		{"views not asked", unasked, "unknown - not_asked", "unknown - not_asked"},
		{"blend modes not known", blendUnknown, "unknown - not_asked", "unknown - not_asked"},
		{"phone", available(handheld, mono, "ALPHA_BLEND"), "unsupported - form_factor_unsupported", "supported alpha-blend blend_mode"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			list := modes.List(runtimeOf(row.system), withAR)
			require.Equal(t, row.vr, line(list[1]))
			require.Equal(t, row.ar, line(list[2]))
		})
	}
}

func TestList_WithoutSystems(t *testing.T) {
	t.Parallel()
	crashed := &report.Runtime{ID: "test", Cause: &report.Cause{Code: "crashed", Text: "killed by SIGSEGV"}}
	shallow := &report.Runtime{ID: "test", Level: report.LevelBinary}
	rows := []struct {
		name    string
		runtime *report.Runtime
		want    string
	}{
		{"none installed", nil, "unsupported - no_runtime"},
		{"crashed", crashed, "unknown - runtime_failed"},
		{"asked too little", shallow, "unknown - not_asked"},
		{"no form factor", &report.Runtime{ID: "test", Systems: []report.System{}}, "unsupported - no_system"},
		{"crashed before the first", &report.Runtime{ID: "test", Systems: []report.System{}, Cause: crashed.Cause}, "unknown - runtime_failed"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			list := modes.List(row.runtime, withAR)
			require.Equal(t, report.Supported, list[0].Support)
			require.Equal(t, row.want, line(list[1]))
			require.Equal(t, row.want, line(list[2]))
		})
	}
}

func TestOfReport_ActiveRuntime(t *testing.T) {
	t.Parallel()
	opaque, both := *runtimeOf(available(hmd, stereo, "OPAQUE")), *runtimeOf(available(hmd, stereo, "OPAQUE", "ALPHA_BLEND"))
	active := both
	active.Active = true
	rows := []struct {
		name     string
		runtimes []report.Runtime
		ar       string
	}{
		{"discovery unknown", nil, "unknown - not_asked"},
		{"none", []report.Runtime{}, "unsupported - no_runtime"},
		{"active among others", []report.Runtime{opaque, active}, "supported alpha-blend blend_mode"},
		{"one by name", []report.Runtime{both}, "supported alpha-blend blend_mode"},
		{"several, none active", []report.Runtime{both, opaque}, "unsupported - no_runtime"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			list := modes.OfReport(&report.Report{Runtimes: row.runtimes}, withAR)
			require.Equal(t, row.ar, line(list[2]))
		})
	}
}

// If the search failed, a runtime that is not called active may be the active one.
func TestOfReport_AFailedSearchIsUnknown(t *testing.T) {
	t.Parallel()
	both := *runtimeOf(available(hmd, stereo, "OPAQUE", "ALPHA_BLEND"))
	for _, id := range []string{report.ProblemDiscoveryFailed, report.ProblemDiscoveryUnsupported} {
		r := &report.Report{Runtimes: []report.Runtime{both, both}, Problems: []report.Problem{{ID: id}}}
		require.Equal(t, "unknown - not_asked", line(modes.OfReport(r, withAR)[1]))
		r.Runtimes = []report.Runtime{}
		require.Equal(t, "unknown - not_asked", line(modes.OfReport(r, withAR)[1]))
		r.Runtimes = []report.Runtime{both}
		require.Equal(t, "supported opaque blend_mode", line(modes.OfReport(r, withAR)[1]), "the only one that was asked")
		r.Runtimes[0].Active = true
		require.True(t, r.ActiveKnown())
	}
}

// A runtime that crashed after its first form factor may support a mode on the second.
func TestList_AFormFactorThatWasNotReachedIsUnknown(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		status report.SystemStatus
		vr, ar string
	}{
		{report.SystemUnsupported, "unsupported - form_factor_unsupported", "unknown - runtime_failed"},
		{report.SystemUnavailable, "unavailable - form_factor_unavailable", "unavailable - form_factor_unavailable"},
	} {
		runtime := runtimeOf(report.System{FormFactor: hmd, Status: row.status})
		runtime.Cause = &report.Cause{Code: "crashed", Text: "killed by SIGSEGV"}
		list := modes.List(runtime, withAR)
		require.Equal(t, row.vr, line(list[1]))
		require.Equal(t, row.ar, line(list[2]))
		require.Equal(t, "unsupported - no_ar_module", line(modes.List(runtime, modes.UserAgent{})[2]))
	}
}

func TestList_ImmersiveARNeedsTheARModule(t *testing.T) {
	t.Parallel()
	for _, runtime := range []*report.Runtime{
		nil,
		{ID: "crashed", Cause: &report.Cause{}},
		runtimeOf(available(hmd, stereo, "OPAQUE", "ALPHA_BLEND")),
		runtimeOf(report.System{FormFactor: hmd, Status: report.SystemUnavailable}),
	} {
		list := modes.List(runtime, modes.UserAgent{})
		require.Equal(t, "unsupported - no_ar_module", line(list[2]))
	}
}

func TestList_BestSystemWins(t *testing.T) {
	t.Parallel()
	missing := report.System{FormFactor: hmd, Status: report.SystemUnavailable}
	phone := available(handheld, mono, "ALPHA_BLEND")
	list := modes.List(runtimeOf(missing, phone), withAR)
	require.Equal(t, "unavailable - form_factor_unavailable", line(list[1]))
	require.Equal(t, "supported alpha-blend blend_mode", line(list[2]))
	require.Nil(t, list[1].System)
	require.Equal(t, "Test headset", *list[2].System)
	require.Nil(t, list[0].Runtime)
	require.Equal(t, "test", *list[1].Runtime)

	second := available(hmd, stereo, "OPAQUE")
	second.Name = new("Second headset")
	list = modes.List(runtimeOf(available(hmd, stereo, "OPAQUE"), second), withAR)
	require.Equal(t, "Test headset", *list[1].System, "the first of two equal systems")

	failed := report.System{FormFactor: hmd, Status: report.SystemFailed}
	never := report.System{FormFactor: handheld, Status: report.SystemUnsupported}
	for _, row := range []struct {
		systems []report.System
		ar      string
	}{
		{[]report.System{never, failed}, "unknown - system_failed"},
		{[]report.System{failed, never}, "unknown - system_failed"},
		{[]report.System{failed, missing}, "unavailable - form_factor_unavailable"},
		{[]report.System{never, missing}, "unavailable - form_factor_unavailable"},
		{[]report.System{missing, never}, "unavailable - form_factor_unavailable"},
	} {
		require.Equal(t, row.ar, line(modes.List(runtimeOf(row.systems...), withAR)[2]))
	}
}

func TestList_ReasonShowsEvidence(t *testing.T) {
	t.Parallel()
	list := modes.List(runtimeOf(available(hmd, stereo, "OPAQUE")), withAR)
	require.Equal(t, "immersive-ar needs ALPHA_BLEND or ADDITIVE, but XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO offers OPAQUE", list[2].Reasons[0].Text)
}

// Whatever a runtime answers, inline is supported, every mode has a reason, and immersive-ar is
// never opaque.
func TestList_Invariants(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		offered := rapid.SliceOf(rapid.SampledFrom([]string{"OPAQUE", "ADDITIVE", "ALPHA_BLEND", "9"})).Draw(t, "blend modes")
		system := available(
			rapid.SampledFrom([]string{hmd, handheld, "XrFormFactor(9)"}).Draw(t, "form factor"),
			rapid.SampledFrom([]string{stereo, mono, "XrViewConfigurationType(9)"}).Draw(t, "view configuration"),
			offered...)
		system.Status = rapid.SampledFrom([]report.SystemStatus{
			report.SystemAvailable, report.SystemUnavailable, report.SystemUnsupported, report.SystemFailed,
		}).Draw(t, "status")
		list := modes.List(runtimeOf(system), withAR)
		require.Len(t, list, 3)
		require.Equal(t, report.Supported, list[0].Support)
		for _, mode := range list {
			require.NotEmpty(t, mode.Reasons)
			require.Equal(t, mode.Support == report.Supported, mode.BlendMode != nil)
		}
		if list[2].Support == report.Supported {
			require.NotEqual(t, webxr.BlendOpaque, *list[2].BlendMode)
		}
	})
}
