// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

func TestLabProbe_ValidationLayerFindsNothing(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	heard := validated(t, program, program+" --json --via loader >/dev/null 2>&1")
	require.Equal(t, 1, strings.Count(heard, "VUID"), heard)
	require.Contains(t, heard, "Core Validation Layer is initialized")
}

// The layer finds the mistake of this program, so its silence elsewhere means something.
func TestLabValidationLayer_FindsAMistake(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "openxr/testdata/tour") // its last call passes a structure of a wrong type
	require.Contains(t, validated(t, program, program+" >/dev/null 2>&1"), "VUID-XrSystemProperties-type-type")
}

// validated runs a shell command beside Monado under the validation layer, and returns what
// the layer wrote.
func validated(t *testing.T, program, command string) string {
	t.Helper()
	result := inLab(t, lab.Options{
		Monado: true, Binds: []string{program},
		Env: []string{
			"XR_ENABLE_API_LAYERS=XR_APILAYER_LUNARG_core_validation",
			"XR_CORE_VALIDATION_EXPORT_TYPE=text", "XR_CORE_VALIDATION_FILE_NAME=/tmp/validation.txt",
		},
	}, "sh", "-c", command+" && echo ended && cat /tmp/validation.txt")
	_, heard, ended := strings.Cut(result.Stdout, "ended\n")
	require.True(t, ended, "%s%s", result.Stdout, result.Stderr)
	return heard
}

// The core validation layer of loader 1.1.47 refuses outputs that begin with no flag, or with a value that their type has not, and
// then the runtime is never asked. Everything that a runtime lists is answered behind it.
func TestLabProbe_ValidationLayerRefusesNoOutput(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program, manifest := built(t, "cmd/xrprobe"), compiled.Runtime(t, "many")
	for _, via := range []string{"direct", "loader"} {
		result := inLab(t, lab.Options{
			Binds: []string{program, filepath.Dir(filepath.Dir(manifest))},
			Env:   []string{"XR_RUNTIME_JSON=" + manifest, "XR_ENABLE_API_LAYERS=XR_APILAYER_LUNARG_core_validation", "XR_CORE_VALIDATION_EXPORT_TYPE=text", "XR_CORE_VALIDATION_FILE_NAME=/tmp/validation.txt"},
		}, program, "--json", "--level", "properties", "--via", via)
		var found report.Report
		require.NoError(t, json.Unmarshal([]byte(result.Stdout), &found), "%s%s", result.Stdout, result.Stderr)
		require.NotEmpty(t, found.Active().Systems, "%s: %+v %+v", via, found.Active().Cause, found.Problems)
		asked := []string{}
		for _, property := range found.Active().Systems[0].Properties {
			require.NotEqual(t, report.PropertyFailed, property.State, property.Struct)
			asked = append(asked, property.Struct)
		}
		require.Contains(t, asked, "XrSystemPassthroughProperties2FB", "the runtime lists XR_FB_passthrough")
	}
}
