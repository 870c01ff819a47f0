// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// Run runs the program and returns its exit code.
func (s Start) Run() (exitCode int, err error) {
	command := exec.Command(s.File, s.Args[1:]...)
	command.Env, command.Stdin, command.Stdout, command.Stderr = s.Env, os.Stdin, os.Stdout, os.Stderr
	err = command.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode(), nil
	}
	if err != nil {
		return 0, fmt.Errorf("%s cannot be started: %w", s.File, err)
	}
	return 0, nil
}
