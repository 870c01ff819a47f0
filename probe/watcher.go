// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// The times that a [Watcher] has unless it is told others.
const (
	DefaultSettle = 10 * time.Millisecond
	DefaultGrace  = 500 * time.Millisecond
	DefaultPoll   = 30 * time.Second
)

// firstPoll is how soon after a change the machine is looked at again where nothing tells
// of the next one; from then on it takes twice as long each time.
const firstPoll = time.Second

// settleAtMost bounds, in times to settle, how long changes without an end are waited for.
const settleAtMost = 10

// Watcher tells what changes about a runtime and about the headsets that are plugged in.
//
// It looks at the machine when the system says that something may have changed: folders on
// the way to the manifest and the library, devices of the kernel, Windows' registry. Where
// nothing says so it polls, less and less often. What it tells is always a state that was
// there, in the order in which states were seen, and the last one is never left out;
// touching what stays the same tells nothing.
//
// At the level binary, which is its default, no runtime is touched. From library up the
// runtime is asked from a child process that ends with the answer, so that the headset is
// free for everybody else: at the beginning, after changes, and by the same polling, but
// never more than once a second, or in the time of Poll where that is less.
type Watcher struct {
	Prober Prober
	// Request says which runtime is watched, the active one or a manifest's path, and how
	// far it is asked: its Level is report.LevelBinary unless it is set, and must be below
	// report.LevelSession.
	Request Request
	// Last is the last conclusive report that is known from before, or nil. It is believed
	// for as long as the same runtime is there and nobody asked it anew.
	Last *report.Report
	// Settle is for how long nothing must change before the machine is looked at, Grace how
	// long what has gone must stay gone before that is told, and Poll how long the machine
	// may go without being looked at. 0 stands for [DefaultSettle], [DefaultGrace] and
	// [DefaultPoll].
	Settle, Grace, Poll time.Duration
}

// What says what a change is about.
type What string

// What changes are about. WhatLast is no change but the report from before, and WhatFirst is
// how the machine was found.
const (
	WhatLast     What = "last"
	WhatFirst    What = "first"
	WhatRuntime  What = "runtime"  // another runtime, or version of it, is the one that is watched
	WhatState    What = "state"    // it has died, or come back
	WhatHeadset  What = "headset"  // it answers otherwise about its systems
	WhatHardware What = "hardware" // a headset was plugged in or out
)

// ChangeSchema is the value of a change's "schema" key.
const ChangeSchema = "xrprobe.change/1"

// Change is a state of the machine, and what is other than in the one told before.
type Change struct {
	Schema string    `json:"schema"`
	At     time.Time `json:"at"`
	What   []What    `json:"what"`
	// AgeMS is how old the report is, in milliseconds.
	AgeMS int64 `json:"age_ms"`
	// Hardware is what is plugged in; nil where that cannot be seen.
	Hardware []hardware.Headset `json:"hardware"`
	Report   *report.Report     `json:"report"`
}

// Changes yields the last conclusive report, if there is one, then the state in which the
// machine is found, and then each that replaces it, until the context ends. A consumer that
// takes its time is told the last state when it is ready. The error, with which it ends, is
// what [Prober.Probe] returns.
func (w Watcher) Changes(ctx context.Context) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		if err := w.run(ctx, func(c Change) bool { return yield(c, nil) }); err != nil && ctx.Err() == nil {
			yield(Change{}, err)
		}
	}
}

// Watch tells the last conclusive report, and each that replaces it; it makes a Watcher the
// source of package modes. That the same runtime is still there replaces no answer that it
// gave, and that nobody can tell which one is active replaces nothing.
func (w Watcher) Watch(ctx context.Context, tell func(*report.Report)) error {
	var told *report.Report
	for change, err := range w.Changes(ctx) {
		if err != nil {
			return err
		}
		if r := change.Report; replaces(told, r) {
			told = r
			tell(r)
		}
	}
	return ctx.Err()
}

// replaces reports whether a report is to be believed in another's place.
func replaces(told, r *report.Report) bool {
	switch {
	case r.Runtimes == nil:
		return false
	case told == nil || identity(told) != identity(r):
		return true
	default:
		return asked(r)
	}
}

// asked reports whether any runtime was executed for a report, or is known to be unable to.
func asked(r *report.Report) bool {
	for _, runtime := range r.Runtimes {
		if runtime.Level.AtLeast(report.LevelLibrary) || runtime.Cause != nil {
			return true
		}
	}
	return false
}

// Check returns the error with which a watch would end at once, because it makes no sense.
// It matches [ErrRequest].
func (w Watcher) Check() error {
	switch {
	case w.Request.Simulate == nil && w.Request.Runtime != "" && w.Request.Runtime != RuntimeActive && !isPath(w.Request.Runtime):
		return &RequestError{Text: fmt.Sprintf("one runtime is watched: the active one, or the one of a manifest's path, and %q is neither", w.Request.Runtime)}
	case w.Request.Level.AtLeast(report.LevelSession):
		return &RequestError{Text: "a watch begins no sessions, which would light the headset up again and again: watch up to the level properties"}
	case min(w.Settle, w.Grace, w.Poll) < 0:
		return &RequestError{Text: "a time of the watch is negative"}
	}
	_, err := w.Request.withDefaults()
	return err
}

// run tells changes until the context ends or nobody wants more.
func (w Watcher) run(ctx context.Context, tell func(Change) bool) error {
	w.Request.Level = cmp.Or(w.Request.Level, report.LevelBinary)
	if err := w.Check(); err != nil {
		return err
	}
	if w.Last != nil && !tell(w.change(state{report: w.Last}, []What{WhatLast})) {
		return nil
	}
	s := newScene(w)
	defer s.close()
	o := observer{
		read: s.read, wakes: s.wakes, told: func(now state, what []What) bool { return tell(w.change(now, what)) },
		settle: cmp.Or(w.Settle, DefaultSettle), grace: cmp.Or(w.Grace, DefaultGrace), most: cmp.Or(w.Poll, DefaultPoll),
	}
	return o.run(ctx)
}

func (w Watcher) change(now state, what []What) Change {
	at := w.Prober.now().UTC()
	return Change{
		Schema: ChangeSchema, At: at.Truncate(time.Millisecond), What: what,
		AgeMS: max(0, at.Sub(now.report.Generated).Milliseconds()), Hardware: now.headsets, Report: now.report,
	}
}
