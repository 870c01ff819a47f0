// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// behindLayers runs xrprobe beside Monado, with implicit API layers that behave as words of testdata/hostile/layer.c say.
func behindLayers(t *testing.T, behaviours []string, args ...string) (*report.Report, int) {
	t.Helper()
	return behindLayersWith(t, nil, behaviours, args...)
}

// behindLayersWith is behindLayers with more variables in the environment.
func behindLayersWith(t *testing.T, environment, behaviours []string, args ...string) (*report.Report, int) {
	t.Helper()
	data := t.TempDir()
	dir := filepath.Join(data, "openxr/1/api_layers/implicit.d")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	options := lab.Options{Monado: true, Env: append([]string{"XDG_DATA_HOME=" + data}, environment...)}
	for i, behaviour := range behaviours {
		library := compiled.Layer(t, behaviour)
		options.Binds = append(options.Binds, filepath.Dir(library))
		text := fmt.Sprintf(`{"file_format_version": "1.0.0", "api_layer": {"name": %q, "library_path": %q, "api_version": "1.0", "implementation_version": "1", "disable_environment": "OFF_%s"}}`,
			behaviour, library, behaviour)
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.json", i)), []byte(text), 0o644))
	}
	program := built(t, "cmd/xrprobe")
	options.Binds = append(options.Binds, program, data)
	result := inLab(t, options, append([]string{program, "-o", "json"}, args...)...)
	var found report.Report
	require.NoError(t, json.Unmarshal([]byte(result.Stdout), &found), "%s%s", result.Stdout, result.Stderr)
	return &found, result.ExitCode
}

// TestLabLayers_OneThatStopsEveryProgramIsNamed holds what the files cannot tell: only running the layer, or the Khronos loader,
// shows it.
func TestLabLayers_OneThatStopsEveryProgramIsNamed(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	for _, row := range []struct {
		behaviours       []string
		result, because  string
		named            string
		immersiveSupport report.Support
	}{
		{behaviours: []string{"GOOD"}, result: "XR_SUCCESS", immersiveSupport: report.Supported},
		{behaviours: []string{"REFUSES"}, result: "XR_ERROR_INITIALIZATION_FAILED", because: "returned XR_ERROR_INITIALIZATION_FAILED", named: "REFUSES", immersiveSupport: report.Unavailable},
		{behaviours: []string{"ABORTS"}, because: "it crashed (SIGABRT)", named: "ABORTS", immersiveSupport: report.Unavailable},
		{behaviours: []string{"PREVENTS"}, result: "XR_ERROR_VALIDATION_FAILURE", because: "xrCreateInstance: XR_ERROR_VALIDATION_FAILURE, and not without it", named: "PREVENTS", immersiveSupport: report.Unavailable},
		{behaviours: []string{"GOOD", "PREVENTS"}, result: "XR_ERROR_VALIDATION_FAILURE", because: ", and not without it", named: "PREVENTS", immersiveSupport: report.Unavailable},
		{behaviours: []string{"GOOD", "REFUSES"}, result: "XR_SUCCESS", immersiveSupport: report.Supported},
	} {
		t.Run(fmt.Sprint(row.behaviours), func(t *testing.T) {
			t.Parallel()
			found, _ := behindLayers(t, row.behaviours)
			require.Equal(t, report.StatusOK, found.Active().Status, "asked without layers, the runtime works")
			if row.result == "" {
				require.Nil(t, found.Program.Result)
			} else {
				require.NotNil(t, found.Program.Result, "%+v", found.Program.Because)
				require.Equal(t, row.result, *found.Program.Result)
			}
			require.Equal(t, row.immersiveSupport, found.Modes[1].Support)
			if row.named == "" {
				require.Nil(t, found.Program.Fix)
				return
			}
			require.Contains(t, *found.Program.Because, "The API layer "+row.named+" (")
			require.Contains(t, *found.Program.Because, row.because)
			require.Contains(t, *found.Program.Fix, "export OFF_"+row.named+"=1")
		})
	}
}

// TestLabLayers_ACrashMayBeALayers checks that through the Khronos loader, with layers, a crash is not blamed on the runtime alone.
func TestLabLayers_ACrashMayBeALayers(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	found, code := behindLayers(t, []string{"GOOD", "ABORTS"}, "--via", "loader")
	require.EqualValues(t, exitInconclusive, code)
	cause := found.Active().Cause
	require.Contains(t, cause.Text, "the runtime or one of the API layers ")
	require.Contains(t, cause.Text, "GOOD")
	require.Contains(t, cause.Text, "ABORTS")
	require.Contains(t, *cause.Fix, "xrprobe --via direct")
	require.Contains(t, *found.Program.Because, "The API layer ABORTS (")
}

// TestLabLayers_ARefusedStructureMayBeALayers checks that a layer which refuses what programs pass is named, and not the
// structure alone: core_validation 1.1.47 is such a layer.
func TestLabLayers_ARefusedStructureMayBeALayers(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	found, _ := behindLayers(t, []string{"PICKY"}, "--via", "loader")
	failed := 0
	for _, property := range found.Active().Systems[0].Properties {
		if property.State == report.PropertyFailed {
			failed++
			require.Contains(t, *property.Because, "said by the runtime, or by the API layer PICKY", property.Struct)
		}
	}
	require.Positive(t, failed)
	direct, _ := behindLayers(t, []string{"PICKY"})
	for _, property := range direct.Active().Systems[0].Properties {
		require.NotEqual(t, report.PropertyFailed, property.State, property.Struct)
	}
}

// TestLabLayers_TheLoadersWarningsAreInTheLog checks that the Khronos loader is asked why it leaves a layer out.
func TestLabLayers_TheLoadersWarningsAreInTheLog(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	found, _ := behindLayers(t, []string{"GOOD", "REFUSES"}, "--via", "loader")
	require.Contains(t, *found.Active().Log, "Warning")
	require.Contains(t, *found.Active().Log, "REFUSES")
	require.Equal(t, "XR_SUCCESS", *found.Program.Result, "the layers were there when the runtime was asked")
}

// TestLabLayers_TheLoadersLogIsNotInTheReport checks that a report stays JSON where the loader writes to standard output: it
// does with every accepted value of XR_LOADER_DEBUG but none (loaders 1.1.47 and 1.1.61).
func TestLabLayers_TheLoadersLogIsNotInTheReport(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	for _, level := range []string{"error", "warn", "info", "verbose", "all"} {
		t.Run(level, func(t *testing.T) {
			t.Parallel()
			found, _ := behindLayersWith(t, []string{"XR_LOADER_DEBUG=" + level}, []string{"GOOD"}, "--via", "loader", "--level", "instance")
			require.Equal(t, "XR_SUCCESS", *found.Program.Result)
		})
	}
}

// TestLabLayers_FilesDecideAndNothingIsLoaded checks under strace that the pages which the files decide start no program and map no
// library of a runtime or layer, and that the trace would show it: from the level library up, the layers are loaded.
func TestLabLayers_FilesDecideAndNothingIsLoaded(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	loads := regexp.MustCompile(`(?m)^\d+ +mmap\(.*PROT_EXEC.*(libopenxr_monado|XrApiLayer_[a-z_]+)\.so>`)
	for command, want := range map[string]bool{"layers": false, "runtimes": false, "--level manifest": false, "--level binary": false, "--as sudo": false, "--level library": true} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			result := inLab(t, lab.Options{Monado: true, Binds: []string{program}, Env: []string{"XR_ENABLE_API_LAYERS=XR_APILAYER_LUNARG_api_dump:XR_APILAYER_LUNARG_core_validation"}},
				"sh", "-c", "strace -f -y -e trace=%process,mmap -o /tmp/trace "+program+" --json "+command+" >&2; cat /tmp/trace")
			require.Contains(t, result.Stderr, `"XR_APILAYER_LUNARG_core_validation"`, "the layers are found")
			require.Equal(t, want, loads.MatchString(result.Stdout))
			require.Equal(t, want, len(startsProgram().FindAllString(result.Stdout, -1)) > 1, "a child")
		})
	}
}
