// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"time"

	"github.com/xrprobe/xrprobe/modes/navigator"
)

// Clock is the embedder's clock. AfterFunc must return before it runs its function, even if
// the delay is 0.
type Clock interface {
	navigator.Clock
	// Now returns the time of day. Stored entries expire by it.
	Now() time.Time
}

// systemClock is the system's clock.
type systemClock struct{ navigator.SystemClock }

func (systemClock) Now() time.Time { return time.Now() }

// Virtual is a clock and an event loop for tests and simulations. Its time of day begins
// at 2030-01-01 12:00 UTC. The zero value is ready to use.
type Virtual struct{ navigator.VirtualLoop }

// Now returns the time of day.
func (v *Virtual) Now() time.Time {
	return time.Date(2030, time.January, 1, 12, 0, 0, 0, time.UTC).Add(v.Elapsed())
}

// Elapsed returns how much time has passed.
func (v *Virtual) Elapsed() time.Duration { return v.VirtualLoop.Now() }
