// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// The codes of a [Cause] that package probe gives. They are stable. Other codes are those
// of manifests and libraries (package loader) and of windows (package glsession).
const (
	// CauseLoadFailed: the dynamic linker could not load the library.
	CauseLoadFailed = "library_load_failed"
	// CauseXrError: an OpenXR command failed; Result names its XrResult.
	CauseXrError = "xr_error"
	// CauseDistrusted: the runtime answered what cannot be true.
	CauseDistrusted = "answer_distrusted"
	// CauseCrashed: a signal or exception ended the runtime's process; Signal names it.
	CauseCrashed = "crashed"
	// CauseExited: the runtime ended its process; ExitCode is the status.
	CauseExited = "exited"
	// CauseTimedOut: the runtime did not answer before the level's deadline.
	CauseTimedOut = "timed_out"
	// CauseBrokenAnswer: something other than the child wrote into the child's pipe.
	CauseBrokenAnswer = "broken_answer"
	// CauseHelperFailed: the child failed, not the runtime.
	CauseHelperFailed = "helper_failed"
	// CauseInterrupted: the user or the caller ended the probe.
	CauseInterrupted = "interrupted"
	// CauseMemory: the runtime took more memory than it may have.
	CauseMemory = "too_much_memory"
	// CauseNoSessionKind: the runtime offers no kind of session that the probe can create.
	CauseNoSessionKind = "no_session_kind"
)

// The codes of a [Problem] that leaves it unknown which runtime is active.
const (
	// ProblemDiscoveryFailed: the search met a place where the Khronos loader gives up too.
	ProblemDiscoveryFailed = "discovery_failed"
	// ProblemDiscoveryUnsupported: the search order of this operating system is not known, or what the registry of a Windows holds.
	ProblemDiscoveryUnsupported = "discovery_unsupported"
)
