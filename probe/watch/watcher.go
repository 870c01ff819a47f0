// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

// The durations that a [Watcher] uses unless its fields set others.
const (
	DefaultDebounce = 10 * time.Millisecond
	DefaultGrace    = 500 * time.Millisecond
	DefaultPoll     = 30 * time.Second
)

// firstPoll is the time from a change to the next poll if the system sends no notifications. Each
// further poll without a change waits twice as long.
const firstPoll = time.Second

// maxDebounces bounds, in debounce times, how long the watcher waits for a stream of changes
// to end.
const maxDebounces = 10

// Watcher reports what changes about a runtime and about headsets that are plugged in.
//
// It reads the machine when the system says that something may have changed: directories on
// the way to the manifest and the library, the socket of the runtime's service if the runtime is
// asked, devices of the kernel, Windows' registry. If the system sends no notifications, it polls, less and less often. Each change is a state that
// existed, in the order in which the watcher saw them, and the last state is always
// reported. Touching a file without changing it reports nothing.
//
// At the level binary, its default, the watcher touches no runtime. From library up it asks
// the runtime from a child process that exits with the answer, so that the headset is free
// for other programs: at the start, after changes, and when it polls, but never more than
// once a second, or once in Poll if that is shorter.
type Watcher struct {
	// Prober asks the runtime. The watcher watches its Host and Machine.
	Prober probe.Prober
	// Request says which runtime to watch, the active one or a manifest's path, and up to
	// which level to ask it. An empty Level means report.LevelBinary; it must be below
	// report.LevelSession.
	Request probe.Request
	// Last is the last conclusive report from an earlier run, or nil. It is used until
	// another runtime is active or this one was asked again.
	Last *report.Report
	// Debounce is how long nothing must change before the watcher reads the machine; 0 means
	// [DefaultDebounce].
	Debounce time.Duration
	// Grace is how long something must stay away before the watcher reports that it is gone,
	// and a quarter of the longest time that a headset gets until all its devices are there;
	// 0 means [DefaultGrace].
	Grace time.Duration
	// Poll is the longest time between two readings; 0 means [DefaultPoll].
	Poll time.Duration
}

// Topic names a part of the state that changed.
type Topic string

// The topics. TopicLast is the report from an earlier run, and TopicFirst the state at the
// start.
const (
	TopicLast     Topic = "last"
	TopicFirst    Topic = "first"
	TopicRuntime  Topic = "runtime"  // another runtime, or another version of it
	TopicState    Topic = "state"    // the runtime cannot be asked any more, or can be again
	TopicHeadset  Topic = "headset"  // the runtime answers differently about its systems
	TopicHardware Topic = "hardware" // a headset was plugged in or out
)

// ChangeSchema is the value of a change's "schema" key.
const ChangeSchema = "xrprobe.change/1"

// Change is a state of the machine, and its differences from the state before.
type Change struct {
	// Schema is [ChangeSchema].
	Schema string `json:"schema"`
	// At is when the state was seen, in UTC.
	At time.Time `json:"at"`
	// Topics are the parts that differ.
	Topics []Topic `json:"what"`
	// AgeMS is the age of the report, in milliseconds.
	AgeMS int64 `json:"age_ms"`
	// Hardware are the headsets that are plugged in, as far as they are known without a runtime; nil if this system cannot list them. A
	// headset that comes, goes or gets known by name is a change; its single devices are none.
	Hardware []report.Headset `json:"hardware"`
	// Report is the whole report of the state.
	Report *report.Report `json:"report"`
}

// Changes yields the last conclusive report, if there is one, then the present state, and
// then each state that replaces it, until the context ends. A slow consumer gets the latest
// state when it is ready. The error, after which Changes ends, is one of probe.Prober.Probe.
func (w Watcher) Changes(ctx context.Context) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		if err := w.run(ctx, func(c Change) bool { return yield(c, nil) }); err != nil && ctx.Err() == nil {
			yield(Change{}, err)
		}
	}
}

// Watch calls update with the last conclusive report, and with each report that replaces
// it; it makes a Watcher a navigator.Source. A report that only shows that the same runtime
// is still active replaces no answers, and one that does not know the active runtime
// replaces nothing.
func (w Watcher) Watch(ctx context.Context, update func(*report.Report)) error {
	var last *report.Report
	for change, err := range w.Changes(ctx) {
		if err != nil {
			return err
		}
		if r := change.Report; replaces(last, r) {
			last = r
			update(r)
		}
	}
	return ctx.Err()
}

// replaces reports whether a report replaces the last one.
func replaces(last, r *report.Report) bool {
	switch {
	case r.Runtimes == nil:
		return false
	case last == nil || identity(last) != identity(r):
		return true
	default:
		return conclusive(r)
	}
}

// conclusive reports whether a runtime was run for a report, or cannot be run.
func conclusive(r *report.Report) bool {
	for _, runtime := range r.Runtimes {
		if runtime.Level.AtLeast(report.LevelLibrary) || runtime.Cause != nil {
			return true
		}
	}
	return false
}

// Check returns the error with which a watch would end at once because its request makes no
// sense, or nil. It matches probe.ErrRequest.
func (w Watcher) Check() error {
	switch {
	case w.Request.Simulate == nil && w.Request.Runtime != "" && w.Request.Runtime != probe.RuntimeActive && !probe.IsManifestPath(w.Request.Runtime):
		return &probe.RequestError{Text: fmt.Sprintf("a watch has one runtime: the active one, or a manifest's path; %q is neither", w.Request.Runtime)}
	case w.Request.Level.AtLeast(report.LevelSession):
		return &probe.RequestError{Text: "a watch creates no sessions, which would light up the headset again and again: watch up to the level properties"}
	case min(w.Debounce, w.Grace, w.Poll) < 0:
		return &probe.RequestError{Text: "a duration of the watch is negative"}
	}
	return w.Request.Check()
}

// run yields changes until the context ends or yield returns false.
func (w Watcher) run(ctx context.Context, yield func(Change) bool) error {
	w.Request.Level = cmp.Or(w.Request.Level, report.LevelBinary)
	if err := w.Check(); err != nil {
		return err
	}
	if w.Last != nil && !yield(w.change(state{report: w.Last}, []Topic{TopicLast})) {
		return nil
	}
	m := newMachine(w)
	defer m.close()
	o := observer{
		read: m.read, wakes: m.wakes, yield: func(now state, topics []Topic) bool { return yield(w.change(now, topics)) },
		debounce: cmp.Or(w.Debounce, DefaultDebounce), grace: cmp.Or(w.Grace, DefaultGrace), maxPoll: cmp.Or(w.Poll, DefaultPoll),
	}
	return o.run(ctx)
}

func (w Watcher) change(now state, topics []Topic) Change {
	at := w.now().UTC()
	return Change{
		Schema: ChangeSchema, At: at.Truncate(time.Millisecond), Topics: topics,
		AgeMS: max(0, at.Sub(now.report.Generated).Milliseconds()), Hardware: now.plugged(), Report: now.report,
	}
}

func (w Watcher) now() time.Time {
	if w.Prober.Now == nil {
		return time.Now()
	}
	return w.Prober.Now()
}
