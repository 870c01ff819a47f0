// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !unix && !windows

package child

import (
	"errors"
	"os"
	"os/exec"
)

func attachAnswer(*exec.Cmd, *os.File, *os.File) string { return "" }

func openAnswerPipes(string) (answerPipes, error) {
	return answerPipes{}, errors.New("child processes are not supported on this platform")
}

type group struct{ child *os.Process }

func newGroup(child *os.Process) group { return group{child} }

func (group) wait(command *exec.Cmd) { _ = command.Wait() }

func (g group) end(politely, _ bool) {
	if !politely {
		_ = g.child.Kill()
	}
}

func (group) release(bool) {}

func (group) jobHandle() uintptr { return 0 }

func limitSelf(bool) {}

func liftLimits() {}

func (p *Process) memory() int64 { return 0 }

func signalName(*os.ProcessState) (string, bool) { return "", false }

// letsGoOfLog says that a child keeps its end of the log pipe until it exits.
const letsGoOfLog = false

func letGoOfLog() {}
