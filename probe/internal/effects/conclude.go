// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"slices"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

const (
	// Grace is how long a process has to exit after it was asked to.
	Grace = 400 * time.Millisecond
	// KillWait is how long the system has to remove a killed process. One that waits for a
	// broken driver may stay for ever; the prober does not wait for it.
	KillWait = 200 * time.Millisecond
)

// Family identifies the processes that one child started.
type Family struct {
	// PID is the child's, and the number of the process group that it leads.
	PID int
	// Born is when the child was started, in the system's own unit; 0 if that is not known.
	Born uint64
	// Marker is the variable of the child's environment that its descendants inherit.
	Marker string
	// Job is the handle of the child's job on Windows, or 0.
	Job uintptr
}

// Conclude decides what becomes of each process, ends those that must not stay, and
// returns the effects in the report's form. If stay is set, the child reached the level instance,
// so the processes that the runtime started belong to the user and keep running; cleanUp ends them
// too.
func Conclude(effects []wire.Effect, stay, cleanUp bool) []report.SideEffect {
	out := make([]report.SideEffect, 0, len(effects))
	for _, e := range effects {
		if e.Kind == report.EffectProcess {
			e.State = new(conclude(e, stay, cleanUp))
		}
		out = append(out, e.SideEffect)
	}
	return out
}

func conclude(e wire.Effect, stay, cleanUp bool) report.ProcessState {
	switch {
	case !alive(*e.PID, e.Born):
		return report.ProcessEnded
	case cleanUp:
		endProcess(*e.PID, e.Born, Grace)
	case !stay:
		endProcess(*e.PID, e.Born, 0)
	}
	switch {
	case alive(*e.PID, e.Born):
		return report.ProcessRunning
	case cleanUp:
		return report.ProcessCleanedUp
	default:
		return report.ProcessEnded
	}
}

// Merge adds the found processes and sockets that are not among the known ones, as
// effects of a level.
func Merge(known, found []wire.Effect, level report.Level) []wire.Effect {
	for _, f := range found {
		same := func(e wire.Effect) bool {
			return e.PID != nil && e.Kind == f.Kind && e.Name == f.Name && *e.PID == *f.PID && e.Born == f.Born
		}
		if slices.ContainsFunc(known, same) {
			continue
		}
		f.Level = level
		known = append(known, f)
	}
	return known
}
