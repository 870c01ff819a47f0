// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux && !windows

package effects

import (
	"time"

	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// On other systems only files and variables are compared.

func adoptOrphans() {}

// Descendants returns nothing on this system.
func Descendants(int) []wire.Effect { return nil }

// ChildReportsAll is true: there is nothing to look for on this system.
const ChildReportsAll = true

// BornAt returns 0 on this system.
func BornAt(int) uint64 { return 0 }

// LeftBehind returns nothing on this system.
func LeftBehind(Family) []wire.Effect { return nil }

func listening([]int) map[uint64]wire.Effect { return nil }

func alive(int, uint64) bool { return false }

func endProcess(int, uint64, time.Duration) {}
