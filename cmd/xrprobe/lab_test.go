// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// built compiles a command of this module as users do, without cgo, and returns its path.
func built(t *testing.T, pkg string, environment ...string) string {
	t.Helper()
	directory := t.TempDir()
	command := exec.Command("go", "build", "-o", directory+"/", "github.com/xrprobe/xrprobe/"+pkg)
	command.Env = append(append(command.Environ(), "CGO_ENABLED=0"), environment...)
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	programs, err := filepath.Glob(filepath.Join(directory, "*"))
	require.NoError(t, err)
	require.Len(t, programs, 1)
	return programs[0]
}

// inLab runs a command in the lab.
func inLab(t *testing.T, options lab.Options, args ...string) lab.Result {
	t.Helper()
	result, err := lab.Require(t).Run(t.Context(), options, args...)
	require.NoError(t, err)
	return result
}

func reportOf(t *testing.T, result lab.Result) report.Report {
	t.Helper()
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(result.Stdout), &r), "%s%s", result.Stdout, result.Stderr)
	return r
}
