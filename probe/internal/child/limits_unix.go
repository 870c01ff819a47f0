// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix && !linux

package child

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the child the leader of its own process group.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// wait returns when the child has exited. The system may reuse its number from then on.
func (group) wait(command *exec.Cmd) { _ = command.Wait() }

// Limits are set on Linux only.

func limitSelf(bool) {}

func liftLimits() {}

func (p *Process) memory() int64 { return 0 }
