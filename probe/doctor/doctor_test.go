// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

func TestLinters_AreNamedOnceAndExplained(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, linter := range Linters() {
		require.Regexp(t, `^[a-z][a-z0-9_]*$`, linter.ID)
		require.False(t, seen[linter.ID], linter.ID)
		seen[linter.ID] = true
		require.Regexp(t, `^[A-Z].*\.$`, linter.Explain, linter.ID)
		require.NotNil(t, linter.Check, linter.ID)
	}
}

// Every ID under which a linter reports is in the catalogue, once.
func TestCatalogue_HasWhatLintersReport(t *testing.T) {
	t.Parallel()
	ids := IDs()
	require.Len(t, slices.Compact(slices.Clone(ids)), len(ids), "sorted, and each once")
	require.Greater(t, len(ids), 90)
	for _, linter := range Linters() {
		reports := linter.Reports
		if reports == nil {
			reports = []string{linter.ID}
		}
		for _, id := range reports {
			require.Contains(t, ids, id, linter.ID)
		}
	}
}

func TestInspect_OpensNoLibraryAtTheLevelManifest(t *testing.T) {
	t.Parallel()
	library := loader.Manifest{Library: "/gone.so"}
	p := &Patient{Machine: Machine{Host: loader.Host{Root: t.TempDir(), GOOS: "linux"}}}
	require.NotNil(t, p.Inspect(library).Problem)
	p.Level = report.LevelManifest
	require.Zero(t, p.Inspect(library))
}

// What only may end programs is no error: nobody saw one fail.
func TestStoppingLayers_AnErrorOnlyIfItIsCertain(t *testing.T) {
	t.Parallel()
	for stopped, want := range map[report.Stopped]report.Severity{report.StoppedYes: report.SeverityError, report.StoppedMaybe: report.SeverityWarning} {
		r := &report.Report{Program: &report.Program{Because: new("because"), Fix: new("fix"), Stopped: stopped}}
		found := stoppingLayers.Check(t.Context(), &Patient{Report: r})
		require.Len(t, found, 1)
		require.Equal(t, want, found[0].Severity, stopped)
	}
}
