// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix && !linux

package probe

import "syscall"

// ownGroup has the child lead a group of its own.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// wait does nothing here: the child's number is free when its end is known.
func (group) wait() {}

// Limits are set on Linux alone.

func limitSelf(bool) {}

func liftLimits() {}
