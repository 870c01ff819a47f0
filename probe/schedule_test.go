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

// proberWith returns a prober of a machine on which these libraries are installed as runtimes r0,
// r1 and so on; r0 is active.
func proberWith(t testing.TB, libraries ...string) probe.Prober {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "openxr", "1"), 0o700))
	var manifests []string
	for i, library := range libraries {
		content, err := os.ReadFile(compiled.Manifest(t, library))
		require.NoError(t, err)
		manifests = append(manifests, filepath.Join(dir, "openxr", "1", fmt.Sprintf("r%d.json", i)))
		// A new name for a function makes each manifest another runtime, even in one library.
		renamed := fmt.Sprintf(`"runtime":{"functions":{"xrNone":"none%d"},`, i)
		content = bytes.Replace(content, []byte(`"runtime":{`), []byte(renamed), 1)
		require.NoError(t, os.WriteFile(manifests[i], content, 0o600))
	}
	p := proberFor(t, probe.Self(), map[string]string{
		"XR_RUNTIME_JSON": manifests[0], "XDG_DATA_DIRS": dir, "XDG_DATA_HOME": t.TempDir(), "XDG_CONFIG_DIRS": t.TempDir(),
	})
	return p
}

// probeAll probes all runtimes, and returns the report and how long it took.
func probeAll(t *testing.T, p probe.Prober) (*report.Report, time.Duration) {
	t.Helper()
	begun := time.Now()
	found, err := p.Probe(t.Context(), probe.Request{Runtime: probe.RuntimeAll, Level: report.LevelProperties, Timeout: 20 * time.Second})
	require.NoError(t, err)
	return found, time.Since(begun)
}

// timeInRuntimes returns the sum of the times spent in the runtimes. It is longer than the probe if
// the runtimes ran in parallel, and shorter if they ran one after another.
func timeInRuntimes(runtimes ...report.Runtime) time.Duration {
	sum := 0.0
	for _, r := range runtimes {
		sum += *r.Timing.RuntimeMS
	}
	return time.Duration(sum * float64(time.Millisecond))
}

func TestSchedule_RunsDifferentLibrariesInParallel(t *testing.T) {
	t.Parallel()
	var libraries []string
	for range 8 {
		libraries = append(libraries, compiled.Library(t, "wait=300@create"))
	}
	found, took := probeAll(t, proberWith(t, libraries...))
	require.Len(t, found.Runtimes, 8)
	for i, r := range found.Runtimes {
		require.Equal(t, report.StatusOK, r.Status)
		require.Equal(t, fmt.Sprintf("r%d", i), r.ID, "the order is that of the search, not of the answers")
	}
	require.Greater(t, timeInRuntimes(found.Runtimes...), took)
}

// Runtimes of one library run one after another, even if links give the library several names.
func TestSchedule_RunsOneLibraryInTurn(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t, "wait=200@create")
	link := filepath.Join(t.TempDir(), "liblink.so")
	require.NoError(t, os.Symlink(library, link))
	found, took := probeAll(t, proberWith(t, library, link, library))
	require.Len(t, found.Runtimes, 3)
	require.Less(t, timeInRuntimes(found.Runtimes...), took)
}

// Probers that share a lock file run one runtime one after another, as several xrprobe processes
// do.
func TestLock_ProbersTakeTurns(t *testing.T) {
	t.Parallel()
	p := proberWith(t, compiled.Library(t, "wait=500@create"))
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
	require.Less(t, timeInRuntimes(runtimes[:]...), took)
}

// While one runtime uses the headset, the others report it as unavailable. They are run again
// afterwards.
func TestSchedule_RetriesABusyRuntime(t *testing.T) {
	t.Parallel()
	var libraries []string
	for range 3 {
		libraries = append(libraries, compiled.Library(t, "exclusive", "wait=300@system"))
	}
	found, _ := probeAll(t, proberWith(t, libraries...))
	for _, r := range found.Runtimes {
		require.Equal(t, report.StatusOK, r.Status, "%+v", r.Cause)
	}
	require.Empty(t, found.Problems)
}

// A hostile runtime does not change what the report says of an honest one.
func TestProbe_OneRuntimeDoesNotDisturbAnother(t *testing.T) {
	t.Parallel()
	honestLibrary := compiled.Library(t)
	p := proberWith(t, compiled.Library(t, "forge-for-ever@create"), honestLibrary, compiled.Library(t, "segv@load"),
		compiled.Library(t, "flood=10@create"), compiled.Library(t, "bomb=5@load", "leave=3@enumerate"))
	found, _ := probeAll(t, p)
	want := honestRuntime(found.Runtimes[1].Manifest, honestLibrary)
	want.ID, want.Active, want.Source = "r1", false, found.Runtimes[1].Source
	require.Empty(t, cmp.Diff(want, found.Runtimes[1], ignored))
	var ends []report.Status
	for _, r := range found.Runtimes {
		ends = append(ends, r.Status)
	}
	require.Equal(t, []report.Status{report.StatusFailed, report.StatusOK, report.StatusCrashed, report.StatusOK, report.StatusCrashed}, ends)
}

// If the context ends, all children end, and the report has what was known by then.
func TestProbe_AnInterruptionKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	p := proberWith(t, compiled.Library(t), compiled.Library(t, "stubborn-hang@system"))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	found, err := p.Probe(ctx, probe.Request{Runtime: probe.RuntimeAll, Level: report.LevelProperties})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Equal(t, report.StatusOK, found.Runtimes[0].Status)
	require.Equal(t, report.CauseInterrupted, found.Runtimes[1].Cause.Code)
	require.Equal(t, report.LevelInstance, *found.Runtimes[1].Reached)
}
