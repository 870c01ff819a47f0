// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package child

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// farDescriptor is the lowest number that the child moves its pipes to: libraries that
// close or reuse descriptors mostly touch low ones.
const farDescriptor = 900

// attachAnswer passes the answer pipe to the child and returns its descriptor, 3.
func attachAnswer(command *exec.Cmd, answer *os.File) string {
	command.ExtraFiles = []*os.File{answer}
	command.SysProcAttr = ownGroup()
	return "3"
}

// openAnswerPipes moves both pipes out of a runtime's way and leaves an empty standard
// input behind.
func openAnswerPipes(descriptor string) (answerPipes, error) {
	number, err := strconv.Atoi(descriptor)
	if err != nil {
		return answerPipes{}, fmt.Errorf("%s=%q is not a descriptor", Marker, descriptor)
	}
	answer, err := moveFar(number, "answer")
	if err != nil {
		return answerPipes{}, err
	}
	control, err := moveFar(0, "control")
	if err != nil {
		return answerPipes{}, err
	}
	if empty, err := unix.Open(os.DevNull, unix.O_RDONLY, 0); err == nil && empty != 0 {
		_ = unix.Dup2(empty, 0)
		_ = unix.Close(empty)
	}
	return answerPipes{control: control, answer: answer}, nil
}

// moveFar gives a descriptor a high number, which programs that the runtime starts do not
// inherit. If the limit on descriptors is lower than that, any free number will do.
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

// letsGoOfLog says that a child closes its end of the log pipe before it sends its last step.
const letsGoOfLog = true

// letGoOfLog replaces standard output and error, so that the parent sees the log's end, and need not wait until the system has
// removed a process with all the memory of a runtime.
func letGoOfLog() {
	empty, err := unix.Open(os.DevNull, unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	for _, standard := range []int{1, 2} {
		_ = unix.Dup2(empty, standard)
	}
	_ = unix.Close(empty)
}
