// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

// ErrNotInTime is the error of [Watcher.Until] if no report was satisfying in time.
var ErrNotInTime = errors.New("it did not become true in time")

// Until returns the first report that satisfies the caller. It asks at once, and then again only after something changed that may
// change the answer: manifests, the library, API layers, the socket of the runtime's service, headsets on a bus. If the service
// has just made its socket, or the answer after a change does not satisfy, Until asks a few more times with growing pauses, because
// a service may need a moment; then it waits for the next change. It never asks just because time has passed, so a change that
// neither files nor devices show is not seen. Many changes in a short time are asked about less often.
//
// Request may be any that a probe takes, below report.LevelSession; an empty Level means what it means to a probe. A runtime that
// is named and not installed may be installed later. Last and Grace have no meaning.
//
// The first attempt is not cut short. If the time within is over after it, or before a satisfying report is there, the error
// matches [ErrNotInTime], and the report is the last one, or nil if the runtime that is named was never found: then the error
// wraps a *probe.RequestError too. All other errors are those of probe.Prober.Probe.
func (w Watcher) Until(ctx context.Context, within time.Duration, satisfied func(*report.Report) bool) (*report.Report, error) {
	w.Request.Level = cmp.Or(w.Request.Level, defaultLevel(w.Request.Runtime))
	if err := w.checkUntil(within); err != nil {
		return nil, err
	}
	m := newMachine(w)
	defer m.close()
	u := &until{machine: m, satisfied: satisfied, budget: newBudget()}
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	seen, err := u.look(ctx)
	if err != nil {
		return nil, err
	}
	met, err := u.ask(ctx)
	if err == nil && !met {
		err = u.run(bounded, seen)
	}
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		err = u.notInTime()
	}
	return u.last, err
}

func (u *until) notInTime() error {
	if u.unknown == nil {
		return ErrNotInTime
	}
	return fmt.Errorf("%w: %w", ErrNotInTime, u.unknown)
}

func defaultLevel(runtime string) report.Level {
	if runtime == probe.RuntimeAll {
		return report.LevelBinary
	}
	return report.LevelProperties
}

func (w Watcher) checkUntil(within time.Duration) error {
	switch {
	case within < 0:
		return &probe.RequestError{Text: fmt.Sprintf("the time to wait, %s, is negative", within)}
	case w.Request.Level.AtLeast(report.LevelSession):
		return &probe.RequestError{Text: "waiting creates no sessions, which would light up the headset after each change: wait up to the level properties"}
	case min(w.Debounce, w.Poll) < 0:
		return &probe.RequestError{Text: "a duration of the watch is negative"}
	}
	return w.Request.Check()
}

// until is one call of [Watcher.Until].
type until struct {
	machine   *machine
	satisfied func(*report.Report) bool
	budget    budget
	last      *report.Report
	// unknown says that the last attempt did not find the runtime that is named.
	unknown error
}

// ask asks the runtime. It reports whether the answer satisfies the caller.
func (u *until) ask(ctx context.Context) (bool, error) {
	u.budget.take(time.Now())
	w := u.machine.watcher
	r, err := w.Prober.Probe(ctx, w.Request)
	var unknown *probe.RequestError
	if errors.As(err, &unknown) {
		u.last, u.unknown = nil, err
		return false, nil
	}
	if err != nil {
		u.last = cmp.Or(u.last, r) // an interrupted attempt says less than a complete one
		return false, err
	}
	u.last, u.unknown = r, nil
	return u.satisfied(r), nil
}

// run waits for changes, and asks after each, until an answer satisfies or the context ends.
func (u *until) run(ctx context.Context, seen glance) error {
	var plan []step
	if seen.fresh(time.Now()) {
		plan = append(settling(seen), retries(seen)...)
	}
	turn, poll := stoppedTimer(), stoppedTimer()
	defer turn.Stop()
	defer poll.Stop()
	pollPause := u.schedulePoll(poll, seen, 0)
	schedule(turn, plan)
	for {
		due, polled, err := u.pause(ctx, turn, poll)
		if err != nil {
			return err
		}
		now, err := u.look(ctx)
		if err != nil {
			return err
		}
		changed := now.differsFrom(seen)
		switch {
		case changed:
			plan = planFor(now, seen)
			seen, pollPause = now, u.schedulePoll(poll, now, 0)
			schedule(turn, plan)
		case polled:
			pollPause = u.schedulePoll(poll, now, pollPause)
		}
		if changed || !due {
			continue
		}
		met, err := u.advance(ctx, &plan)
		if met || err != nil {
			return err
		}
		schedule(turn, plan)
	}
}

// advance does the next step of a plan. If it is too early to ask again, the step stays, and waits for its time.
func (u *until) advance(ctx context.Context, plan *[]step) (met bool, err error) {
	next := (*plan)[0]
	if early := u.budget.wait(time.Now()); next.asks && early > 0 {
		(*plan)[0].after = early
		return false, nil
	}
	*plan = (*plan)[1:]
	if !next.asks {
		return false, nil
	}
	return u.ask(ctx)
}

// pause waits for the next step of the plan, for a poll, or until a burst of changes is over.
func (u *until) pause(ctx context.Context, turn, poll *time.Timer) (due, polled bool, err error) {
	m := u.machine
	select {
	case <-ctx.Done():
		return false, false, ctx.Err()
	case <-turn.C:
		return true, false, nil
	case <-poll.C:
		return false, true, nil
	case <-m.wakes:
		o := observer{wakes: m.wakes, debounce: cmp.Or(m.watcher.Debounce, DefaultDebounce)}
		return false, false, o.quiet(ctx)
	}
}

// schedulePoll sets the time of the next poll and returns the pause before it: none if the system tells of every change, else
// twice the last one.
func (u *until) schedulePoll(poll *time.Timer, now glance, last time.Duration) time.Duration {
	if !now.mustPoll {
		poll.Stop()
		return 0
	}
	most := cmp.Or(u.machine.watcher.Poll, DefaultPoll)
	pause := min(max(2*last, firstPoll), most)
	poll.Reset(pause)
	return pause
}

// schedule sets the time of the first step of a plan.
func schedule(turn *time.Timer, plan []step) {
	if len(plan) == 0 {
		turn.Stop()
		return
	}
	turn.Reset(plan[0].after)
}

func stoppedTimer() *time.Timer {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return timer
}
