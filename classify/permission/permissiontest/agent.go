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
	// know already what is connected: a headset for both modes that can do "local-floor", or
	// nothing. Start registers the end of the browser with t.Cleanup.
	Start(t testing.TB, connected bool) Browser
}

// Browser is a running user agent.
type Browser interface {
	// Open opens a visible page.
	Open(tab Tab) Page
	// Plug connects or disconnects the headset, and returns when the gate's devices know.
	Plug(connected bool)
	// Prompts returns the prompts that the user sees now, of all pages and both kinds.
	Prompts() []Prompt
	// Wait lets time pass on the browser's clock. When it returns, everything has happened
	// that is due by then, and every task of every page has run. Wait(0) only waits for what
	// is due.
	Wait(d time.Duration)
	// Touched returns how many processes, files, services and devices the browser has
	// started, opened or contacted because of XR since it started.
	Touched() int
}

// Tab says what to open. Only Origin must be set: the zero value of the rest is a page of the
// regular profile at the top level, which may use xr-spatial-tracking. Every page is a secure
// context, and has one WebGL context.
type Tab struct {
	// Origin is the origin of the page itself.
	Origin string
	// EmbeddedBy makes the page a frame in a page of this origin, which is opened for it and
	// does nothing. It is empty if the page is at the top level. The tests neither close a frame
	// nor change its state.
	EmbeddedBy string
	// Blocked is set if policy does not allow the page xr-spatial-tracking.
	Blocked bool
	// Private opens the page in the private window. There is one at a time: it opens with its
	// first page, and is closed with its last one.
	Private bool
}

// State is whether a page can be seen, and whether it runs.
type State int

// The states. A page opens visible.
const (
	Visible State = iota
	Hidden        // in the background, for instance behind another tab
	Frozen        // in the back/forward cache
)

// Prompt is a prompt as the user sees it.
type Prompt interface {
	// Origin returns the origin that the prompt names.
	Origin() string
	// Features returns the features of a session that the prompt asks for. It returns none if
	// the prompt asks whether the origin may know about headsets.
	Features() []string
	// Choose answers the prompt for the user, and removes it. Allow consents to all of the
	// features. Choose does nothing if the prompt has gone.
	Choose(choice permission.Choice)
}

// Page is a page: what its scripts can do and observe. Every method returns when the script's
// call has returned; what the call causes may come later.
type Page interface {
	// IsSessionSupported calls the method of that name. When its promise settles, Seen has
	// "supported true", "supported false", or "supported " and the error's name.
	IsSessionSupported(mode string)
	// RequestSession calls the method of that name with these required features, in the handler
	// of a click by a user who understands what follows. When its promise settles, Seen has
	// "session true", or "session " and the error's name. When the user agent ends the session,
	// Seen has "session ended".
	RequestSession(mode string, required ...string)
	// Query calls navigator.permissions.query for "xr-session-supported". When its promise
	// settles, Seen has "state prompt", "state granted" or "state denied", or "state " and the
	// error's name; and for each event of the status "change " and the new state. The tests
	// query once in a page.
	Query(mode string)
	// MakeXRCompatible calls the method of that name. When its promise settles, Seen has
	// "compatible true" if the context is XR-compatible then, "compatible false" if it is not, or
	// "compatible " and the error's name. When a context stops being XR-compatible, Seen has
	// "incompatible".
	MakeXRCompatible()
	// QueueTask queues a task of the page. When it runs, Seen has the text.
	QueueTask(text string)
	// SetState shows, hides, freezes or restores the page. A frozen page sees nothing, and what it
	// would have seen comes when it is restored.
	SetState(state State)
	// Close closes the page. Of its methods, only Seen is called after that.
	Close()
	// Seen returns all that the page has observed, in order and without times: what the other
	// methods say, "devicechange", and every other event by its name, such as blur, focus,
	// visibilitychange that SetState did not cause, resize, pointercancel, webglcontextlost, and
	// "stall" for a late animation frame.
	Seen() []string
	// Cacheable reports whether the page may go into the back/forward cache.
	Cacheable() bool
}
