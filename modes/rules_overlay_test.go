// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build rules

package modes_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each rule's code is replaced, in an overlay that no file on the disk knows of, and the
// rule's test must fail. Other tests may fail with it; this one has to.
func TestABrokenRuleTurnsItsTestRed(t *testing.T) {
	t.Parallel()
	for _, r := range rules(t) {
		if r.code == "" {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			test, race := strings.CutSuffix(r.test, " -race")
			arguments := []string{"test", "-count=1", "-overlay", overlay(t, r), "-run", "^" + test + "$"}
			environment := append(os.Environ(), "CGO_ENABLED=0")
			if race {
				arguments, environment = append(arguments, "-race"), append(os.Environ(), "CGO_ENABLED=1")
			}
			command := exec.Command("go", append(arguments, "./"+r.pkg)...)
			command.Dir, command.Env = "..", environment
			output, err := command.CombinedOutput()
			require.Error(t, err, "%s holds nothing: %q may as well be %q", r.test, r.code, r.instead)
			require.Contains(t, string(output), "--- FAIL: "+test, "the broken code must build, and the test turn red by itself")
		})
	}
}

// overlay writes what `go build -overlay` reads: the file with the rule broken.
func overlay(t *testing.T, r rule) string {
	t.Helper()
	folder := t.TempDir()
	file, err := filepath.Abs(filepath.Join("..", r.file))
	require.NoError(t, err)
	broken := filepath.Join(folder, filepath.Base(r.file))
	require.NoError(t, os.WriteFile(broken, []byte(strings.Replace(source(t, r.file), r.code, r.instead, 1)), 0o600))
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{file: broken}})
	require.NoError(t, err)
	path := filepath.Join(folder, "overlay.json")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}
