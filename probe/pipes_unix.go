// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package probe

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// farDescriptor is the lowest number that the child moves its pipes to: libraries
// that close or reuse descriptors reach for low ones.
const farDescriptor = 900

// attachAnswer gives the child the pipe that it answers through, as descriptor 3.
func attachAnswer(command *exec.Cmd, answer *os.File) string {
	command.ExtraFiles = []*os.File{answer}
	command.SysProcAttr = ownGroup()
	return "3"
}

// openChildPipes moves both pipes out of a runtime's way and leaves an empty
// standard input behind.
func openChildPipes(marker string) (childPipes, error) {
	number, err := strconv.Atoi(marker)
	if err != nil {
		return childPipes{}, fmt.Errorf("%s=%q is not a descriptor", childMarker, marker)
	}
	answer, err := moveFar(number, "answer")
	if err != nil {
		return childPipes{}, err
	}
	control, err := moveFar(0, "control")
	if err != nil {
		return childPipes{}, err
	}
	if empty, err := unix.Open(os.DevNull, unix.O_RDONLY, 0); err == nil && empty != 0 {
		_ = unix.Dup2(empty, 0)
		_ = unix.Close(empty)
	}
	return childPipes{control: control, answer: answer}, nil
}

// moveFar gives a descriptor a high number that no program started by the runtime
// inherits. Where the limit on descriptors is lower, any free number must do.
func moveFar(descriptor int, name string) (*os.File, error) {
	moved, err := unix.FcntlInt(uintptr(descriptor), unix.F_DUPFD_CLOEXEC, farDescriptor)
	if err != nil {
		moved, err = unix.FcntlInt(uintptr(descriptor), unix.F_DUPFD_CLOEXEC, 4)
	}
	if err != nil {
		return nil, fmt.Errorf("descriptor %d (%s): %w", descriptor, name, err)
	}
	_ = unix.Close(descriptor)
	return os.NewFile(uintptr(moved), name), nil
}

// group is the child and the processes that it started and that did not leave its group.
type group struct{ child *os.Process }

func newGroup(child *os.Process) group { return group{child} }

// end asks to end (gently) or ends the child alone, or all of the group.
func (g group) end(gently, whole bool) {
	number := syscall.SIGKILL
	if gently {
		number = syscall.SIGTERM
	}
	if whole {
		_ = syscall.Kill(-g.child.Pid, number)
		return
	}
	_ = g.child.Signal(number)
}

// forget gives back what the system holds for the group, of which there is nothing here.
func (group) forget(bool) {}

// signalName returns the signal that ended a process, or false if none did.
func signalName(state *os.ProcessState) (string, bool) {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return "", false
	}
	return unix.SignalName(status.Signal()), true
}
