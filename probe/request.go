// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Via says through which library a runtime is asked.
type Via string

// The ways to ask a runtime.
const (
	ViaDirect Via = "direct" // load the runtime's library, without API layers
	ViaLoader Via = "loader" // load the Khronos loader, which loads API layers and the runtime
)

// The runtimes that a [Request] may name besides a manifest's path or a runtime's name.
const (
	RuntimeActive = "active"
	RuntimeAll    = "all"
)

// ErrRequest is matched by every [*RequestError].
var ErrRequest = errors.New("the request makes no sense")

// RequestError says why a request makes no sense, and what to request instead. It matches
// [ErrRequest].
type RequestError struct {
	// Text is the reason.
	Text string
	// Err is what is wrong with a data sheet, or nil. It is part of the text.
	Err error
}

// Error returns the text.
func (e *RequestError) Error() string { return e.Text }

// Unwrap returns what is wrong with a data sheet, if that is the reason.
func (e *RequestError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrRequest].
func (e *RequestError) Is(target error) bool { return target == ErrRequest }

// Request says which runtimes to ask, up to which level, and through which library. Its zero
// value asks the active runtime up to the level properties, directly.
type Request struct {
	// Runtime is RuntimeActive, RuntimeAll, a manifest's path, or a runtime's ID or
	// name. Empty means RuntimeActive.
	Runtime string
	// Level is the highest level. Empty means report.LevelProperties, or
	// report.LevelBinary for RuntimeAll.
	Level report.Level
	// Simulate is a data sheet to ask instead of a runtime, or nil. With the zero Helper it is
	// asked in this process, see [Simulation].
	Simulate *Simulation
	// Via says through which library to ask. Empty means ViaDirect.
	Via Via
	// Session is the kind of session to create at report.LevelSession. Empty means a
	// headless one if the runtime offers that, else one with OpenGL.
	Session report.SessionKind
	// Loader is the Khronos loader's path for ViaLoader. Empty means the system's.
	Loader string
	// Identify also asks for identifiers of one device, such as a headset's ID. Never set it
	// for reports that reach a page.
	Identify bool
	// Platform also reads what the machine runs and is made of: [report.Host.Platform].
	Platform bool
	// Android also asks the adb server of this machine for Android devices, if one runs. It is never started.
	Android bool
	// Timeout replaces the deadlines of the levels: 2 s for library and extensions together,
	// 10 s from instance to properties, and 10 s more for session. 0 keeps them.
	Timeout time.Duration
	// CleanUp ends all processes that a runtime started. Without it, those that it started
	// from the level instance up keep running, and are reported.
	CleanUp bool
}

// Check returns the [*RequestError] with which a probe would refuse the request, or nil.
func (r Request) Check() error {
	_, err := r.withDefaults()
	return err
}

// IsManifestPath reports whether a Request's Runtime is a manifest's path, and not a
// runtime's name.
func IsManifestPath(runtime string) bool {
	return strings.ContainsAny(runtime, `/\`) || strings.HasSuffix(runtime, ".json")
}

func (r Request) withDefaults() (Request, error) {
	if r.Runtime == "" {
		r.Runtime = RuntimeActive
	}
	if r.Level == "" {
		r.Level = report.LevelProperties
		if r.Runtime == RuntimeAll {
			r.Level = report.LevelBinary
		}
	}
	if r.Via == "" {
		r.Via = ViaDirect
	}
	if text := r.mistake(); text != "" {
		return r, &RequestError{Text: text}
	}
	if r.Simulate != nil {
		return r, r.Simulate.mistake()
	}
	return r, nil
}

// mistake returns what makes no sense in a request whose defaults are filled in, or "".
func (r Request) mistake() string {
	switch {
	case r.Session != "" && r.Level != report.LevelSession:
		return fmt.Sprintf("only the level %q creates a session, which may light up the headset", report.LevelSession)
	case r.Session != "" && !slices.Contains(report.SessionKinds(), r.Session):
		return fmt.Sprintf("%q is not a kind of session: use %q or %q", r.Session, report.SessionHeadless, report.SessionOpenGL)
	case r.Via != ViaDirect && r.Via != ViaLoader:
		return fmt.Sprintf("%q is not a way to ask a runtime: use %q or %q", r.Via, ViaDirect, ViaLoader)
	case r.Timeout < 0:
		return fmt.Sprintf("the time-out %s is negative", r.Timeout)
	case r.Simulate != nil && r.Runtime != RuntimeActive:
		return fmt.Sprintf("a data sheet is one runtime, so the runtime %q cannot be asked beside it", r.Runtime)
	case r.Simulate != nil && r.Via != ViaDirect:
		return fmt.Sprintf("the Khronos loader cannot load a data sheet: use %q", ViaDirect)
	}
	if _, err := report.ParseLevel(string(r.Level)); err != nil {
		return err.Error()
	}
	return ""
}

// executes reports whether a request runs any foreign code.
func (r Request) executes() bool { return r.Level.AtLeast(report.LevelLibrary) }
