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

func signal(*os.Process, bool, bool) {}

func signalName(*os.ProcessState) (string, bool) { return "", false }
