// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package use

import (
	"fmt"
	"syscall"
)

// Run becomes the program: signals, the terminal and the exit code are its own. It returns only after an error.
func (s Start) Run() (exitCode int, err error) {
	return 0, fmt.Errorf("%s cannot be started: %w", s.File, syscall.Exec(s.File, s.Args, s.Env))
}
