// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// SideEffect is one thing that changed on the machine, or in the runtime's own process,
// while a runtime was asked. Level is the one at which it was first seen.
type SideEffect struct {
	Kind   EffectKind   `json:"kind"`
	Change EffectChange `json:"change"`
	Level  Level        `json:"level"`
	// Name is a program's name, a socket's address, a file's path or a variable's name.
	Name string `json:"name"`
	// PID is the process, or the one that holds the socket; null for files and variables.
	PID *int `json:"pid"`
	// State says what became of a process; null for everything else.
	State *ProcessState `json:"state"`
}

// EffectKind is the kind of thing that changed.
type EffectKind string

// The kinds. Variables are those of the runtime's own process, which is gone.
const (
	EffectProcess  EffectKind = "process"
	EffectSocket   EffectKind = "socket"
	EffectFile     EffectKind = "file"
	EffectVariable EffectKind = "variable"
)

// EffectChange says what happened to a thing.
type EffectChange string

// The changes. Processes are started, sockets are listening.
const (
	ChangeStarted   EffectChange = "started"
	ChangeListening EffectChange = "listening"
	ChangeCreated   EffectChange = "created"
	ChangeChanged   EffectChange = "changed"
	ChangeRemoved   EffectChange = "removed"
)

// ProcessState says what became of a process that a runtime started.
type ProcessState string

// The states. Ended processes ended by themselves, or with the child below the level
// instance; cleaned-up ones were ended because that was asked for.
const (
	ProcessRunning   ProcessState = "running"
	ProcessEnded     ProcessState = "ended"
	ProcessCleanedUp ProcessState = "cleaned_up"
)
