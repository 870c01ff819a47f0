// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Error is a command that returned an error code.
type Error struct {
	Command string
	Result  xr.Result
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Command, e.Result) }

// ResultOf returns the result code that err carries, if it carries one.
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

// DistrustError is a command that reported success with an answer that cannot be
// true. It matches [ErrDistrusted].
type DistrustError struct {
	Command string
	Text    string
}

func (e *DistrustError) Error() string { return e.Command + ": " + e.Text }

// Is reports whether target is [ErrDistrusted].
func (e *DistrustError) Is(target error) bool { return target == ErrDistrusted }

// check turns a result into an error. Success codes, which are not negative, are none.
func check(command string, result xr.Result) error {
	if result.Failed() {
		return &Error{Command: command, Result: result}
	}
	return nil
}
