// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package headset_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/headset"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

const (
	hmd      = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"
	handheld = "XR_FORM_FACTOR_HANDHELD_DISPLAY"
	stereo   = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO"
)

func system(formFactor string, status report.SystemStatus) report.System {
	s := report.System{FormFactor: formFactor, Status: status}
	if status == report.SystemAvailable {
		s.Name = new("Test " + strings.ToLower(formFactor[len("XR_FORM_FACTOR_"):][:4]))
		s.ViewConfigurations = []report.ViewConfiguration{{Type: stereo, BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}}}
		return s
	}
	s.Result = new("XR_ERROR_" + strings.ToUpper(string(status)))
	return s
}

func asked(id string, systems ...report.System) report.Runtime {
	return report.Runtime{ID: id, Level: report.LevelProperties, Status: report.StatusOK, Systems: systems}
}

func unasked(id string, level report.Level) report.Runtime {
	return report.Runtime{ID: id, Level: level, Status: report.StatusNotRun}
}

func failed(id, code string, level report.Level, result *string, systems ...report.System) report.Runtime {
	return report.Runtime{
		ID: id, Level: report.LevelProperties, Status: report.StatusFailed, Systems: systems,
		Cause: &report.Cause{Code: code, Level: level, Text: "a whole sentence", Result: result},
	}
}

func active(r report.Runtime) report.Runtime {
	r.Active = true
	return r
}

func described(s report.System) string { return *s.Name }

func lines(r *report.Report) []string {
	var texts []string
	for _, line := range headset.Lines(r, described) {
		texts = append(texts, line.Label+": "+line.Text)
	}
	return texts
}

var (
	there       = system(hmd, report.SystemAvailable)
	unplugged   = system(hmd, report.SystemUnavailable)
	never       = system(hmd, report.SystemUnsupported)
	broken      = system(hmd, report.SystemFailed)
	phone       = system(handheld, report.SystemAvailable)
	noPhone     = system(handheld, report.SystemUnsupported)
	unavailable = new("XR_ERROR_RUNTIME_UNAVAILABLE")
)

func TestLines_SayNoneOnlyOfWhatAnswered(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name     string
		runtimes []report.Runtime
		want     []string
	}{
		{"the search failed", nil, []string{"Headset: unknown: the search for the active runtime failed"}},
		{"no runtime", []report.Runtime{}, []string{"Headset: none known: no OpenXR runtime is active here"}},
		{"a headset", []report.Runtime{active(asked("a", there, noPhone))}, []string{"Headset: Test head"}},
		{"none connected", []report.Runtime{active(asked("a", unplugged, noPhone))}, []string{"Headset: none connected"}},
		{"none connected, by name", []report.Runtime{asked("a", unplugged, noPhone)}, []string{"Headset: none connected"}},
		{"none supported", []report.Runtime{active(asked("a", never, noPhone))}, []string{"Headset: none: no head-mounted display is supported by the runtime"}},
		{"a handheld display only", []report.Runtime{active(asked("a", never, phone))}, []string{
			"Headset: none: no head-mounted display is supported by the runtime", "Handheld: Test hand",
		}},
		{"a handheld display, and no headset now", []report.Runtime{active(asked("a", unplugged, phone))}, []string{"Headset: none connected", "Handheld: Test hand"}},
		{"xrGetSystem failed", []report.Runtime{active(asked("a", broken, noPhone))}, []string{"Headset: unknown: xrGetSystem of the runtime failed (XR_ERROR_FAILED)"}},
		{"a status of a later version", []report.Runtime{active(asked("a", report.System{FormFactor: hmd, Status: "100%"}))}, []string{
			"Headset: unknown: xrGetSystem of the runtime failed (100%)",
		}},
		{"no form factor", []report.Runtime{active(asked("a", []report.System{}...))}, []string{
			"Headset: none: the runtime answered for no head-mounted display",
		}},
		{"files only", []report.Runtime{active(unasked("a", report.LevelBinary))}, []string{"Headset: unknown: nothing was asked of the runtime, only files were read"}},
		{"files only, by name", []report.Runtime{unasked("a", report.LevelManifest)}, []string{"Headset: unknown: nothing was asked of the runtime, only files were read"}},
		{"asked too little", []report.Runtime{report.Runtime{ID: "a", Level: report.LevelExtensions, Status: report.StatusOK}}, []string{
			"Headset: unknown: nothing above the level extensions was asked of the runtime",
		}},
		{"a library that is gone, by name", []report.Runtime{failed("a", "library_missing", report.LevelBinary, nil)}, []string{
			"Headset: unknown: the runtime could not be asked (library missing)",
		}},
		{"a manifest that is gone", []report.Runtime{active(failed("a", "manifest_missing", report.LevelManifest, unavailable))}, []string{
			"Headset: unknown: the runtime could not be asked (manifest missing)",
		}},
		{"the service is down, by name", []report.Runtime{failed("a", "xr_error", report.LevelInstance, unavailable)}, []string{
			"Headset: unknown: the runtime did not answer (failed at the level instance)",
		}},
		{"a crash", []report.Runtime{active(failed("a", "crashed", report.LevelSystem, nil, []report.System{}...))}, []string{
			"Headset: unknown: the runtime did not answer (crashed)",
		}},
		{"a crash after the answer", []report.Runtime{active(failed("a", "crashed", report.LevelSystem, nil, unplugged))}, []string{"Headset: none connected"}},
		{"a crash with a headset", []report.Runtime{active(failed("a", "timed_out", report.LevelProperties, nil, there, noPhone))}, []string{"Headset: Test head"}},
		{"all, files only", []report.Runtime{unasked("a", report.LevelBinary), unasked("b", report.LevelBinary), unasked("c", report.LevelBinary)}, []string{
			"Headset: unknown: nothing was asked of a, b and c, only files were read",
		}},
		{"all, each in its way", []report.Runtime{
			active(asked("a", unplugged, phone)), failed("b", "crashed", report.LevelInstance, nil), asked("c", there), asked("d", unplugged),
			failed("e", "library_missing", report.LevelBinary, nil), asked("f", never), failed("g", "crashed", report.LevelSystem, nil), asked("h", broken),
		}, []string{
			"Headset: Test head; of the runtime c",
			"Headset: unknown: b and g did not answer (crashed)",
			"Headset: unknown: e could not be asked (library missing)",
			"Headset: unknown: xrGetSystem of h failed (XR_ERROR_FAILED)",
			"Headset: none connected, according to a and d",
			"Headset: none: no head-mounted display is supported by f",
			"Handheld: Test hand; of the runtime a",
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, lines(&report.Report{Runtimes: row.runtimes, Resolution: &report.Resolution{}}))
		})
	}
}

// If the search for the active runtime failed, an empty list is no "none".
func TestLines_AFailedSearchIsUnknown(t *testing.T) {
	t.Parallel()
	r := &report.Report{Runtimes: []report.Runtime{}, Problems: []report.Problem{{ID: report.ProblemDiscoveryFailed}}}
	require.Equal(t, []string{"Headset: unknown: it is not known which runtime is active"}, lines(r))
	require.Equal(t, []string{"Headset: unknown: no runtime was asked"}, lines(&report.Report{}))
}

// The first line and the modes are made of the same answers: over all statuses, levels and
// ends, neither says "no" where the other says "unknown".
func TestLines_AgreeWithTheModes(t *testing.T) {
	t.Parallel()
	var runtimes []report.Runtime
	for _, status := range []report.SystemStatus{report.SystemAvailable, report.SystemUnavailable, report.SystemUnsupported, report.SystemFailed} {
		for _, other := range []report.SystemStatus{report.SystemAvailable, report.SystemUnavailable, report.SystemUnsupported, report.SystemFailed} {
			runtimes = append(runtimes, asked("a", system(hmd, status), system(handheld, other)),
				failed("a", "timed_out", report.LevelProperties, nil, system(hmd, status), system(handheld, other)))
		}
		runtimes = append(runtimes, failed("a", "crashed", report.LevelSystem, nil, system(hmd, status)))
	}
	for _, level := range report.Levels() {
		runtimes = append(runtimes, failed("a", "crashed", level, nil), failed("a", "xr_error", level, unavailable, []report.System{}...))
		if !level.AtLeast(report.LevelSystem) {
			runtimes = append(runtimes, unasked("a", level))
		}
	}
	said := map[string]bool{}
	for i, runtime := range runtimes {
		for _, isActive := range []bool{false, true} {
			runtime.Active = isActive
			r := &report.Report{Runtimes: []report.Runtime{runtime}}
			vr := modes.OfReport(r, modes.UserAgent{ARModule: true})[1].Support
			first := headset.Lines(r, described)[0].Text
			about := fmt.Sprintf("%d: %s: %s", i, vr, first)
			require.Equal(t, vr == report.Supported, strings.HasPrefix(first, "Test"), about)
			require.Equal(t, vr == report.Unavailable, first == "none connected", about)
			require.Equal(t, vr == report.Unsupported, strings.HasPrefix(first, "none: "), about)
			require.Equal(t, vr == report.Unknown, strings.HasPrefix(first, "unknown: "), about)
			said[string(vr)] = true
		}
	}
	require.Len(t, said, 4)
}
