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

// behind is a question to xrprobe behind implicit API layers, which behave as words of testdata/hostile/layer.c say.
type behind struct {
	layers []string
	// args are arguments of the command, and environment variables of its environment, as a shell reads them.
	args, environment string
}

// answerBehind is what xrprobe reported behind layers, and its exit status.
type answerBehind struct {
	*report.Report
	status int
}

// askedBehindLayers runs xrprobe beside Monado for each question, one after another.
func askedBehindLayers(t *testing.T, questions ...behind) []answerBehind {
	t.Helper()
	program := built(t, "cmd/xrprobe")
	options := lab.Options{Monado: true, Binds: []string{program}}
	var scripts []string
	for _, question := range questions {
		data, binds := layersIn(t, question.layers)
		options.Binds = append(append(options.Binds, data), binds...)
		scripts = append(scripts, fmt.Sprintf("XDG_DATA_HOME=%s %s %s -o json %s", data, question.environment, program, question.args))
	}
	var answers []answerBehind
	for _, result := range inOneRun(t, options, scripts...) {
		var found report.Report
		require.NoError(t, json.Unmarshal([]byte(result.Stdout), &found), "%s%s", result.Stdout, result.Stderr)
		answers = append(answers, answerBehind{&found, result.ExitCode})
	}
	return answers
}

// layersIn writes the manifests of layers into a directory for data, and returns it and what they need.
func layersIn(t *testing.T, behaviours []string) (data string, binds []string) {
	t.Helper()
	data = t.TempDir()
	dir := filepath.Join(data, "openxr/1/api_layers/implicit.d")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for i, behaviour := range behaviours {
		library := compiled.Layer(t, behaviour)
		binds = append(binds, filepath.Dir(library))
		text := fmt.Sprintf(`{"file_format_version": "1.0.0", "api_layer": {"name": %q, "library_path": %q, "api_version": "1.0", "implementation_version": "1", "disable_environment": "OFF_%s"}}`,
			behaviour, library, behaviour)
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.json", i)), []byte(text), 0o644))
	}
	return data, binds
}

// TestLabLayers_OneThatStopsEveryProgramIsNamed holds what the files cannot tell: only running the layer, or the Khronos loader,
// shows it.
func TestLabLayers_OneThatStopsEveryProgramIsNamed(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	rows := []struct {
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
	}
	var questions []behind
	for _, row := range rows {
		questions = append(questions, behind{layers: row.behaviours})
	}
	answers := askedBehindLayers(t, questions...)
	for i, row := range rows {
		t.Run(fmt.Sprint(row.behaviours), func(t *testing.T) {
			t.Parallel()
			found := answers[i]
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
	found := askedBehindLayers(t, behind{layers: []string{"GOOD", "ABORTS"}, args: "--via loader"})[0]
	require.EqualValues(t, exitInconclusive, found.status)
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
	answers := askedBehindLayers(t, behind{layers: []string{"PICKY"}, args: "--via loader"}, behind{layers: []string{"PICKY"}})
	found, direct := answers[0], answers[1]
	failed := 0
	for _, property := range found.Active().Systems[0].Properties {
		if property.State == report.PropertyFailed {
			failed++
			require.Contains(t, *property.Because, "said by the runtime, or by the API layer PICKY", property.Struct)
		}
	}
	require.Positive(t, failed)
	for _, property := range direct.Active().Systems[0].Properties {
		require.NotEqual(t, report.PropertyFailed, property.State, property.Struct)
	}
}

// TestLabLayers_TheLoadersWarningsAreInTheLog checks that the Khronos loader is asked why it leaves a layer out.
func TestLabLayers_TheLoadersWarningsAreInTheLog(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	found := askedBehindLayers(t, behind{layers: []string{"GOOD", "REFUSES"}, args: "--via loader"})[0]
	require.Contains(t, *found.Active().Log, "Warning")
	require.Contains(t, *found.Active().Log, "REFUSES")
	require.Equal(t, "XR_SUCCESS", *found.Program.Result, "the layers were there when the runtime was asked")
}

// TestLabLayers_TheLoadersLogIsNotInTheReport checks that a report stays JSON where the loader writes to standard output: it
// does with every accepted value of XR_LOADER_DEBUG but none (loaders 1.1.47 and 1.1.61).
func TestLabLayers_TheLoadersLogIsNotInTheReport(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	levels := []string{"error", "warn", "info", "verbose", "all"}
	var questions []behind
	for _, level := range levels {
		questions = append(questions, behind{layers: []string{"GOOD"}, args: "--via loader --level instance", environment: "XR_LOADER_DEBUG=" + level})
	}
	for i, found := range askedBehindLayers(t, questions...) {
		require.Equal(t, "XR_SUCCESS", *found.Program.Result, levels[i])
	}
}

// TestLabLayers_FilesDecideAndNothingIsLoaded checks under strace that the pages which the files decide start no program and map no
// library of a runtime or layer, and that the trace would show it: from the level library up, the layers are loaded.
func TestLabLayers_FilesDecideAndNothingIsLoaded(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	loads := regexp.MustCompile(`(?m)^\d+ +mmap\(.*PROT_EXEC.*(libopenxr_monado|XrApiLayer_[a-z_]+)\.so>`)
	commands := []string{"layers", "runtimes", "--level manifest", "--level binary", "--as sudo", "--level library"}
	var scripts []string
	for _, command := range commands {
		scripts = append(scripts, "strace -f -y -e trace=%process,mmap -o /tmp/trace "+program+" --json "+command+" >&2; cat /tmp/trace")
	}
	results := inOneRun(t, lab.Options{Monado: true, Binds: []string{program}, Env: []string{"XR_ENABLE_API_LAYERS=XR_APILAYER_LUNARG_api_dump:XR_APILAYER_LUNARG_core_validation"}}, scripts...)
	for i, command := range commands {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			result, want := results[i], command == "--level library"
			require.Contains(t, result.Stderr, `"XR_APILAYER_LUNARG_core_validation"`, "the layers are found")
			require.Equal(t, want, loads.MatchString(result.Stdout))
			require.Equal(t, want, len(startsProgram().FindAllString(result.Stdout, -1)) > 1, "a child")
		})
	}
}
