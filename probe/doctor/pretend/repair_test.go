// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor/devicelint"
	"github.com/xrprobe/xrprobe/probe/doctor/layerlint"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/doctor/windowslint"
)

// repaired are the linters of layers, Windows and devices, whose fixes bring no new problem at all.
var repaired = slices.Concat(layerlint.Linters(), windowslint.Linters(), devicelint.Linters())

func isRepaired(id string) bool {
	return slices.ContainsFunc(repaired, func(linter lint.Linter) bool { return linter.ID == id })
}

func problemsOf(t *testing.T, e Example) []report.Problem {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, e.Lay(root))
	found, err := e.Examine(t.Context(), probe.Prober{}, root)
	require.NoError(t, err)
	return found.Report.Problems
}

// On machines with all that linters look at, and nothing wrong, nothing is found.
func TestHealthyMachines_HaveNoProblem(t *testing.T) {
	t.Parallel()
	for _, system := range []string{"linux", "windows", "steamvr"} {
		text, err := os.ReadFile("testdata/healthy-" + system + ".txtar")
		require.NoError(t, err)
		require.Empty(t, problemsOf(t, parse(system, string(text))), system)
	}
}

// An example's sentences are for people.
func TestExamples_AreWritten(t *testing.T) {
	t.Parallel()
	for _, linter := range repaired {
		e, err := Read(linter.ID)
		require.NoError(t, err)
		require.Regexp(t, `^[A-Z].*\.$`, e.About, linter.ID)
		for _, problem := range problemsOf(t, e) {
			require.Regexp(t, `^(?:[A-Z/]|32-bit|64-bit).*[^ :]$`, problem.Text)
			require.NotContains(t, problem.Text, "..", problem.Text)
			require.NotContains(t, *problem.Fix, "..", *problem.Fix)
		}
	}
}

// The linters find nothing where nothing is.
func TestExamples_EmptyMachineHasNothing(t *testing.T) {
	t.Parallel()
	for _, linter := range repaired {
		for _, goos := range []string{"linux", "windows", "darwin"} {
			p := &lint.Patient{Report: &report.Report{}}
			p.Host.GOOS, p.Host.Root, p.Host.LookupEnv = goos, t.TempDir(), func(string) (string, bool) { return "", false }
			require.Empty(t, linter.Check(t.Context(), p), linter.ID)
		}
	}
}
