// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// attachAnswer passes the answer pipe to the child as an inherited handle, and returns the
// handle's value.
func attachAnswer(command *exec.Cmd, answer, _ *os.File) string {
	handle := syscall.Handle(answer.Fd())
	// If this fails, the child never answers, and the deadline ends it.
	_ = syscall.SetHandleInformation(handle, syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT)
	command.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: []syscall.Handle{handle}}
	return strconv.FormatUint(uint64(handle), 10)
}

// openAnswerPipes opens the answer pipe that the parent made inheritable.
func openAnswerPipes(descriptor string) (answerPipes, error) {
	handle, err := strconv.ParseUint(descriptor, 10, 64)
	if err != nil {
		return answerPipes{}, fmt.Errorf("%s=%q is not a handle", Marker, descriptor)
	}
	if err := syscall.SetHandleInformation(syscall.Handle(handle), syscall.HANDLE_FLAG_INHERIT, 0); err != nil {
		return answerPipes{}, fmt.Errorf("handle %d: %w", handle, err)
	}
	return answerPipes{control: os.Stdin, answer: os.NewFile(uintptr(handle), "answer")}, nil
}

// letsGoOfLog says that a child keeps its end of the log pipe until it exits.
const letsGoOfLog = false

func letGoOfLog() {}
