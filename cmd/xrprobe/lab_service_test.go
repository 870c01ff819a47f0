// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

func TestLabService_Stopped(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, program, "--json")
	require.Equal(t, 3, result.ExitCode)
	r := reportOf(t, result)
	stopped := r.Active()
	require.Equal(t, report.StatusFailed, stopped.Status)
	require.Equal(t, report.LevelExtensions, *stopped.Reached)
	require.Equal(t, report.LevelInstance, stopped.Cause.Level)
	require.Equal(t, "XR_ERROR_RUNTIME_FAILURE", *stopped.Cause.Result)
	require.Contains(t, *stopped.Cause.Fix, "monado-service")
	require.Equal(t, report.Unknown, r.Modes[1].Support)
	require.NotEmpty(t, stopped.Extensions)
}

// The answer changes when the service starts and stops.
func TestLabService_StartedAndStopped(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", strings.ReplaceAll(
		`X -q check immersive-vr; echo $?; monado-start >&2 && X -q check immersive-vr; echo $?; monado-stop >&2; X -q check immersive-vr; echo $?`, "X", program))
	require.Equal(t, "3\n0\n3\n", result.Stdout, result.Stderr)
}

func TestLabResolve_NothingInstalled(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", "rm -rf /etc/xdg/openxr /usr/share/openxr && "+program)
	require.Zero(t, result.ExitCode)
	require.Contains(t, result.Stdout, "no OpenXR runtime is active here")
	require.Empty(t, result.Stderr)
	require.LessOrEqual(t, strings.Count(result.Stdout, "\n"), 24, "one screen")
}

// A library that crashes when it is loaded is one clear answer.
func TestLabRuntime_CrashesWhenLoaded(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	library := compiled.Library(t, "segv@load")
	manifest := compiled.Manifest(t, library)
	result := inLab(t, lab.Options{Binds: []string{program, library, manifest}, Env: []string{"XR_RUNTIME_JSON=" + manifest}}, program)
	require.Equal(t, 3, result.ExitCode)
	require.Contains(t, result.Stdout, "the runtime crashed (SIGSEGV) while its library was loaded")
}
