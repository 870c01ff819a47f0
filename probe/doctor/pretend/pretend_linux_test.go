// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor"
)

// examine lays a machine out and examines it.
func examine(t *testing.T, e Example) (Pretended, string) {
	t.Helper()
	root := t.TempDir()
	t.Cleanup(func() { remove(root) })
	require.NoError(t, e.Lay(root))
	found, err := e.Examine(t.Context(), probe.Prober{}, root)
	require.NoError(t, err)
	return found, root
}

func (p Pretended) ids() []string {
	var ids []string
	for _, problem := range p.Report.Problems {
		ids = append(ids, problem.ID)
	}
	return ids
}

// skipIfOpen skips what root cannot see, whom no mode keeps out.
func skipIfOpen(t *testing.T, e Example) {
	t.Helper()
	if e.ID != "closed_directory" {
		return
	}
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0))
	if _, err := os.ReadDir(dir); err == nil {
		t.Skip("no directory is closed to this user")
	}
}

// eachExample runs a test for the machine of each ID.
func eachExample(t *testing.T, test func(t *testing.T, e Example)) {
	t.Helper()
	for _, id := range IDs() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			e, err := Read(id)
			require.NoError(t, err)
			test(t, e)
		})
	}
}

// Every ID has a machine, and every machine an ID.
func TestExamples_AreThoseOfTheCatalogue(t *testing.T) {
	t.Parallel()
	require.Equal(t, doctor.IDs(), IDs())
}

// A machine has its problem, once, and no others but those that it names: no two linters tell one fault.
func TestExamples_HaveTheirProblemAlone(t *testing.T) {
	t.Parallel()
	eachExample(t, func(t *testing.T, e Example) {
		skipIfOpen(t, e)
		found, _ := examine(t, e)
		want := append([]string{e.ID}, e.Also()...)
		got := found.ids()
		slices.Sort(want)
		slices.Sort(got)
		require.Equal(t, want, got, "%+v", found.Report.Problems)
		says := found.Report.Problems[slices.Index(found.ids(), e.ID)].Text
		require.Contains(t, says, strings.TrimSpace(e.parts["says"]))
	})
}

// The near miss differs in little, and has not the problem.
func TestExamples_NearMissesHaveItNot(t *testing.T) {
	t.Parallel()
	eachExample(t, func(t *testing.T, e Example) {
		other, is := e.NearMiss()
		require.True(t, is)
		found, _ := examine(t, other)
		require.Empty(t, found.Report.Problems)
	})
}

// What a page with other answers leaves out is found by thorough examinations only.
func TestExamples_PagesLeaveOutWhatIsThorough(t *testing.T) {
	t.Parallel()
	thorough := 0
	for _, entry := range doctor.Catalogue() {
		if !entry.Thorough {
			continue
		}
		thorough++
		t.Run(entry.ID, func(t *testing.T) {
			t.Parallel()
			e, err := Read(entry.ID)
			require.NoError(t, err)
			root := t.TempDir()
			require.NoError(t, e.Lay(root))
			found, err := e.examine(t.Context(), probe.Prober{}, root, false)
			require.NoError(t, err)
			require.NotContains(t, found.ids(), entry.ID)
		})
	}
	require.Greater(t, thorough, 20)
}

// The directory in which a machine is laid out is in nothing that is said.
func TestExamples_SayNothingOfTheDirectory(t *testing.T) {
	t.Parallel()
	eachExample(t, func(t *testing.T, e Example) {
		found, root := examine(t, e)
		text, err := json.Marshal([]any{found.Report, found.Evidence, found.About})
		require.NoError(t, err)
		require.NotContains(t, string(text), root)
		require.NotContains(t, string(text), filepath.Base(filepath.Dir(root)))
		require.Len(t, found.Evidence, len(found.Report.Problems))
	})
}

// Nothing is left behind.
func TestExamine_RemovesTheMachine(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, id := range []string{"library_missing", "closed_directory", "dead_socket"} {
		if _, err := Examine(t.Context(), probe.Prober{}, id); err != nil { // root sees what is closed to others
			require.EqualError(t, err, "this user, on linux, cannot see what is wrong on the example machine: The user may not look into the directory of installed runtimes.")
		}
	}
	left, err := os.ReadDir(os.TempDir())
	require.NoError(t, err)
	require.Empty(t, left)
	_, err = Examine(t.Context(), probe.Prober{}, "none")
	require.EqualError(t, err, `no example machine has the problem "none"`)
}

// A machine that is well, examined in this process.
func BenchmarkExamine_WellMachine(b *testing.B) {
	e, err := Read("library_missing")
	require.NoError(b, err)
	well, _ := e.NearMiss()
	root := b.TempDir()
	require.NoError(b, well.Lay(root))
	for b.Loop() {
		found, err := well.Examine(b.Context(), probe.Prober{}, root)
		require.NoError(b, err)
		require.Empty(b, found.Report.Problems)
	}
}
