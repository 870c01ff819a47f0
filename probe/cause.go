// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// The codes of the causes that this package gives. They are stable. Others are the
// manifest's and the library's own codes, from package loader.
const (
	CauseLoadFailed   = "library_load_failed"
	CauseXrError      = "xr_error"
	CauseDistrusted   = "answer_distrusted"
	CauseCrashed      = "crashed"
	CauseExited       = "exited"
	CauseTimedOut     = "timed_out"
	CauseBrokenAnswer = "broken_answer"
	CauseHelperFailed = "helper_failed"
	CauseInterrupted  = "interrupted"
	CauseMemory       = "too_much_memory"
	// No kind of session can be made that the runtime offers. Where no window for one can
	// be opened, the codes are those of package glsession.
	CauseNoSessionKind = "no_session_kind"
)

// causeOf turns an error of package openxr into a cause, and nil into nil.
func causeOf(err error) *report.Cause {
	if err == nil {
		return nil
	}
	cause := &report.Cause{Code: CauseXrError, Text: err.Error()}
	var load *openxr.LoadError
	var negotiation *openxr.NegotiationError
	switch {
	case errors.As(err, &load):
		cause.Code = CauseLoadFailed
		cause.Fix = new("Install what the dynamic linker misses, or reinstall the runtime.")
	case errors.As(err, &negotiation):
		cause.Code = string(negotiation.Reason)
		cause.Fix = new("The library is not a working OpenXR 1.x runtime: update or reinstall it, or choose another.")
	case errors.Is(err, openxr.ErrDistrusted):
		cause.Code = CauseDistrusted
		cause.Fix = new("Update the runtime: what it answers cannot be true.")
	}
	if result, ok := openxr.ResultOf(err); ok {
		cause.Result = new(result.String())
		if cause.Fix == nil {
			cause.Fix = fixFor(result)
		}
	}
	return cause
}

// fixFor says what usually mends a result, or nil.
func fixFor(result xr.Result) *string {
	switch result {
	case xr.ErrorRuntimeUnavailable, xr.ErrorRuntimeFailure, xr.ErrorInitializationFailed:
		return new("Start the runtime's service (for Monado: monado-service; for SteamVR: start SteamVR) and ask again.")
	case xr.ErrorLimitReached:
		return new("The runtime is busy: close the application that uses the headset and ask again.")
	case xr.ErrorApiVersionUnsupported:
		return new("The runtime accepts neither OpenXR 1.1 nor 1.0: update it.")
	case xr.ErrorInstanceLost:
		return new("The runtime went away while it was asked: ask again.")
	default:
		return nil
	}
}
