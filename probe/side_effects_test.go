// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
)

// effectLines returns side effects as short lines: "instance process started running".
func effectLines(r report.Runtime) []string {
	lines := []string{}
	for _, e := range r.SideEffects {
		text := fmt.Sprintf("%s %s %s", e.Level, e.Kind, e.Change)
		if e.State != nil {
			text += " " + string(*e.State)
		}
		if e.Kind == report.EffectFile || e.Kind == report.EffectVariable {
			text += " " + filepath.Base(e.Name)
		}
		lines = append(lines, text)
	}
	return lines
}

func TestSideEffects_HaveTheirLevel(t *testing.T) {
	t.Parallel()
	rows := []struct {
		words []string
		level report.Level
		want  []string
	}{
		{[]string{"setenv@load"}, report.LevelLibrary, []string{"library variable created XRPROBE_TEST_CHANGED", "library variable created XR_LEFT_BEHIND"}},
		{[]string{"setenv@system"}, "", []string{"system variable created XRPROBE_TEST_CHANGED", "system variable created XR_LEFT_BEHIND"}},
		{[]string{"litter-file@enumerate"}, "", []string{"extensions file created left-behind"}},
		{[]string{"listen@create"}, "", []string{"instance socket listening", "instance socket listening"}},
		{[]string{"short-lived@create", "wait=300@system"}, "", []string{"instance process started ended", "instance process started ended"}},
		{[]string{"child@load"}, report.LevelLibrary, []string{"library process started ended"}},
		{[]string{"stubborn-daemon@negotiate"}, report.LevelExtensions, []string{"library process started ended", "library process started ended"}},
		{[]string{"daemon-on-pipes@negotiate"}, report.LevelExtensions, []string{"library process started ended", "library process started ended"}},
		{[]string{"child@enumerate", "segv@enumerate"}, "", []string{"extensions process started ended"}},
		{[]string{"child@enumerate", "hang@enumerate"}, "", []string{"extensions process started ended"}},
	}
	for _, row := range rows {
		t.Run(compiled.HostileName(row.words...), func(t *testing.T) {
			t.Parallel()
			limit := 20 * time.Second
			if strings.HasPrefix(row.words[len(row.words)-1], "hang") {
				limit = hostileTimeout
			}
			got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, row.words...), probe.Request{Level: row.level, Timeout: limit})
			require.Equal(t, row.want, effectLines(got))
			for _, e := range got.SideEffects {
				require.Equal(t, e.Kind == report.EffectProcess || e.Kind == report.EffectSocket, e.PID != nil)
			}
		})
	}
}

// A server that a runtime starts from the level instance up keeps running, however the child ends
// and however the server detaches itself. Request.CleanUp ends it.
func TestSideEffects_ServersStayUnlessCleanedUp(t *testing.T) {
	t.Parallel()
	for _, words := range [][]string{
		{"child@create"}, {"daemon@create"}, {"daemon-on-pipes@create"}, {"stubborn-daemon@system"},
		{"child@create", "segv@create"}, {"daemon@create", "leave=3@system"}, {"daemon@create", "hang@system"},
	} {
		for _, cleanUp := range []bool{false, true} {
			t.Run(fmt.Sprint(compiled.HostileName(words...), cleanUp), func(t *testing.T) {
				t.Parallel()
				limit := 20 * time.Second
				if strings.HasPrefix(words[len(words)-1], "hang") {
					limit = hostileTimeout
				}
				got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, words...), probe.Request{Timeout: limit, CleanUp: cleanUp})
				want := report.ProcessRunning
				if cleanUp {
					want = report.ProcessCleanedUp
				}
				last := got.SideEffects[len(got.SideEffects)-1]
				require.Equal(t, &want, last.State, effectLines(got))
				running := syscall.Kill(*last.PID, 0) == nil && !isZombie(*last.PID)
				require.Equal(t, !cleanUp, running)
				if running {
					require.NoError(t, syscall.Kill(*last.PID, syscall.SIGKILL))
				}
			})
		}
	}
}

func isZombie(pid int) bool {
	content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return strings.Contains(string(content), ") Z ")
}

func TestSideEffects_HaveChangesOfTheActiveRuntime(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t, "activate@create")
	config := filepath.Dir(library)
	require.NoError(t, os.MkdirAll(filepath.Join(config, "openxr", "1"), 0o700))
	p := proberFor(t, probe.Self(), map[string]string{"XDG_CONFIG_HOME": config})
	found, err := p.Probe(t.Context(), probe.Request{Runtime: compiled.Manifest(t, library)})
	require.NoError(t, err)
	require.Contains(t, found.Runtimes[0].SideEffects, report.SideEffect{
		Kind: report.EffectFile, Change: report.ChangeCreated, Level: report.LevelInstance, Name: filepath.Join(config, "openxr/1/active_runtime.json"),
	})
}

// A runtime changes its own process only, not the prober's.
func TestChild_DoesNotChangeItsParent(t *testing.T) {
	t.Parallel()
	dir, err := os.Getwd()
	require.NoError(t, err)
	got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "setenv@load", "chdir@load", "umask@load"), probe.Request{})
	require.Equal(t, report.StatusOK, got.Status)
	after, err := os.Getwd()
	require.NoError(t, err)
	require.Equal(t, dir, after)
	require.Empty(t, os.Getenv("XR_LEFT_BEHIND"))
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm())
}

// The limits hold until the child creates an instance, which may start a server.
func TestChild_LimitsEndAtTheLevelInstance(t *testing.T) {
	t.Parallel()
	status, err := os.ReadFile("/proc/self/status")
	require.NoError(t, err)
	parents := regexp.MustCompile(`NoNewPrivs:\t[01]`).FindString(string(status))
	for _, row := range []struct {
		words string
		level report.Level
		want  string
	}{
		{"limits@load", report.LevelExtensions, "core 0, data limited\nNoNewPrivs:\t1"},
		{"limits@load", report.LevelInstance, "core 0, data limited\n" + parents},
		{"limits@create", report.LevelInstance, "core 0, data unlimited\n" + parents},
	} {
		got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, row.words), probe.Request{Level: row.level})
		require.Equal(t, row.want, *got.Log, row.words)
	}
}

// This daemon starts another one when it is ended. The prober ends that one too.
func TestSideEffects_EndProcessesThatEndingStarted(t *testing.T) {
	t.Parallel()
	got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "hereditary-daemon@create", "wait=300@system"), probe.Request{CleanUp: true, Timeout: 20 * time.Second})
	require.Equal(t, report.StatusOK, got.Status)
	ended := 0
	for _, e := range got.SideEffects {
		require.NotEqual(t, report.ProcessRunning, *e.State)
		require.Eventually(t, func() bool { return memoryMap(fmt.Sprint(*e.PID)) == "" }, 5*time.Second, 5*time.Millisecond)
		if *e.State == report.ProcessCleanedUp {
			ended++
		}
	}
	require.Equal(t, 2, ended, "the daemon and the one that it started: %v", effectLines(got))
}
