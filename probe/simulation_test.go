// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe"
)

// deskSheet returns the data sheet of a headset at a desk. It sets everything except the views.
func deskSheet() simulated.Sheet {
	return simulated.Sheet{
		Schema: simulated.SheetSchema, Title: "A headset at a desk",
		Host: simulated.Host{OS: new("windows"), Arch: new("arm64"), FormFactor: new("desktop"), Product: new("Desk 1")},
		Runtime: simulated.RuntimeSheet{
			Name: new("Desk runtime"), Version: new("4.5.6"), APIVersion: new("1.0"),
			Extensions: []simulated.Extension{{Name: "XR_KHR_opengl_enable", Version: new(uint32(10))}},
		},
		Systems: []simulated.System{{
			FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Name: new("Desk headset"), VendorID: new(uint32(7)),
			Graphics: &simulated.Graphics{MaxSwapchainImageWidth: 4000, MaxSwapchainImageHeight: 3000, MaxLayerCount: 20},
			Tracking: &simulated.Tracking{Orientation: true},
			ViewConfigurations: []simulated.ViewConfiguration{{
				Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", FovMutable: new(true),
				BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_ADDITIVE"},
			}},
		}},
	}
}

// simulate probes a data sheet with the name "desk".
func simulate(t *testing.T, helper probe.Helper, r probe.Request, sheet simulated.Sheet) *report.Report {
	t.Helper()
	r.Simulate = &probe.Simulation{Name: "desk", Sheet: sheet}
	found, err := probe.Prober{Helper: helper}.Probe(t.Context(), r)
	require.NoError(t, err)
	require.Len(t, found.Runtimes, 1)
	return found
}

// ignored leaves out the fields that differ from run to run, and the modes, which package modes
// computes from the others.
var ignored = cmp.Options{
	cmpopts.IgnoreFields(report.Runtime{}, "DurationMS", "Timing", "ManifestFiles"), cmpopts.IgnoreFields(report.System{}, "Modes"),
}

func TestSimulation_IsAskedLikeARuntime(t *testing.T) {
	t.Parallel()
	found := simulate(t, probe.Self(), probe.Request{}, deskSheet())
	require.Empty(t, cmp.Diff(report.Host{
		OS: new("windows"), Arch: new("arm64"), Product: new("Desk 1"), FormFactor: report.FormFactorDesktop,
		Evidence: []string{"the data sheet desk says that it is one"},
	}, found.Host))
	require.Equal(t, &report.Simulation{Sheet: "desk", Title: "A headset at a desk", Assumed: []string{
		"runtimes[0].systems[0].view_configurations[0].views", "runtimes[0].systems[0].queries[0].state",
	}}, found.Simulation)
	require.Nil(t, found.Resolution, "this machine's runtimes were not looked for")
	view := report.View{
		RecommendedImageRectWidth: 1024, RecommendedImageRectHeight: 1024, MaxImageRectWidth: 1024, MaxImageRectHeight: 1024,
		RecommendedSwapchainSampleCount: 1, MaxSwapchainSampleCount: 1,
	}
	want := report.Runtime{
		ID: "desk", Active: true, Manifest: "desk", Arch: new("arm64"), Source: "data sheet",
		Level: report.LevelProperties, Reached: new(report.LevelProperties), Status: report.StatusOK,
		Name: new("Desk runtime"), Version: new("4.5.6"), APIVersion: new("1.0"),
		Extensions: []report.Extension{{Name: "XR_KHR_opengl_enable", Version: 10}}, EnabledExtensions: []string{"XR_KHR_opengl_enable"},
		Systems: []report.System{{
			FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable, Name: new("Desk headset"), VendorID: new(uint32(7)),
			Graphics: &report.Graphics{MaxSwapchainImageWidth: 4000, MaxSwapchainImageHeight: 3000, MaxLayerCount: 20},
			Tracking: &report.Tracking{Orientation: true},
			ViewConfigurations: []report.ViewConfiguration{{
				Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", FovMutable: new(true), Views: []report.View{view, view},
				BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_ADDITIVE"}, Properties: []report.ViewProperty{},
			}},
			Properties: []report.Property{}, Queries: openGLQueries(),
		}, {
			FormFactor: "XR_FORM_FACTOR_HANDHELD_DISPLAY", Status: report.SystemUnsupported, Result: new("XR_ERROR_FORM_FACTOR_UNSUPPORTED"),
		}},
	}
	require.Empty(t, cmp.Diff(want, found.Runtimes[0], ignored))
	inProcess := simulate(t, probe.InProcess(), probe.Request{}, deskSheet())
	require.Empty(t, cmp.Diff(want, inProcess.Runtimes[0], ignored))
}

func TestSimulation_EndsAtTheLevel(t *testing.T) {
	t.Parallel()
	for _, level := range report.Levels()[:len(report.Levels())-1] {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			got := simulate(t, probe.Self(), probe.Request{Level: level}, deskSheet()).Runtimes[0]
			require.Equal(t, &level, got.Reached)
			executed := level.AtLeast(report.LevelLibrary)
			require.Equal(t, executed, got.Status == report.StatusOK)
			require.Equal(t, level.AtLeast(report.LevelExtensions), got.Extensions != nil)
			require.Equal(t, level.AtLeast(report.LevelInstance), got.Version != nil)
			require.Equal(t, level.AtLeast(report.LevelSystem), got.Systems != nil)
			if got.Systems != nil {
				require.Equal(t, level == report.LevelProperties, got.Systems[0].Name != nil)
			}
		})
	}
}

// If a level fails, the cause names that level, and the answers of earlier levels are kept.
func TestLevels_AFailingLevelHasACause(t *testing.T) {
	t.Parallel()
	rows := []struct {
		command string
		reached report.Level
		cause   report.Level
	}{
		{"xrNegotiateLoaderRuntimeInterface", report.LevelBinary, report.LevelLibrary},
		{"xrEnumerateInstanceExtensionProperties", report.LevelLibrary, report.LevelExtensions},
		{"xrCreateInstance", report.LevelExtensions, report.LevelInstance},
		{"xrGetInstanceProperties", report.LevelExtensions, report.LevelInstance},
	}
	for _, row := range rows {
		t.Run(row.command, func(t *testing.T) {
			t.Parallel()
			sheet := deskSheet()
			sheet.Calls = map[string]simulated.Call{row.command: {Result: "XR_ERROR_RUNTIME_UNAVAILABLE"}}
			got := simulate(t, probe.Self(), probe.Request{}, sheet).Runtimes[0]
			require.Equal(t, report.StatusFailed, got.Status)
			require.Equal(t, row.reached, *got.Reached)
			require.Equal(t, row.cause, got.Cause.Level)
			require.Equal(t, "XR_ERROR_RUNTIME_UNAVAILABLE", *got.Cause.Result)
			require.Equal(t, row.reached == report.LevelExtensions, got.Extensions != nil)
		})
	}
}

// Above the level instance a command that fails leaves only its own answer unknown.
func TestSimulation_OneFailingCommandCostsOneAnswer(t *testing.T) {
	t.Parallel()
	for command, forget := range map[string]func(*report.System){
		"xrGetSystemProperties":             func(s *report.System) { s.Name, s.VendorID, s.Graphics, s.Tracking = nil, nil, nil, nil },
		"xrEnumerateViewConfigurations":     func(s *report.System) { s.ViewConfigurations = nil },
		"xrGetViewConfigurationProperties":  func(s *report.System) { s.ViewConfigurations[0].FovMutable = nil },
		"xrEnumerateViewConfigurationViews": func(s *report.System) { s.ViewConfigurations[0].Views = nil },
		"xrEnumerateEnvironmentBlendModes":  func(s *report.System) { s.ViewConfigurations[0].BlendModes = nil },
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			want := simulate(t, probe.InProcess(), probe.Request{}, deskSheet()).Runtimes[0]
			forget(&want.Systems[0])
			sheet := deskSheet()
			sheet.Calls = map[string]simulated.Call{command: {Result: "XR_ERROR_RUNTIME_FAILURE"}}
			found := simulate(t, probe.InProcess(), probe.Request{}, sheet)
			require.Empty(t, cmp.Diff(want, found.Runtimes[0], ignored))
			require.Len(t, found.Problems, 1)
			require.Contains(t, found.Problems[0].Text, command)
		})
	}
}

// A process has callbacks for 64 simulated runtimes, so each probe must release its own.
func TestSimulation_ReleasesItsCallbacks(t *testing.T) {
	t.Parallel()
	for range 100 {
		got := simulate(t, probe.InProcess(), probe.Request{}, deskSheet()).Runtimes[0]
		require.Equal(t, report.StatusOK, got.Status)
	}
}

func TestSimulation_TimesOut(t *testing.T) {
	t.Parallel()
	sheet := deskSheet()
	sheet.Calls = map[string]simulated.Call{"xrCreateInstance": {DelayMS: 60_000}}
	got := simulate(t, probe.Self(), probe.Request{Timeout: 200 * time.Millisecond}, sheet).Runtimes[0]
	require.Equal(t, report.StatusTimedOut, got.Status)
	require.Equal(t, report.LevelInstance, got.Cause.Level)
}

func TestSimulation_AnUnknownHostStaysUnknown(t *testing.T) {
	t.Parallel()
	sheet := deskSheet()
	sheet.Host = simulated.Host{}
	require.Equal(t, report.Host{
		FormFactor: report.FormFactorUnknown, Evidence: []string{"the data sheet desk does not say what it is"},
	}, simulate(t, probe.InProcess(), probe.Request{}, sheet).Host)
}

func TestSimulation_MistakesAreNamed(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]probe.Request{
		`a data sheet is one runtime, so the runtime "all" cannot be asked beside it`: {Runtime: "all"},
		`the Khronos loader cannot load a data sheet: use "direct"`:                   {Via: probe.ViaLoader},
	} {
		r.Simulate = &probe.Simulation{Name: "desk", Sheet: deskSheet()}
		_, err := probe.Prober{Helper: probe.Self()}.Probe(t.Context(), r)
		require.ErrorIs(t, err, probe.ErrRequest)
		require.EqualError(t, err, want)
	}
}
