// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
)

// installed is a prober of a machine with these runtimes, and the first one active.
func installed(t testing.TB, libraries ...string) probe.Prober {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "openxr", "1"), 0o700))
	var manifests []string
	for i, library := range libraries {
		content, err := os.ReadFile(compiled.Manifest(t, library))
		require.NoError(t, err)
		manifests = append(manifests, filepath.Join(folder, "openxr", "1", fmt.Sprintf("r%d.json", i)))
		// A new name for a function makes each manifest another runtime, even in one library.
		renamed := fmt.Sprintf(`"runtime":{"functions":{"xrNone":"none%d"},`, i)
		content = bytes.Replace(content, []byte(`"runtime":{`), []byte(renamed), 1)
		require.NoError(t, os.WriteFile(manifests[i], content, 0o600))
	}
	p := proberFor(t, probe.Self(), map[string]string{
		"XR_RUNTIME_JSON": manifests[0], "XDG_DATA_DIRS": folder, "XDG_DATA_HOME": t.TempDir(), "XDG_CONFIG_DIRS": t.TempDir(),
	})
	return p
}

func askedAll(t *testing.T, p probe.Prober) (*report.Report, time.Duration) {
	t.Helper()
	begun := time.Now()
	found, err := p.Probe(t.Context(), probe.Request{Runtime: probe.RuntimeAll, Level: report.LevelProperties, Timeout: 20 * time.Second})
	require.NoError(t, err)
	return found, time.Since(begun)
}

// inRuntimes is the time spent in all runtimes: more than what has passed where they were
// asked at once, and less where they were asked in turn.
func inRuntimes(runtimes ...report.Runtime) time.Duration {
	sum := 0.0
	for _, r := range runtimes {
		sum += *r.Timing.RuntimeMS
	}
	return time.Duration(sum * float64(time.Millisecond))
}

func TestSchedule_DifferentLibrariesAreAskedInParallel(t *testing.T) {
	t.Parallel()
	var libraries []string
	for range 8 {
		libraries = append(libraries, compiled.Library(t, "wait=300@create"))
	}
	found, took := askedAll(t, installed(t, libraries...))
	require.Len(t, found.Runtimes, 8)
	for i, r := range found.Runtimes {
		require.Equal(t, report.StatusOK, r.Status)
		require.Equal(t, fmt.Sprintf("r%d", i), r.ID, "the order is that of the machine, not of the answers")
	}
	require.Greater(t, inRuntimes(found.Runtimes...), took)
}

// One library, under whatever names, is one device's.
func TestSchedule_OneLibraryIsAskedInTurn(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t, "wait=200@create")
	link := filepath.Join(t.TempDir(), "liblink.so")
	require.NoError(t, os.Symlink(library, link))
	found, took := askedAll(t, installed(t, library, link, library))
	require.Len(t, found.Runtimes, 3)
	require.Less(t, inRuntimes(found.Runtimes...), took)
}

// Two probers on one machine, as two xrprobes are.
func TestLock_TwoProbersTakeTurns(t *testing.T) {
	t.Parallel()
	p := installed(t, compiled.Library(t, "wait=200@create"))
	p.LockFile = filepath.Join(t.TempDir(), "lock")
	var runtimes [3]report.Runtime
	begun := time.Now()
	var group sync.WaitGroup
	for i := range runtimes {
		group.Go(func() {
			found, err := p.Probe(context.Background(), probe.Request{Timeout: 20 * time.Second})
			if err == nil && len(found.Problems) == 0 {
				runtimes[i] = found.Runtimes[0]
			}
		})
	}
	group.Wait()
	took := time.Since(begun)
	for _, r := range runtimes {
		require.Equal(t, report.StatusOK, r.Status)
	}
	require.Less(t, inRuntimes(runtimes[:]...), took)
}

// The headset that one runtime holds is not there for the others until it is let go.
func TestSchedule_AsksAgainForWhatAnotherRuntimeHeld(t *testing.T) {
	t.Parallel()
	var libraries []string
	for range 3 {
		libraries = append(libraries, compiled.Library(t, "exclusive", "wait=300@system"))
	}
	found, _ := askedAll(t, installed(t, libraries...))
	for _, r := range found.Runtimes {
		require.Equal(t, report.StatusOK, r.Status, "%+v", r.Cause)
	}
	require.Empty(t, found.Problems)
}

// What one runtime does is not seen in another's answer.
func TestProbe_OneRuntimeDoesNotDisturbAnother(t *testing.T) {
	t.Parallel()
	honestLibrary := compiled.Library(t)
	p := installed(t, compiled.Library(t, "forge-for-ever@create"), honestLibrary, compiled.Library(t, "segv@load"),
		compiled.Library(t, "flood=10@create"), compiled.Library(t, "bomb=5@load", "leave=3@enumerate"))
	found, _ := askedAll(t, p)
	want := honest(found.Runtimes[1].Manifest, honestLibrary)
	want.ID, want.Active, want.Source = "r1", false, found.Runtimes[1].Source
	require.Empty(t, cmp.Diff(want, found.Runtimes[1], ignored))
	var ends []report.Status
	for _, r := range found.Runtimes {
		ends = append(ends, r.Status)
	}
	require.Equal(t, []report.Status{report.StatusFailed, report.StatusOK, report.StatusCrashed, report.StatusOK, report.StatusCrashed}, ends)
}

// An interruption ends all children, and what was known by then is there.
func TestProbe_AnInterruptionKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	p := installed(t, compiled.Library(t), compiled.Library(t, "stubborn-hang@system"))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	found, err := p.Probe(ctx, probe.Request{Runtime: probe.RuntimeAll, Level: report.LevelProperties})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Equal(t, report.StatusOK, found.Runtimes[0].Status)
	require.Equal(t, report.CauseInterrupted, found.Runtimes[1].Cause.Code)
	require.Equal(t, report.LevelInstance, *found.Runtimes[1].Reached)
}
