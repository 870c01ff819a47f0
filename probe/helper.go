// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"os"
	"runtime"

	"github.com/xrprobe/xrprobe/probe/internal/child"
)

// ErrNoHelper is matched by every [*HelperError].
var ErrNoHelper = errors.New("no child process can be started")

// HelperError says why no child process can be started. It matches [ErrNoHelper].
type HelperError struct {
	// Text is the reason.
	Text string
	// Err is the system's error, or nil.
	Err error
}

// Error returns the text and the system's error, if there was one.
func (e *HelperError) Error() string {
	if e.Err != nil {
		return e.Text + ": " + e.Err.Error()
	}
	return e.Text
}

// Unwrap returns the system's error, if there was one.
func (e *HelperError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrNoHelper].
func (e *HelperError) Is(target error) bool { return target == ErrNoHelper }

// Helper says in which process foreign code runs. With its zero value no foreign code runs. A data
// sheet has none, so the zero value is enough for it.
type Helper struct {
	kind helperKind
	path string
}

type helperKind int

const (
	noHelper helperKind = iota
	executableHelper
	selfHelper
	inProcessHelper
)

// Executable asks runtimes from a child process of the xrprobe that is installed at path.
func Executable(path string) Helper { return Helper{kind: executableHelper, path: path} }

// Self asks runtimes from a second process of the running program. The program's main must call
// [ChildMain] before anything else. Without that call every probe above the level binary returns
// [ErrNoHelper], and no process is started.
func Self() Helper { return Helper{kind: selfHelper} }

// InProcess runs foreign code in this process: a runtime that crashes ends the program, and
// one that hangs leaves a thread behind. It is for programs with a sandbox of their own.
func InProcess() Helper { return Helper{kind: inProcessHelper} }

// program returns the executable that a child runs, or a [*HelperError].
// In process there is none, and the path is empty.
func (h Helper) program() (string, error) {
	if h.kind == inProcessHelper {
		return "", nil
	}
	if child.IsChild() {
		return "", &HelperError{Text: "this process is itself a child that asks a runtime, and starts no others"}
	}
	switch h.kind {
	case executableHelper:
		return h.path, nil
	case selfHelper:
		return ownProgram()
	default:
		return "", &HelperError{Text: "no helper is set: set Prober.Helper to probe.Executable, probe.Self or probe.InProcess, or ask no further than the level \"binary\""}
	}
}

// startsNone reports whether probes with the helper start no process.
func (h Helper) startsNone() bool { return h.kind == noHelper || h.kind == inProcessHelper }

func ownProgram() (string, error) {
	if !childMainCalled.Load() {
		return "", &HelperError{Text: "probe.Self() starts this program again, so its main must call probe.ChildMain() first"}
	}
	// This link leads to the running program even after its file was replaced.
	if _, err := os.Stat("/proc/self/exe"); runtime.GOOS == "linux" && err == nil {
		return "/proc/self/exe", nil
	}
	path, err := os.Executable()
	if err != nil {
		return "", &HelperError{Text: "the path of this program is unknown", Err: err}
	}
	return path, nil
}
