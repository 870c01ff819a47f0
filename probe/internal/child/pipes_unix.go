// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package child

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// farDescriptor is the lowest number that the child moves its pipes to: libraries that
// close or reuse descriptors mostly touch low ones.
const farDescriptor = 900

// attachAnswer passes the answer pipe to the child, and the file for questions if there is one,
// and returns their descriptors.
func attachAnswer(command *exec.Cmd, answer, questions *os.File) string {
	command.SysProcAttr = ownGroup()
	command.ExtraFiles = []*os.File{answer}
	if questions == nil {
		return "3"
	}
	command.ExtraFiles = append(command.ExtraFiles, questions)
	return "3,4"
}

// openAnswerPipes moves the pipes out of a runtime's way and leaves an empty standard input
// behind.
func openAnswerPipes(descriptors string) (answerPipes, error) {
	var p answerPipes
	first, second, has := strings.Cut(descriptors, ",")
	answer, err := moveNamed(first, "answer")
	if err != nil {
		return answerPipes{}, err
	}
	p.answer = answer
	if has {
		questions, err := moveNamed(second, "questions")
		if err != nil {
			return answerPipes{}, err
		}
		p.questions = inPlace{questions}
	}
	if p.control, err = moveFar(0, "control"); err != nil {
		return answerPipes{}, err
	}
	if empty, err := unix.Open(os.DevNull, unix.O_RDONLY, 0); err == nil && empty != 0 {
		_ = unix.Dup2(empty, 0)
		_ = unix.Close(empty)
	}
	return p, nil
}

// moveNamed is moveFar for the number of a descriptor in the marker.
func moveNamed(number, name string) (*os.File, error) {
	descriptor, err := strconv.Atoi(number)
	if err != nil {
		return nil, fmt.Errorf("%s has no descriptor in %q", Marker, number)
	}
	return moveFar(descriptor, name)
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
