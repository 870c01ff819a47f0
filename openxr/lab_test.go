// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// runTour runs the tour of the package in the lab, and returns what it prints.
func runTour(t *testing.T, environment ...string) string {
	t.Helper()
	inLab := lab.Require(t)
	program := filepath.Join(t.TempDir(), "tour")
	build := exec.Command("go", "build", "-o", program, "./testdata/tour")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	result, err := inLab.Run(t.Context(), lab.Options{Monado: true, Binds: []string{program}, Env: environment}, program)
	require.NoError(t, err)
	require.Zero(t, result.ExitCode, "%s%s", result.Stdout, result.Stderr)
	return result.Stdout
}

func TestLabTour_UsesTheWholePackage(t *testing.T) {
	t.Parallel()
	out := runTour(t)
	require.Contains(t, out, "layer: XR_APILAYER_LUNARG_core_validation 1\n")
	require.Regexp(t, "system: Monado: Simulated HMD hand tracking reported: true supported: (true|false)\n", out)
	require.Contains(t, out, "path: /user/hand/left\n")
	require.Regexp(t, `spaces: \[.*XR_REFERENCE_SPACE_TYPE_LOCAL.*\]`, out)
	require.Contains(t, out, "state: XR_SESSION_STATE_READY\n")
	require.NotContains(t, out, "message:")
}

// The message of the validation layer arrives in Go, and there is none before the one wrong call.
func TestLabOnDebugMessage_FromTheValidationLayer(t *testing.T) {
	t.Parallel()
	out := runTour(t, "XR_ENABLE_API_LAYERS=XR_APILAYER_LUNARG_core_validation")
	require.Contains(t, out, "message: VUID-XrSystemProperties-type-type xrGetSystemProperties\n")
	before, _, _ := strings.Cut(out, "message:")
	require.Contains(t, before, "state: XR_SESSION_STATE_READY\n", "all calls before the message were right")
	require.Contains(t, out, "wrong type: XR_ERROR_VALIDATION_FAILURE\n")
}
