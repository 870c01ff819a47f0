// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// answer is everything about a runtime that its data sheet decides.
type answer struct {
	Name, Version, APIVersion *string
	Extensions                []report.Extension
	Systems                   []report.System
}

func answerOf(t *testing.T, r *report.Report) answer {
	t.Helper()
	require.Len(t, r.Runtimes, 1)
	asked := r.Runtimes[0]
	require.Equal(t, report.StatusOK, asked.Status, "%+v", asked.Cause)
	for i := range asked.Systems {
		asked.Systems[i].Modes = nil
	}
	return answer{asked.Name, asked.Version, asked.APIVersion, asked.Extensions, asked.Systems}
}

func sheetOf(t *testing.T, name string) simulated.Sheet {
	t.Helper()
	sheet, err := devices.Sheet(name)
	require.NoError(t, err)
	return sheet
}

// askSheet asks a sheet in the process that the helper starts.
func askSheet(t *testing.T, helper probe.Helper, name string) answer {
	t.Helper()
	found, err := probe.Prober{Helper: helper}.Probe(t.Context(), probe.Request{
		Simulate: &probe.Simulation{Name: name, Sheet: sheetOf(t, name)},
	})
	require.NoError(t, err)
	return answerOf(t, found)
}

// A probe reports what is in the sheet, in process and from a child.
func TestSheets_SameInProcessAndInAChild(t *testing.T) {
	t.Parallel()
	for _, name := range devices.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inProcess := askSheet(t, probe.InProcess(), name)
			require.Empty(t, cmp.Diff(inProcess, askSheet(t, probe.Self(), name)))
			sheet, _ := sheetOf(t, name).Filled()
			require.Equal(t, sheet.Runtime.Name, inProcess.Name)
			require.Equal(t, sheet.Runtime.Version, inProcess.Version)
			require.Len(t, inProcess.Extensions, len(sheet.Runtime.Extensions))
			require.Equal(t, sheet.Systems[0].ViewConfigurations[0].BlendModes, inProcess.Systems[0].ViewConfigurations[0].BlendModes)
		})
	}
}

// The same sheet compiled as a library in C gives the same answers, directly and through
// the Khronos loader.
func TestLabSheets_EqualTheirCopiesInC(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	options := lab.Options{Binds: []string{built(t, "cmd/xrprobe")}}
	command := "set -e"
	for _, name := range devices.Names() {
		library := compiled.SheetLibrary(t, sheetOf(t, name))
		manifest := compiled.Manifest(t, library)
		options.Binds = append(options.Binds, library, manifest)
		for _, via := range []string{"direct", "loader"} {
			command += "; " + options.Binds[0] + " -q -o json --via " + via + " --runtime " + manifest + " | jq -c ."
		}
	}
	result := inLab(t, options, "sh", "-c", command)
	reports := strings.Split(strings.TrimSpace(result.Stdout), "\n")
	require.Len(t, reports, 2*len(devices.Names()), result.Stderr)
	for i, name := range devices.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := askSheet(t, probe.InProcess(), name)
			require.Empty(t, cmp.Diff(want, copied(t, reports[2*i])), "direct")
			want.Extensions = withLoaders(want.Extensions)
			require.Empty(t, cmp.Diff(want, copied(t, reports[2*i+1])), "through the Khronos loader")
		})
	}
}

func copied(t *testing.T, line string) answer {
	t.Helper()
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(line), &r))
	return answerOf(t, &r)
}

// withLoaders adds the extension that the Khronos loader implements itself. If the runtime
// has it too, the newer version counts.
func withLoaders(extensions []report.Extension) []report.Extension {
	own := report.Extension{Name: "XR_EXT_debug_utils", Version: 5}
	for i := range extensions {
		if extensions[i].Name == own.Name {
			extensions[i].Version = max(extensions[i].Version, own.Version)
			return extensions
		}
	}
	return append(extensions, own)
}
