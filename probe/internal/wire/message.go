// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package wire

import (
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
)

// Request is the message from the parent to a child.
type Request struct {
	// Level is how far the child goes.
	Level report.Level `json:"level"`
	// ThroughLoader has the child load the Khronos loader instead of Library. Loader is
	// the loader's path, or empty for the system's.
	ThroughLoader bool   `json:"through_loader"`
	Loader        string `json:"loader"`
	// Library is the runtime's library, and Functions are the names that its manifest
	// gives to functions.
	Library   string            `json:"library"`
	Functions map[string]string `json:"functions"`
	// Sheet is a data sheet to simulate instead of loading a library, or nil.
	Sheet *simulated.Sheet `json:"sheet"`
	// Layers are API layers to load instead of a runtime, in this order.
	Layers []Layer `json:"layers,omitempty"`
	// Between are the names of the API layers that the Khronos loader puts between the child and the runtime.
	Between []string `json:"between,omitempty"`
	// Session is the kind of session to create; empty lets the child choose.
	Session report.SessionKind `json:"session"`
	// Identify allows questions whose answers identify one device.
	Identify bool `json:"identify"`
	// Skip are questions that an earlier child did not survive.
	Skip []Question `json:"skip"`
	// Files are the files and directories to check for changes.
	Files []string `json:"files"`
}

// The parent treats questions of these commands in a special way: a runtime that does not
// survive creating an instance may survive it with fewer extensions, and one that crashes when
// something is destroyed has answered everything already.
const (
	CreateInstance  = "xrCreateInstance"
	DestroyInstance = "xrDestroyInstance"
	DestroySession  = "xrDestroySession"
)

// Question is one thing that a child asks of a runtime. Two children that are sent the
// same request ask equal questions.
type Question struct {
	// Command is an OpenXR command, or a description of something else that is done.
	Command string `json:"command"`
	// Of names what the question is about: a form factor, and for views their view
	// configuration; or empty.
	Of string `json:"of,omitempty"`
	// Part names the one thing that is asked for, or the range of things; or empty.
	Part string `json:"part,omitempty"`
}

// String returns the question as a call: "xrGetSystemProperties(XR_FORM_FACTOR_…, Xr…)".
func (q Question) String() string {
	arguments := make([]string, 0, 2)
	for _, argument := range []string{q.Of, q.Part} {
		if argument != "" {
			arguments = append(arguments, argument)
		}
	}
	if len(arguments) == 0 {
		return q.Command
	}
	return q.Command + "(" + strings.Join(arguments, ", ") + ")"
}

// Step is one thing that a child did or is about to do.
type Step struct {
	// Question is about to be asked. A step with a question has nothing else.
	Question *Question `json:"question,omitempty"`
	// Begin is the level that begins.
	Begin report.Level `json:"begin,omitempty"`
	// Runtime, Monitors, Problems and Layers are what the child learned since its last step; nil if nothing. See [Known].
	Runtime  *Update          `json:"runtime,omitempty"`
	Monitors *report.Monitors `json:"monitors,omitempty"`
	Problems []report.Problem `json:"problems,omitempty"`
	Layers   []LayerAnswer    `json:"layers,omitempty"`
	// Effects are the side effects that appeared since the last step with effects.
	Effects []Effect `json:"effects,omitempty"`
	// End marks the last step.
	End bool `json:"end,omitempty"`
	// ReadyNS is when the child's main began, in nanoseconds since 1970; only the first
	// step has it.
	ReadyNS int64 `json:"ready_ns,omitempty"`
}

// Effect is a side effect as the two processes describe it.
type Effect struct {
	report.SideEffect
	// Born is when a process was started, in the system's own unit. PID and Born together
	// identify one process.
	Born uint64 `json:"born"`
}

// Layer is an API layer whose library is to be loaded.
type Layer struct {
	Name      string            `json:"name"`
	Library   string            `json:"library"`
	Functions map[string]string `json:"functions"`
}

// LayerAnswer is how an API layer answered.
type LayerAnswer struct {
	// Result is the XrResult of the Khronos loader for it: XR_SUCCESS also if the loader does not check what is wrong.
	Result string `json:"result"`
	// Code says in a word why the layer cannot be used, and Text in a sentence; empty if it can.
	Code string `json:"code,omitempty"`
	Text string `json:"text,omitempty"`
}
