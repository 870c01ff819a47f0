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
	// Start starts a browser with a new profile. Its gate has the strategy
	// "ask-when-present", and both immersive modes are highly variable. The gate's devices
	// know already what is connected: a headset for both modes, or nothing. Start registers
	// the end of the browser with t.Cleanup.
	Start(t testing.TB, connected bool) Browser
}

// Browser is a running user agent.
type Browser interface {
	// Open opens a visible page of an origin. The page may use xr-spatial-tracking, and has
	// one WebGL context.
	Open(origin string) Page
	// Plug connects or disconnects the headset, and returns when the gate's devices know.
	Plug(connected bool)
	// Prompts returns the prompts that the user sees now.
	Prompts() []Prompt
	// Wait lets time pass on the browser's clock.
	Wait(d time.Duration)
	// Touched returns how many processes, files, services and devices the browser has
	// started, opened or contacted because of XR since it started.
	Touched() int
}

// Prompt is a prompt as the user sees it.
type Prompt interface {
	// Choose answers the prompt for the user.
	Choose(choice permission.Choice)
}

// Page is a page: what its scripts can do and observe.
type Page interface {
	// IsSessionSupported calls the method of that name. When its promise settles, Seen has
	// "supported true", "supported false", or the error's name.
	IsSessionSupported(mode string)
	// MakeXRCompatible calls the method of that name. When its promise settles, Seen has
	// "compatible", or the error's name.
	MakeXRCompatible()
	// QueueTask queues a task of the page. When it runs, Seen has the text.
	QueueTask(text string)
	// Seen returns all that the page has observed, in order and without times: settled
	// promises, and every event such as blur, focus, visibilitychange, resize, pointercancel,
	// webglcontextlost, and "stall" for a late animation frame.
	Seen() []string
	// Cacheable reports whether the page may go into the back/forward cache.
	Cacheable() bool
}
