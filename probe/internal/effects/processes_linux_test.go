// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// startSleep starts a process that exits with the test at the latest.
func startSleep(t *testing.T) (*exec.Cmd, wire.Effect) {
	t.Helper()
	command := exec.Command("sleep", "600")
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	started, err := processOf(command.Process.Pid)
	require.NoError(t, err)
	return command, started.effect()
}

func TestProcessOf_ReadsThisProcess(t *testing.T) {
	t.Parallel()
	self, err := processOf(os.Getpid())
	require.NoError(t, err)
	require.Equal(t, os.Getpid(), self.pid)
	const longestName = 15 // bytes that the kernel keeps of a program's name
	program := filepath.Base(os.Args[0])
	require.Equal(t, program[:min(longestName, len(program))], self.name)
	require.Contains(t, []string{"R", "S", "D"}, self.state)
	require.Positive(t, self.born)
	require.Equal(t, syscall.Getpgrp(), self.group, "0 if the group is of another namespace")
	require.True(t, alive(self.pid, self.born))
	require.False(t, alive(self.pid, self.born+1), "another process that had this number")
}

func TestProcessOf_FailsForAProcessThatIsGone(t *testing.T) {
	t.Parallel()
	command, effect := startSleep(t)
	require.NoError(t, command.Process.Kill())
	_ = command.Wait()
	_, err := processOf(*effect.PID)
	require.Error(t, err)
	require.False(t, alive(*effect.PID, effect.Born))
}

func TestDescendants_FindsAChild(t *testing.T) {
	t.Parallel()
	_, effect := startSleep(t)
	require.Contains(t, Descendants(os.Getpid()), effect)
}

func TestConclude_EndsWhatMustNotStay(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		exited, stay, cleanUp bool
		want                  report.ProcessState
	}{
		"exited by itself":                  {exited: true, stay: true, want: report.ProcessEnded},
		"exited by itself before a cleanup": {exited: true, cleanUp: true, want: report.ProcessEnded},
		"may stay":                          {stay: true, want: report.ProcessRunning},
		"must not stay":                     {want: report.ProcessEnded},
		"cleaned up":                        {stay: true, cleanUp: true, want: report.ProcessCleanedUp},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command, effect := startSleep(t)
			if row.exited {
				require.NoError(t, command.Process.Kill())
				_ = command.Wait()
			}
			got := Conclude([]wire.Effect{effect}, row.stay, row.cleanUp)
			require.Len(t, got, 1)
			require.Equal(t, row.want, *got[0].State)
			require.Equal(t, row.want == report.ProcessRunning, alive(*effect.PID, effect.Born))
		})
	}
}

// Only processes have a state; every other effect is passed on as it is.
func TestConclude_KeepsOtherEffects(t *testing.T) {
	t.Parallel()
	variable := report.SideEffect{Kind: report.EffectVariable, Change: report.ChangeCreated, Level: report.LevelLibrary, Name: "A"}
	require.Equal(t, []report.SideEffect{variable}, Conclude([]wire.Effect{{SideEffect: variable}}, false, true))
	require.Equal(t, []report.SideEffect{}, Conclude(nil, false, false))
}

func TestListening_FindsASocketOfThisProcess(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	var names []string
	for _, effect := range listening([]int{os.Getpid()}) {
		require.Equal(t, os.Getpid(), *effect.PID)
		names = append(names, effect.Name)
	}
	require.Contains(t, names, "tcp "+listener.Addr().String())
	require.Empty(t, listening(nil))
}
