// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"time"

	"github.com/xrprobe/xrprobe/modes/navigator"
)

// Clock is the embedder's clock. AfterFunc returns before it runs anything, whatever the
// time to wait.
type Clock interface {
	navigator.Clock
	// Now is the time of day, by which stored entries expire.
	Now() time.Time
}

// systemClock is the clock on the wall.
type systemClock struct{ navigator.SystemClock }

func (systemClock) Now() time.Time { return time.Now() }

// Virtual is a clock and an event loop for tests and simulations, with a time of day that
// begins at noon of the first day of 2030. Its zero value is ready.
type Virtual struct{ navigator.VirtualLoop }

// Now returns the time of day.
func (v *Virtual) Now() time.Time {
	return time.Date(2030, time.January, 1, 12, 0, 0, 0, time.UTC).Add(v.Elapsed())
}

// Elapsed returns how much time has passed.
func (v *Virtual) Elapsed() time.Duration { return v.VirtualLoop.Now() }
