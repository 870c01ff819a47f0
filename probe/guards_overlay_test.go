// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build rules && linux && (amd64 || arm64)

package probe_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/testdata"
)

// Each guard is taken away, in an overlay that no file on the disk knows of, and its test
// must fail.
func TestABrokenRuleOfSafetyTurnsItsTestRed(t *testing.T) {
	t.Parallel()
	for _, g := range guards {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			command := exec.Command("go", "test", "-count=1", "-overlay", testdata.Overlay(t, "..", g.edits), "-run", "^"+strings.Replace(g.test, "/", "$/", 1), ".")
			command.Env = append(os.Environ(), "CGO_ENABLED=0")
			output, err := command.CombinedOutput()
			require.Error(t, err, "%s: %s holds nothing", g.name, g.test)
			name, _, _ := strings.Cut(g.test, "/")
			require.Contains(t, string(output), "--- FAIL: "+name, "the broken code must build, and the test turn red by itself")
		})
	}
}
