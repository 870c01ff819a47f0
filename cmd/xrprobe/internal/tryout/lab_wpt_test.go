// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package tryout_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

// wpt is the directory of the web platform tests, and permissionDir that of the gate, below the module's.
const (
	wpt           = "third_party/wpt"
	permissionDir = "classify/permission"
)

// outcome is a line of run.mjs: the result of a test or, without a name, of a file.
type outcome struct{ File, Name, Status, Message string }

// row is a row of a table with three columns.
type row struct{ first, second, third string }

func table(t *testing.T, name string) []row {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(top, wpt, name))
	require.NoError(t, err)
	var rows []row
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, cells, 3, line)
		rows = append(rows, row{cells[0], cells[1], cells[2]})
	}
	return rows[1:]
}

// runWPT runs web platform tests; without a file it runs all. Gate names another program than the one in xrprobe.
func runWPT(t *testing.T, l lab.Lab, program, gate, where string, files ...string) []outcome {
	t.Helper()
	root, err := filepath.Abs(top)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	options := lab.Options{Binds: []string{root, program}, Env: []string{"GATE=" + gate}}
	if gate != "" {
		options.Binds = append(options.Binds, gate)
	}
	result, err := l.Run(ctx, options, append([]string{"node", filepath.Join(root, wpt, "runner/run.mjs"), program, where}, files...)...)
	require.NoError(t, err, "%s%s", result.Stdout, result.Stderr)
	require.Zero(t, result.ExitCode, "%s%s", result.Stdout, result.Stderr)
	var outcomes []outcome
	for line := range strings.Lines(result.Stdout) {
		var o outcome
		require.NoError(t, json.Unmarshal([]byte(line), &o), line)
		outcomes = append(outcomes, o)
	}
	return outcomes
}

// The web platform tests pass on the page, whatever the headset is made of, and fail in a browser
// without the permission, for the reason that the table says.
func TestLabWPT_InChromium(t *testing.T) {
	t.Parallel()
	l := lab.Require(t)
	program := buildWithPage(t)
	for _, where := range []string{"page", "iwer"} {
		outcomes := runWPT(t, l, program, "", where)
		require.Greater(t, len(outcomes), 60)
		for _, o := range outcomes {
			if o.Status != "PASS" && (o.Name != "" || o.Status != "OK") {
				t.Errorf("%s: %s: %s: %s: %s", where, o.File, o.Name, o.Status, o.Message)
			}
		}
	}
	expected := map[string]string{}
	for _, r := range table(t, "expected-chromium.tsv") {
		require.NotEmpty(t, r.third, "%s: why", r.first)
		expected[r.first] = r.second
	}
	alone := runWPT(t, l, program, "", "chromium")
	require.Greater(t, len(alone), 60)
	for _, o := range alone {
		if o.Name == "" {
			require.Equal(t, "OK", o.Status, "%s: %s", o.File, o.Message)
			require.Contains(t, expected, o.File)
			continue
		}
		require.Equal(t, expected[o.File], o.Status, "%s: %s: %s", o.File, o.Name, o.Message)
		require.Contains(t, o.Message, "TypeError", "%s: %s", o.File, o.Name)
	}
}

// Each mutant is a gate in which one rule is broken, as in classify/permission/rules.tsv.
func TestLabWPT_FindBrokenGates(t *testing.T) {
	t.Parallel()
	l := lab.Require(t)
	program := buildWithPage(t)
	rules, err := os.ReadFile(filepath.Join(top, permissionDir, "rules.tsv"))
	require.NoError(t, err)
	named := map[string]mutation.Rule{}
	for _, rule := range mutation.Parse(t, string(rules)) {
		named[rule.Name] = rule
	}
	mutants := table(t, "mutants.tsv")
	require.GreaterOrEqual(t, len(mutants), 10)
	for _, mutant := range mutants {
		t.Run(mutant.first, func(t *testing.T) {
			rule := named[mutant.first]
			require.NotEmpty(t, rule.Code)
			broken := strings.Replace(mutation.Source(t, top, rule.File), rule.Code, rule.Instead, 1)
			gate := buildGate(t, map[string]string{rule.File: broken})
			red := 0
			for _, o := range runWPT(t, l, program, gate, "page", mutant.second) {
				if o.Name != "" && o.Status != "PASS" {
					red++
					t.Logf("%s: %s: %s", o.Status, o.Name, o.Message)
				}
			}
			require.Positive(t, red, mutant.third)
		})
	}
}
