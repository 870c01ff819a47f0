// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package child

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// group is the child's process group: the child and the processes that it started and that
// did not leave the group.
type group struct{ child *os.Process }

func newGroup(child *os.Process) group { return group{child} }

// end kills the child, or its whole group; politely asks with SIGTERM instead.
func (g group) end(politely, whole bool) {
	signal := syscall.SIGKILL
	if politely {
		signal = syscall.SIGTERM
	}
	if whole {
		_ = syscall.Kill(-g.child.Pid, signal)
		return
	}
	_ = g.child.Signal(signal)
}

// release has nothing to give back on Unix.
func (group) release(bool) {}

// jobHandle is 0: jobs are Windows'.
func (group) jobHandle() uintptr { return 0 }

// signalName returns the signal that ended a process, or false if none did.
func signalName(state *os.ProcessState) (string, bool) {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return "", false
	}
	return unix.SignalName(status.Signal()), true
}
