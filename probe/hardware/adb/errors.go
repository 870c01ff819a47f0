// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import (
	"context"
	"errors"
	"fmt"
	"os"
)

var (
	// ErrNoServer says that no adb server runs on this machine, so that nothing is known about Android devices.
	ErrNoServer = errors.New("no adb server runs")
	// ErrElsewhere says that the environment names an adb server on another machine, which is not asked.
	ErrElsewhere = errors.New("the adb server is on another machine")
	// ErrAddress says that the environment names the adb server in a way that is not understood.
	ErrAddress = errors.New("the address of the adb server is not understood")
	// ErrDistrusted says that an answer cannot be true, or has no end.
	ErrDistrusted = errors.New("the answer cannot be that of an adb server")
	// ErrRefused says that the server refused to answer.
	ErrRefused = errors.New("the adb server refused")
	// ErrTimedOut says that an answer did not come before its deadline.
	ErrTimedOut = errors.New("the answer did not come in time")
)

// Error says what was asked and what became of it. It matches one of the errors above.
type Error struct {
	// Asked is what was asked, as words for people.
	Asked string
	// Kind is one of the errors above, and Detail says more; it may be "". It holds nothing that the other side sent.
	Kind   error
	Detail string
}

// Error returns what was asked and what became of it.
func (e *Error) Error() string {
	if e.Detail == "" {
		return fmt.Sprintf("%s: %v", e.Asked, e.Kind)
	}
	return fmt.Sprintf("%s: %v: %s", e.Asked, e.Kind, e.Detail)
}

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

// failure makes an [*Error] of what an exchange returned.
func failure(ctx context.Context, asked string, err error) error {
	var known *Error
	switch {
	case errors.As(err, &known):
		return &Error{Asked: asked, Kind: known.Kind, Detail: known.Detail}
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("%s: %w", asked, context.Canceled)
	case ctx.Err() != nil, errors.Is(err, os.ErrDeadlineExceeded):
		return &Error{Asked: asked, Kind: ErrTimedOut}
	}
	return &Error{Asked: asked, Kind: ErrDistrusted, Detail: "the connection ended in the middle of the answer"}
}
