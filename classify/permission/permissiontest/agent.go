// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
)

// UserAgent starts browsers for the tests.
type UserAgent interface {
	// Start starts a browser with a new profile, a gate with the strategy "ask-when-present", and both
	// immersive modes highly variable. Its monitor has told already what is connected: a
	// headset for both modes, or nothing. It is closed by t.Cleanup.
	Start(t testing.TB, connected bool) Browser
}

// Browser is a user agent that runs.
type Browser interface {
	// Open opens a page of an origin, in view, which is allowed to use xr-spatial-tracking,
	// and has one WebGL context.
	Open(origin string) Page
	// Plug connects or disconnects the headset, and returns when the monitor has told.
	Plug(connected bool)
	// Prompts are the prompts that the user sees now.
	Prompts() []Prompt
	// Wait lets time pass, on the browser's own clock.
	Wait(d time.Duration)
	// Touched counts what has been started, opened or contacted on the machine because of
	// XR since the browser started: processes, files, services, devices.
	Touched() int
}

// Prompt is a prompt as the user sees it.
type Prompt interface {
	Choose(choice permission.Choice)
}

// Page is a page, with everything that a script of it may do and observe.
type Page interface {
	// IsSessionSupported and MakeXRCompatible call the methods of these names. What their
	// promises settle as is seen, as "supported true", "supported false", "compatible", or
	// the error's name.
	IsSessionSupported(mode string)
	MakeXRCompatible()
	// QueueTask queues a task of the page's own, which sees the text when it runs.
	QueueTask(text string)
	// Seen is all that the page has observed, in order and without times: settled promises
	// and every event, such as blur, focus, visibilitychange, resize, pointercancel,
	// webglcontextlost, and "stall" where an animation frame is late.
	Seen() []string
	// Cacheable reports whether the page may go into the back/forward cache.
	Cacheable() bool
}
