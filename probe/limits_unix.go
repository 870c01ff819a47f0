// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix && !linux

package probe

import (
	"os/exec"
	"syscall"
)

// ownGroup has the child lead a group of its own.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// wait returns when the child has ended. Its number is free from then on.
func (group) wait(command *exec.Cmd) { _ = command.Wait() }

// Limits are set on Linux alone.

func limitSelf(bool) {}

func liftLimits() {}
