// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"time"

	"github.com/xrprobe/xrprobe/modes"
)

// Clock is the embedder's clock. AfterFunc returns before it runs anything, whatever the
// time to wait.
type Clock interface {
	modes.Clock
	// Now is the time of day, by which stored entries expire.
	Now() time.Time
}

// systemClock is the clock on the wall.
type systemClock struct{ modes.SystemClock }

func (systemClock) Now() time.Time { return time.Now() }
