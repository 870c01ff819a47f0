// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe"
)

// device returns a data sheet that is built in.
func device(t *testing.T, name string) probe.Simulation {
	t.Helper()
	sheet, err := devices.Sheet(name)
	require.NoError(t, err)
	return probe.Simulation{Name: name, Sheet: sheet}
}

// written returns a report's JSON without the times that it took.
func written(t *testing.T, r *report.Report) string {
	t.Helper()
	require.NotNil(t, r)
	for i := range r.Runtimes {
		require.NotNil(t, r.Runtimes[i].DurationMS)
		r.Runtimes[i].DurationMS, r.Runtimes[i].Timing = nil, nil
	}
	var out bytes.Buffer
	require.NoError(t, r.Write(&out))
	return out.String()
}

// noon makes reports of different probes carry one time.
func noon() time.Time { return time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC) }

// requireSameReport requires that a child process and this one report the same, to the byte.
func requireSameReport(t *testing.T, level report.Level, s probe.Simulation) {
	t.Helper()
	p := probe.Prober{UserAgent: modes.UserAgent{ARModule: true}, Tool: report.Tool{Name: "test", Version: "1"}, Now: noon}
	r := probe.Request{Level: level, Simulate: &s}
	here, err := p.Probe(t.Context(), r)
	require.NoError(t, err)
	p.Helper = probe.Self()
	child, err := p.Probe(t.Context(), r)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(written(t, child), written(t, here)))
}

func TestSimulation_ReportIsTheChilds(t *testing.T) {
	t.Parallel()
	for _, name := range devices.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := device(t, name)
			here, err := s.Report(t.Context())
			require.NoError(t, err)
			require.Equal(t, report.StatusOK, here.Runtimes[0].Status)
			require.Equal(t, report.LevelProperties, *here.Runtimes[0].Reached)
			child, err := probe.Prober{Helper: probe.Self()}.Probe(t.Context(), probe.Request{Simulate: &s})
			require.NoError(t, err)
			require.WithinDuration(t, time.Now(), here.Generated, time.Minute)
			child.Generated = here.Generated
			require.Empty(t, cmp.Diff(written(t, child), written(t, here)))
		})
	}
}

func TestSimulation_ReportIsTheChildsAtEveryLevel(t *testing.T) {
	t.Parallel()
	for _, level := range report.Levels() {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			for _, name := range []string{"quest-3", "monado"} {
				requireSameReport(t, level, device(t, name))
			}
			for _, sheet := range []simulated.Sheet{deskSheet(), headlessSheet()} {
				requireSameReport(t, level, probe.Simulation{Name: "desk", Sheet: sheet})
			}
		})
	}
}

func TestSimulation_ReportIsTheChildsIfCommandsFail(t *testing.T) {
	t.Parallel()
	for _, command := range []string{
		"xrNegotiateLoaderRuntimeInterface", "xrEnumerateInstanceExtensionProperties", "xrCreateInstance", "xrGetInstanceProperties", "xrGetSystem",
		"xrGetSystemProperties", "xrEnumerateViewConfigurations", "xrEnumerateEnvironmentBlendModes",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			sheet := deskSheet()
			sheet.Calls = map[string]simulated.Call{command: {Result: "XR_ERROR_RUNTIME_FAILURE"}}
			requireSameReport(t, report.LevelProperties, probe.Simulation{Name: "desk", Sheet: sheet})
		})
	}
}

// An empty list is an answer, and null is none: a child must get the sheet as it is.
func TestSimulation_ReportIsTheChildsOfEmptyLists(t *testing.T) {
	t.Parallel()
	sheet := deskSheet()
	sheet.Runtime.Extensions = []simulated.Extension{{Name: "XR_EXT_spatial_entity"}}
	sheet.Systems[0].SpatialCapabilities = []string{}
	requireSameReport(t, report.LevelProperties, probe.Simulation{Name: "desk", Sheet: sheet})
}

// Nothing in this process could end a command that waits, so such a sheet is refused at once. Below
// the level library no command is called.
func TestSimulation_ASheetThatWaitsNeedsAChild(t *testing.T) {
	t.Parallel()
	sheet := deskSheet()
	sheet.Calls = map[string]simulated.Call{
		"xrGetSystem": {Result: "XR_ERROR_RUNTIME_FAILURE"}, "xrGetSystemProperties": {DelayMS: 60_000}, "xrCreateInstance": {DelayMS: 1},
	}
	s := probe.Simulation{Name: "desk", Sheet: sheet}
	found, err := s.Report(t.Context())
	require.Nil(t, found)
	require.ErrorIs(t, err, probe.ErrNoHelper)
	require.EqualError(t, err, `the data sheet "desk" makes xrCreateInstance wait, and only a child process can be ended in time: set Prober.Helper to probe.Executable or probe.Self`)
	found, err = probe.Prober{}.Probe(t.Context(), probe.Request{Level: report.LevelBinary, Simulate: &s})
	require.NoError(t, err)
	require.Equal(t, report.StatusNotRun, found.Runtimes[0].Status)
}

// A wrong sheet is one error, in whichever process it would be asked.
func TestSimulation_AWrongSheetIsOneError(t *testing.T) {
	t.Parallel()
	wrong := deskSheet()
	wrong.Systems[0].ViewConfigurations[0].BlendModes = []string{"XR_BLEND"}
	for text, sheet := range map[string]simulated.Sheet{
		`the data sheet "desk" cannot be used: schema: "" is not the schema of a data sheet: write "xrprobe.sheet/1"`: {},
		`the data sheet "desk" cannot be used: A headset at a desk: systems[0].view_configurations[0].blend_modes[0]: "XR_BLEND" is not known here: use one of ` +
			`XR_ENVIRONMENT_BLEND_MODE_OPAQUE, XR_ENVIRONMENT_BLEND_MODE_ADDITIVE, XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND`: wrong,
	} {
		s := probe.Simulation{Name: "desk", Sheet: sheet}
		found, err := s.Report(t.Context())
		require.Nil(t, found)
		require.EqualError(t, err, text)
		require.ErrorIs(t, err, probe.ErrRequest)
		require.ErrorIs(t, err, simulated.ErrSheet)
		for _, helper := range []probe.Helper{probe.Self(), probe.InProcess()} {
			_, err = probe.Prober{Helper: helper}.Probe(t.Context(), probe.Request{Simulate: &s})
			require.EqualError(t, err, text)
		}
	}
}

// That too many runtimes are open is no fact about the sheet, so no report says it. The test would
// take the runtimes of others, so it runs alone.
func TestSimulation_ReportNeedsARuntime(t *testing.T) {
	t.Parallel()
	if !alone(t) {
		return
	}
	s := device(t, "quest-3")
	var open []*simulated.Runtime
	for range 64 {
		runtime, err := simulated.New(s.Sheet)
		require.NoError(t, err)
		open = append(open, runtime)
	}
	found, err := s.Report(t.Context())
	require.Nil(t, found)
	require.ErrorIs(t, err, simulated.ErrTooMany)
	open[0].Close()
	for range 100 { // each report releases its runtime
		_, err = s.Report(t.Context())
		require.NoError(t, err)
	}
}

func TestSimulation_ReportEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := device(t, "quest-3").Report(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

// A runtime of this machine still needs a helper.
func TestHelper_TheZeroHelperAsksSheetsOnly(t *testing.T) {
	t.Parallel()
	found, err := probe.Prober{}.Probe(t.Context(), probe.Request{})
	require.Nil(t, found)
	require.ErrorIs(t, err, probe.ErrNoHelper)
}
