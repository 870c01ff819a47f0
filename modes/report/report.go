// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SchemaName is the value of a report's "schema" key.
const SchemaName = "xrprobe.report/1"

// Report is what xrprobe found on one machine.
type Report struct {
	// The name and version of this format: always "xrprobe.report/1".
	Schema string `json:"schema"`
	// When the report was made: UTC, RFC 3339, in whole seconds. It varies from run to run.
	Generated time.Time `json:"generated"`
	// The program that made the report.
	Tool Tool `json:"tool"`
	// The machine that the report is about, without anything that can be plugged in.
	Host Host `json:"host"`
	// The data sheet that was asked instead of this machine; null if this machine was asked.
	Simulation *Simulation `json:"simulation"`
	// The environment variables that decide which runtime is found, whether set or not, and then those that turn the API
	// layers on and off that were found. Null if another root directory, user or place was asked for, or a data sheet.
	Environment []Variable `json:"environment"`
	// The search for the active runtime, step by step; null if a data sheet was asked.
	Resolution *Resolution `json:"resolution"`
	// The runtimes that were asked, the active one first; empty if there is none. Null if
	// the search for the active runtime failed.
	Runtimes []Runtime `json:"runtimes"`
	// The API layers' manifests that the Khronos loader reads, in its order: the implicit ones, then the explicit ones. Null
	// if the search for them is not known on this operating system, and if a data sheet was asked.
	Layers []Layer `json:"layers"`
	// What an OpenXR program gets that asks for no layers itself; null as for layers.
	Program *Program `json:"program"`
	// What other OpenXR programs of the machine get: first those of the same architecture with whose loader it is something
	// else, then those of each other architecture that has a runtime or a loader here. Null if
	// the search for runtimes is not known on this operating system, and if a data sheet was asked.
	Programs []OtherProgram `json:"programs"`
	// The XR devices that the operating system lists, on USB, as HID devices, on Bluetooth and on display connectors; empty if
	// it lists none. Null if no bus could be read, and if a data sheet was asked.
	Hardware []Device `json:"hardware"`
	// Which buses could be read: of the devices of the others nothing is known. Null if a data sheet was asked.
	Buses []Bus `json:"buses"`
	// The headsets: those that the devices make, and those that only a runtime reports. Empty if there are none. Null if
	// neither a bus could be read nor a runtime reports one, and if a data sheet was asked.
	Headsets []Headset `json:"headsets"`
	// The Android devices that an adb server knows, if one runs; null unless they were asked for.
	Android *Android `json:"android"`
	// The installed browsers, and what pages in each will be told of this machine; empty if none was found. Null unless they were
	// asked for.
	Browsers []Browser `json:"browsers"`
	// The displays that the desktop extends onto; null below the level session, and if a
	// data sheet was asked.
	Monitors *Monitors `json:"monitors"`
	// The result for each session mode, in the order inline, immersive-vr, immersive-ar:
	// that of the active runtime, or of the only one that was asked. Null if it was not
	// computed.
	Modes []Mode `json:"modes"`
	// The class of each session mode on this host, in the same order. Null if it was not
	// computed.
	Classification []Classification `json:"classification"`
	// What is wrong and what a person can do about it; empty if nothing is. Never null.
	Problems []Problem `json:"problems"`
}

// Active returns the active runtime, or nil if there is none.
func (r *Report) Active() *Runtime {
	for i := range r.Runtimes {
		if r.Runtimes[i].Active {
			return &r.Runtimes[i]
		}
	}
	return nil
}

// ActiveKnown reports whether the search for the active runtime came to an end. If it did
// not, a runtime that is not called active may be the active one all the same.
func (r *Report) ActiveKnown() bool {
	if r.Runtimes == nil {
		return false
	}
	return r.Active() != nil || !slices.ContainsFunc(r.Problems, func(p Problem) bool {
		return p.ID == ProblemDiscoveryFailed || p.ID == ProblemDiscoveryUnsupported
	})
}

// Write writes the report as JSON with a newline at its end, in the form of [Indent].
func (r *Report) Write(w io.Writer) error { return Print(w, r) }

// WriteLine writes the report as JSON on one line.
func (r *Report) WriteLine(w io.Writer) error { return PrintLine(w, r) }

// Tool names the program that made the report.
type Tool struct {
	// The name of the program, such as "xrprobe".
	Name string `json:"name"`
	// The version of the program, such as "0.1.0".
	Version string `json:"version"`
}

// Host is what is known about the machine without anything that can be plugged in. It does
// not identify the machine.
type Host struct {
	// The name that the user gave with --label; null if none was given. The machine's own
	// name is never read.
	Label *string `json:"label"`
	// The operating system in the words of Go's GOOS, such as "linux"; null if a data sheet
	// does not say.
	OS *string `json:"os"`
	// The processor architecture in the words of Go's GOARCH, such as "amd64"; null if a
	// data sheet does not say.
	Arch *string `json:"arch"`
	// The model of the machine, such as "Quest 3"; null if it is not known. It is no serial
	// number.
	Product *string `json:"product"`
	// The kind of machine; "unknown" if it is not known.
	FormFactor FormFactor `json:"form_factor"`
	// The facts that the form factor follows from, as sentences for people.
	Evidence []string `json:"evidence"`
	// Whether the Khronos loader ignores variables because of the rights that programs have: in secure execution, or with
	// high integrity on Windows. Null if that is not known, and if a data sheet was asked.
	SecureExecution *bool `json:"secure_execution"`
	// Why, as words for people; null if a data sheet was asked.
	SecureBecause *string `json:"secure_because"`
	// What the machine runs and is made of; null if that was not asked for, and if a data sheet was asked.
	Platform *HostFacts `json:"platform"`
}

// Simulation names the data sheet that was asked. Such a report is not about this machine but
// about the device that the data sheet describes.
type Simulation struct {
	// The name of the data sheet, as --simulate takes it.
	Sheet string `json:"sheet"`
	// The title of the data sheet, such as "Meta Quest 3".
	Title string `json:"title"`
	// The paths of the values in this report that the data sheet does not know, such as
	// "runtimes[0].systems[0].name". The simulated runtime answers with neutral values there.
	// A path includes everything below it, and "[]" is every element of a list.
	Assumed []string `json:"assumed"`
}

// Assumes reports whether a data sheet assumes the value at a path, or what it is a part of.
// It is false for a machine that was asked.
func (r *Report) Assumes(path string) bool {
	if r.Simulation == nil {
		return false
	}
	for _, assumed := range r.Simulation.Assumed {
		if covers(assumed, path) {
			return true
		}
	}
	return false
}

// covers reports whether a path names a value, or something that the value is in.
func covers(path, value string) bool {
	before, after, isList := strings.Cut(path, "[]")
	rest, inside := strings.CutPrefix(value, before)
	if !inside || !isList {
		return inside && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	element, rest, closed := strings.Cut(rest, "]")
	return closed && strings.HasPrefix(element, "[") && covers(after, rest)
}

// FormFactor is a kind of machine.
type FormFactor string

// The form factors of a host.
const (
	FormFactorDesktop           FormFactor = "desktop"
	FormFactorLaptop            FormFactor = "laptop"
	FormFactorPhone             FormFactor = "phone"
	FormFactorTablet            FormFactor = "tablet"
	FormFactorStandaloneHeadset FormFactor = "standalone_headset"
	FormFactorServer            FormFactor = "server"
	FormFactorContainer         FormFactor = "container"
	FormFactorUnknown           FormFactor = "unknown"
)

// Variable is an environment variable that decides which runtime is found.
type Variable struct {
	// The name of the environment variable, such as "XR_RUNTIME_JSON".
	Name string `json:"name"`
	// Whether it is set: "set", "not_set", "empty", or "ignored_secure" (set, but programs
	// with another user's rights ignore it).
	State string `json:"state"`
	// What it is set to, whether or not that is honoured; null if it is not set.
	Value *string `json:"value"`
	// What it decides, in a few words.
	Purpose string `json:"purpose"`
}

// Resolution is the search for the active runtime's manifest, step by step.
type Resolution struct {
	// Whose configuration was read: "current user" or "named user". It names no person.
	ConfigOwner string `json:"config_owner"`
	// The places that were looked at, in order. If a runtime was found, the last step
	// decided.
	Steps []Step `json:"steps"`
	// The path of the active runtime's manifest; null if there is none. The file need not
	// exist.
	Chosen *string `json:"chosen"`
}

// Step is one place that was looked at.
type Step struct {
	// Which place it is, in words, such as "$XDG_CONFIG_HOME".
	What string `json:"what"`
	// The path that was looked for; null if the step names none.
	Path *string `json:"path"`
	// Whether the path exists.
	Found bool `json:"found"`
	// What was found: "found", "missing", "dangling" (a symbolic link to nothing), "loop"
	// (of symbolic links), "failed" (the system refused to look), "skipped" (not looked at),
	// or "ignored_secure" (set, but ignored with another user's rights).
	State string `json:"state"`
	// The rule of the loader that the step follows.
	Rule string `json:"rule"`
	// One sentence that says more; null if there is nothing to add.
	Note *string `json:"note"`
}

// Mode is the result for one session mode, with the reasons for it.
type Mode struct {
	// The session mode.
	Mode webxr.SessionMode `json:"mode"`
	// Whether the session mode is on the list of supported modes.
	Support Support `json:"support"`
	// The ID of the runtime that the result is about; null for inline, or if there is no
	// runtime.
	Runtime *string `json:"runtime"`
	// The name of the system that supports the mode; null if none does, or it has no name.
	System *string `json:"system"`
	// The environment blend mode of such a session; null unless the mode is supported.
	BlendMode *webxr.BlendMode `json:"blend_mode"`
	// Why, the most important reason first. There is at least one.
	Reasons []Reason `json:"reasons"`
	// The result for each feature that a session of this mode may ask for; empty unless the
	// mode is supported.
	Features []Feature `json:"features"`
}

// Support says whether a session mode is on the list of supported modes.
type Support string

// The kinds of support. Unavailable means that the runtime supports the form factor, but no
// such device is connected now. Unknown means that there is no conclusive answer.
const (
	Supported   Support = "supported"
	Unavailable Support = "unavailable"
	Unsupported Support = "unsupported"
	Unknown     Support = "unknown"
)

// Reason is a stable code and a sentence for people.
type Reason struct {
	// A stable code for programs, such as "blend_mode_opaque_only".
	Code string `json:"code"`
	// A sentence for people. Its words may change.
	Text string `json:"text"`
}

// Feature is the result for one feature descriptor in one session mode.
type Feature struct {
	// The feature descriptor, such as "local-floor".
	Name webxr.Feature `json:"name"`
	// Whether a session could have the feature. The value "unverified" means that only a
	// session could show it.
	Support Verdict `json:"support"`
	// Why, as words for people.
	Because string `json:"because"`
}

// Verdict is yes, no, unverified or unknown.
type Verdict string

// The verdicts. Unverified means that only a session could show it.
const (
	VerdictYes        Verdict = "yes"
	VerdictNo         Verdict = "no"
	VerdictUnverified Verdict = "unverified"
	VerdictUnknown    Verdict = "unknown"
)

// Classification is the class of one session mode on this host, and the default
// of the "xr-session-supported" permission that follows from it.
// https://www.w3.org/TR/webxr/#fingerprinting
type Classification struct {
	// The session mode.
	Mode webxr.SessionMode `json:"mode"`
	// What is known in advance about the mode, whatever is connected: "never", "usually" or
	// "highly_variable".
	Class string `json:"class"`
	// Why no single class could be chosen; null if one could.
	Ambiguous *Ambiguity `json:"ambiguous"`
	// The default state of the permission "xr-session-supported" that follows: "denied",
	// "granted" or "prompt".
	Default string `json:"default"`
	// The rule that decided.
	Rule string `json:"rule"`
	// Why, as words for people.
	Because string `json:"because"`
}

// Ambiguity says why no single class could be chosen.
type Ambiguity struct {
	// Why, as a word.
	Cause string `json:"cause"`
	// The classes between which it could not be decided.
	Candidates []string `json:"candidates"`
}

// Problem is something wrong that a person can act on.
type Problem struct {
	// What is wrong, as a stable code, such as "discovery_failed".
	ID string `json:"id"`
	// How much it matters.
	Severity Severity `json:"severity"`
	// What it is about: the ID of a runtime, or "host".
	Subject string `json:"subject"`
	// What is wrong, as a sentence for people.
	Text string `json:"text"`
	// What fixes it, as a sentence for people, which may be or end with a shell command, after ": "; null if that is not known.
	Fix *string `json:"fix"`
}

// Severity says how much a problem matters.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)
