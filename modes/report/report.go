// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import (
	"encoding/json"
	"io"
	"time"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SchemaName is the value of a report's "schema" key.
const SchemaName = "xrprobe.report/1"

// Report is everything that was found on one machine at one time.
type Report struct {
	Schema      string      `json:"schema"`
	Generated   time.Time   `json:"generated"`
	Tool        Tool        `json:"tool"`
	Host        Host        `json:"host"`
	Simulation  *Simulation `json:"simulation"`
	Environment []Variable  `json:"environment"`
	Resolution  *Resolution `json:"resolution"`
	Runtimes    []Runtime   `json:"runtimes"`
	Layers      Unread      `json:"layers"`
	Hardware    Unread      `json:"hardware"`
	Headsets    Unread      `json:"headsets"`
	// Monitors is nil below the level session, and of a simulation.
	Monitors       *Monitors        `json:"monitors"`
	Modes          []Mode           `json:"modes"`
	Classification []Classification `json:"classification"`
	Problems       []Problem        `json:"problems"`
}

// Unread stands for a part of the report that nothing reads yet. It is always null.
type Unread struct{}

// MarshalJSON returns null.
func (Unread) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// UnmarshalJSON accepts whatever a later version of the report holds there.
func (*Unread) UnmarshalJSON([]byte) error { return nil }

// Active returns the active runtime, or nil when there is none.
func (r *Report) Active() *Runtime {
	for i := range r.Runtimes {
		if r.Runtimes[i].Active {
			return &r.Runtimes[i]
		}
	}
	return nil
}

// Write writes the report as indented JSON with a newline at its end.
func (r *Report) Write(w io.Writer) error { return r.write(w, "  ") }

// WriteLine writes the report as JSON on one line.
func (r *Report) WriteLine(w io.Writer) error { return r.write(w, "") }

func (r *Report) write(w io.Writer, indent string) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	return encoder.Encode(r)
}

// Tool names the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Host is what is known of the machine without looking at anything that can be
// plugged in. Label is null unless the user gave one: a host's name is identity.
type Host struct {
	Label      *string    `json:"label"`
	OS         *string    `json:"os"`
	Arch       *string    `json:"arch"`
	Product    *string    `json:"product"`
	FormFactor FormFactor `json:"form_factor"`
	Evidence   []string   `json:"evidence"`
}

// Simulation says that the report is not about this machine: it is what a device would
// answer whose data sheet was read. Assumed are the paths of values that the sheet does
// not know, where neutral ones stand.
type Simulation struct {
	Sheet   string   `json:"sheet"`
	Title   string   `json:"title"`
	Assumed []string `json:"assumed"`
}

// FormFactor is the kind of machine that a host is.
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

// Variable is an environment variable that decides what is found: what it is set to,
// and whether that is honoured.
type Variable struct {
	Name    string  `json:"name"`
	State   string  `json:"state"`
	Value   *string `json:"value"`
	Purpose string  `json:"purpose"`
}

// Resolution is the search for the active runtime's manifest, step by step.
type Resolution struct {
	ConfigOwner string  `json:"config_owner"`
	Steps       []Step  `json:"steps"`
	Chosen      *string `json:"chosen"`
}

// Step is one place that was looked at. Path is null when a rule named no path.
type Step struct {
	What  string  `json:"what"`
	Path  *string `json:"path"`
	Found bool    `json:"found"`
	State string  `json:"state"`
	Rule  string  `json:"rule"`
	Note  *string `json:"note"`
}

// Mode is the answer for one session mode, with the reasons for it.
type Mode struct {
	Mode      webxr.SessionMode `json:"mode"`
	Support   Support           `json:"support"`
	Runtime   *string           `json:"runtime"`
	System    *string           `json:"system"`
	BlendMode *webxr.BlendMode  `json:"blend_mode"`
	Reasons   []Reason          `json:"reasons"`
	Features  []Feature         `json:"features"`
}

// Support says whether a session mode is on the list of supported modes.
type Support string

// The kinds of support. Unavailable means supported by the runtime, but not
// connected now; Unknown means that no conclusive answer could be had.
const (
	Supported   Support = "supported"
	Unavailable Support = "unavailable"
	Unsupported Support = "unsupported"
	Unknown     Support = "unknown"
)

// Reason is a stable code and a sentence for people.
type Reason struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Feature is the answer for one feature descriptor in one session mode.
type Feature struct {
	Name    webxr.Feature `json:"name"`
	Support Verdict       `json:"support"`
	Because string        `json:"because"`
}

// Verdict is a conclusion that may be missing.
type Verdict string

// The answers. Unverified means that only a session could tell.
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
	Mode      webxr.SessionMode `json:"mode"`
	Class     string            `json:"class"`
	Ambiguous *Ambiguity        `json:"ambiguous"`
	Default   string            `json:"default"`
	Rule      string            `json:"rule"`
	Because   string            `json:"because"`
}

// Ambiguity says why no single class could be chosen, and between which.
type Ambiguity struct {
	Cause      string   `json:"cause"`
	Candidates []string `json:"candidates"`
}

// Problem is something wrong that a person can act on. Fix is null where nothing is known to help.
type Problem struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	Subject  string   `json:"subject"`
	Text     string   `json:"text"`
	Fix      *string  `json:"fix"`
}

// Severity says how much a problem matters.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)
