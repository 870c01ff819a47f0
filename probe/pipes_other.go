// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !unix && !windows

package probe

import (
	"errors"
	"os"
	"os/exec"
)

func attachAnswer(*exec.Cmd, *os.File) string { return "" }

func openChildPipes(string) (childPipes, error) {
	return childPipes{}, errors.New("child processes are not supported on this platform")
}

type group struct{ child *os.Process }

func newGroup(child *os.Process) group { return group{child} }

func (group) wait(command *exec.Cmd) { _ = command.Wait() }

func (g group) end(gently, _ bool) {
	if !gently {
		_ = g.child.Kill()
	}
}

func (group) forget(bool) {}

func limitSelf(bool) {}

func liftLimits() {}

func signalName(*os.ProcessState) (string, bool) { return "", false }
