// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Error reports a command that returned an error code.
type Error struct {
	Command string // OpenXR's name of the command, such as "xrCreateInstance"
	Result  xr.Result
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Command, e.Result) }

// ResultOf returns the result code of an [*Error] or a [*NegotiationError] in err, and
// whether there is one.
func ResultOf(err error) (xr.Result, bool) {
	var failed *Error
	if errors.As(err, &failed) {
		return failed.Result, true
	}
	var negotiation *NegotiationError
	if errors.As(err, &negotiation) && negotiation.Result.Failed() {
		return negotiation.Result, true
	}
	return xr.Success, false
}

// ErrDistrusted matches a [*DistrustError].
var ErrDistrusted = errors.New("the runtime's answer cannot be believed")

// DistrustError reports a command that returned success together with output that cannot
// be true. It matches [ErrDistrusted].
type DistrustError struct {
	Command string // OpenXR's name of the command
	Text    string // what is wrong with the output
}

func (e *DistrustError) Error() string { return e.Command + ": " + e.Text }

// Is reports whether target is [ErrDistrusted].
func (e *DistrustError) Is(target error) bool { return target == ErrDistrusted }

// check returns an [*Error] if the result is an error code, which is negative.
func check(command string, result xr.Result) error {
	if result.Failed() {
		return &Error{Command: command, Result: result}
	}
	return nil
}
