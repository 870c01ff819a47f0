// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package tryout_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// top is the module's directory.
const top = "../../../.."

// runs is how many times the traces of a page are compared, with one strategy and the other in turn.
const runs = "100"

// maxProgram is how many bytes the page's program may have, gzipped.
const maxProgram = 4 << 20

// Chromium shows what the gate does to a page: see testdata/page.mjs.
func TestLabPage_InChromium(t *testing.T) {
	t.Parallel()
	l := lab.Require(t)
	program := buildWithPage(t)
	scripts, err := filepath.Abs("testdata")
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Minute)
	defer cancel()
	options := lab.Options{Binds: []string{scripts, program}}
	result, err := l.Run(ctx, options, "node", filepath.Join(scripts, "page.mjs"), program, runs)
	require.NoError(t, err, "%s%s", result.Stdout, result.Stderr)
	require.Zero(t, result.ExitCode, "%s%s", result.Stdout, result.Stderr)
	lines := 0
	for line := range strings.Lines(result.Stdout) {
		var test struct {
			Name     string
			Wrong    *string
			Measured string
		}
		require.NoError(t, json.Unmarshal([]byte(line), &test), line)
		lines++
		if test.Measured != "" {
			t.Log(test.Measured)
			continue
		}
		t.Run(test.Name, func(t *testing.T) {
			if test.Wrong != nil {
				t.Error(*test.Wrong)
			}
		})
	}
	require.Greater(t, lines, 8)
}

// buildWithPage builds xrprobe with the page, as "make build" does, and leaves the tree as it is.
func buildWithPage(t *testing.T) string {
	t.Helper()
	built, err := filepath.Abs(filepath.Join(top, "classify/permission/web/page/built"))
	require.NoError(t, err)
	program := filepath.Join(t.TempDir(), "xrprobe")
	goBuild(t, nil, map[string]string{
		filepath.Join(built, "gate.wasm.gz"): gzipped(t, buildGate(t, nil)),
		filepath.Join(built, "wasm_exec.js"): filepath.Join(goRoot(t), "lib/wasm/wasm_exec.js"),
	}, "-trimpath", "-tags", "webgate", "-o", program, "./cmd/xrprobe")
	return program
}

// buildGate builds the page's program. The contents replace files of the module.
func buildGate(t *testing.T, contents map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	replace := map[string]string{}
	for file, content := range contents {
		original, err := filepath.Abs(filepath.Join(top, file))
		require.NoError(t, err)
		replace[original] = filepath.Join(dir, filepath.Base(file))
		require.NoError(t, os.WriteFile(replace[original], []byte(content), 0o600))
	}
	program := filepath.Join(dir, "gate.wasm")
	goBuild(t, []string{"GOOS=js", "GOARCH=wasm"}, replace, "-trimpath", "-ldflags=-s -w", "-o", program, "./classify/permission/web/gate")
	return program
}

func goBuild(t *testing.T, environment []string, replace map[string]string, args ...string) {
	t.Helper()
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o600))
	command := exec.Command("go", append([]string{"build", "-overlay", file}, args...)...)
	command.Dir = top
	command.Env = append(append(os.Environ(), "CGO_ENABLED=0"), environment...)
	output, err := command.CombinedOutput()
	require.NoError(t, err, string(output))
}

func goRoot(t *testing.T) string {
	t.Helper()
	output, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(output))
}

// gzipped writes a file's gzipped content beside it.
func gzipped(t *testing.T, file string) string {
	t.Helper()
	from, err := os.Open(file)
	require.NoError(t, err)
	defer from.Close()
	to, err := os.Create(file + ".gz")
	require.NoError(t, err)
	defer to.Close()
	w, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	require.NoError(t, err)
	_, err = io.Copy(w, from)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	info, err := to.Stat()
	require.NoError(t, err)
	require.Less(t, info.Size(), int64(maxProgram))
	return file + ".gz"
}
