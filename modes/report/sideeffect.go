// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// SideEffect is one thing that changed on the machine, or in the runtime's own process,
// while a runtime was asked.
type SideEffect struct {
	// The kind of thing that changed.
	Kind EffectKind `json:"kind"`
	// What happened to it.
	Change EffectChange `json:"change"`
	// The level at which the change was first seen.
	Level Level `json:"level"`
	// The name of the program or variable, the path of the file, or the address of the
	// socket. It may vary from run to run.
	Name string `json:"name"`
	// The ID of the process, or of the one that holds the socket; null for files and
	// variables. It varies from run to run.
	PID *int `json:"pid"`
	// What became of the process in the end; null for everything else. It may vary from run
	// to run.
	State *ProcessState `json:"state"`
}

// EffectKind is the kind of thing that changed.
type EffectKind string

// The kinds. A variable is one of the runtime's own process, which has ended since.
const (
	EffectProcess  EffectKind = "process"
	EffectSocket   EffectKind = "socket"
	EffectFile     EffectKind = "file"
	EffectVariable EffectKind = "variable"
)

// EffectChange says what happened to a thing.
type EffectChange string

// The changes. Processes are started; sockets are listening; files and variables are created,
// changed or removed.
const (
	ChangeStarted   EffectChange = "started"
	ChangeListening EffectChange = "listening"
	ChangeCreated   EffectChange = "created"
	ChangeChanged   EffectChange = "changed"
	ChangeRemoved   EffectChange = "removed"
)

// ProcessState says what became of a process that a runtime started.
type ProcessState string

// The states. An ended process ended by itself, or together with the child below the level
// instance. A cleaned-up process was ended because the user asked for that (--clean-up).
const (
	ProcessRunning   ProcessState = "running"
	ProcessEnded     ProcessState = "ended"
	ProcessCleanedUp ProcessState = "cleaned_up"
)
