// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// signaller is a writer that sends a signal to this process at the first write. The first
// write is the announcement: the signal handler is in place then, and the runtime is about
// to hang.
type signaller struct {
	strings.Builder
	signal syscall.Signal
}

func (s *signaller) Write(p []byte) (int, error) {
	if s.Len() == 0 {
		_ = syscall.Kill(syscall.Getpid(), s.signal)
	}
	return s.Builder.Write(p)
}

// A signal reaches the whole process, so this test is not parallel.
func TestRun_SignalsEndItWithTheirExitCodes(t *testing.T) {
	manifest := compiled.Runtime(t, "hang@create")
	for sent, want := range map[syscall.Signal]exitCode{syscall.SIGINT: exitInterrupted, syscall.SIGTERM: exitTerminated} {
		var stdout strings.Builder
		stderr := &signaller{signal: sent}
		require.Equal(t, want, run(context.Background(), []string{"--runtime", manifest}, &stdout, stderr))
		require.Contains(t, stdout.String(), "the probe was interrupted", "what is known is printed")
		require.Equal(t, 1, strings.Count(stderr.String(), "\n"), stderr.String())
		require.Empty(t, children(t), "no child is left")
	}
}

// children returns the process IDs of this process's children, zombies included.
func children(t *testing.T) []string {
	t.Helper()
	var all []string
	tasks, err := os.ReadDir("/proc/self/task")
	require.NoError(t, err)
	for _, task := range tasks {
		content, _ := os.ReadFile("/proc/self/task/" + task.Name() + "/children")
		all = append(all, strings.Fields(string(content))...)
	}
	return all
}
