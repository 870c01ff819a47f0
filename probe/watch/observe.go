// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"context"
	"time"
)

// observer decides when to read the machine and which states to yield.
type observer struct {
	// read reads the machine. Before is the state that was yielded last. With refresh it asks
	// the runtime again even if nothing seems to have changed. MustPoll says that changes may
	// happen without a notification.
	read func(ctx context.Context, before state, refresh bool) (now state, mustPoll bool, err error)
	// wakes holds one wake-up, however many there were.
	wakes <-chan struct{}
	// yield takes a state and returns false to end the observer.
	yield func(now state, topics []Topic) bool

	debounce, grace, maxPoll time.Duration
}

// run reads and yields until the context ends or yield returns false.
func (o observer) run(ctx context.Context) error {
	before, mustPoll, err := o.read(ctx, state{}, true)
	if err != nil || !o.yield(before, []Topic{TopicFirst}) {
		return err
	}
	wait := o.firstWait(mustPoll)
	poll := time.NewTimer(wait)
	defer poll.Stop()
	for {
		polled, err := o.pause(ctx, poll)
		if err != nil {
			return err
		}
		now, mustPoll, err := o.confirmed(ctx, before, polled)
		if err != nil {
			return err
		}
		topics := now.differsFrom(before)
		if len(topics) > 0 && !o.yield(now, topics) {
			return nil
		}
		switch {
		case len(topics) > 0:
			before, wait = now, o.firstWait(mustPoll)
			poll.Reset(wait)
		case polled:
			wait = min(2*wait, o.maxPoll)
			poll.Reset(wait)
		}
	}
}

// firstWait is the time until the first poll after a change.
func (o observer) firstWait(mustPoll bool) time.Duration {
	if mustPoll {
		return min(firstPoll, o.maxPoll)
	}
	return o.maxPoll
}

// pause waits until the machine should be read: when a burst of changes is over, or when it
// is time to poll.
func (o observer) pause(ctx context.Context, poll *time.Timer) (polled bool, err error) {
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-poll.C:
		return true, nil
	case <-o.wakes:
		return false, o.quiet(ctx)
	}
}

// quiet waits until a burst of changes is over.
func (o observer) quiet(ctx context.Context) error {
	last := time.NewTimer(maxDebounces * o.debounce)
	defer last.Stop()
	for {
		quiet := time.NewTimer(o.debounce)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-o.wakes:
			quiet.Stop()
		case <-quiet.C:
			return nil
		case <-last.C:
			return nil
		}
	}
}

// maxGraces is how many grace times a headset may take until all its devices are there. Some have boards that start one after the other.
const maxGraces = 4

// confirmed reads the machine until nothing is in between: a headset that starts up leaves the bus and comes back, and its devices come and
// go one after the other. It reads again when it is woken up, and for the last time when something has stayed away for the grace time, or a
// headset has stayed incomplete for several.
func (o observer) confirmed(ctx context.Context, before state, refresh bool) (now state, mustPoll bool, err error) {
	begun := time.Now()
	for {
		now, mustPoll, err = o.read(ctx, before, refresh)
		if err != nil {
			return now, mustPoll, err
		}
		left := o.patience(now, before) - time.Since(begun)
		if left <= 0 {
			return now, mustPoll, nil
		}
		refresh = refresh || now.lost(before)
		if err := o.next(ctx, left); err != nil {
			return now, mustPoll, err
		}
	}
}

// patience is how long a state may have to last before it counts.
func (o observer) patience(now, before state) time.Duration {
	switch {
	case now.completing(before):
		return maxGraces * o.grace
	case now.lost(before):
		return o.grace
	}
	return 0
}

// next waits for the end of the next burst of changes, but not longer than for a time.
func (o observer) next(ctx context.Context, longest time.Duration) error {
	over := time.NewTimer(longest)
	defer over.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-o.wakes:
		return o.quiet(ctx)
	case <-over.C:
		return nil
	}
}
