// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// causeOf turns an error of package openxr into a cause. It returns nil for nil.
func causeOf(err error) *report.Cause {
	if err == nil {
		return nil
	}
	cause := &report.Cause{Code: report.CauseXrError, Text: err.Error()}
	var load *openxr.LoadError
	var negotiation *openxr.NegotiationError
	switch {
	case errors.As(err, &load):
		cause.Code = report.CauseLoadFailed
		cause.Fix = new("Install what the dynamic linker misses, or reinstall the runtime.")
	case errors.As(err, &negotiation):
		cause.Code = string(negotiation.Reason)
		cause.Fix = new("The library is not a working OpenXR 1.x runtime: update or reinstall it, or choose another.")
	case errors.Is(err, openxr.ErrDistrusted):
		cause.Code = report.CauseDistrusted
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

// fixFor returns what the user can do about a result, or nil.
func fixFor(result xr.Result) *string {
	switch result {
	case xr.ErrorRuntimeUnavailable, xr.ErrorRuntimeFailure, xr.ErrorInitializationFailed:
		return new("Start the runtime's service (for Monado: monado-service; for WiVRn: wivrn-dashboard; for SteamVR: start SteamVR) and ask again.")
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
