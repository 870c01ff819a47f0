// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// attachAnswer gives the child the pipe that it answers through as an inherited
// handle, and returns the handle's value.
func attachAnswer(command *exec.Cmd, answer *os.File) string {
	handle := syscall.Handle(answer.Fd())
	// A child that does not get the handle never answers, which is noticed.
	_ = syscall.SetHandleInformation(handle, syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT)
	command.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: []syscall.Handle{handle}}
	return strconv.FormatUint(uint64(handle), 10)
}

// openChildPipes opens the answer pipe that the parent made inheritable.
func openChildPipes(marker string) (childPipes, error) {
	handle, err := strconv.ParseUint(marker, 10, 64)
	if err != nil {
		return childPipes{}, fmt.Errorf("%s=%q is not a handle", childMarker, marker)
	}
	if err := syscall.SetHandleInformation(syscall.Handle(handle), syscall.HANDLE_FLAG_INHERIT, 0); err != nil {
		return childPipes{}, fmt.Errorf("handle %d: %w", handle, err)
	}
	return childPipes{control: os.Stdin, answer: os.NewFile(uintptr(handle), "answer")}, nil
}

// signal ends the child; Windows knows no gentle way.
func signal(process *os.Process, gently, _ bool) {
	if !gently {
		_ = process.Kill()
	}
}

// signalName names the exceptions that end a process on Windows.
func signalName(state *os.ProcessState) (string, bool) {
	switch uint32(state.ExitCode()) {
	case 0xC0000005:
		return "access violation (0xC0000005)", true
	case 0xC00000FD:
		return "stack overflow (0xC00000FD)", true
	case 0xC0000409:
		return "fail-fast exception (0xC0000409)", true
	default:
		return "", false
	}
}
