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

// confirmed reads the machine, and again after the grace time if something is gone: a
// headset that starts up leaves the bus and comes back.
func (o observer) confirmed(ctx context.Context, before state, refresh bool) (now state, mustPoll bool, err error) {
	now, mustPoll, err = o.read(ctx, before, refresh)
	if err != nil || !now.lost(before) {
		return now, mustPoll, err
	}
	select {
	case <-ctx.Done():
		return now, mustPoll, ctx.Err()
	case <-time.After(o.grace):
		return o.read(ctx, before, true)
	}
}
