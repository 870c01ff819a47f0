// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"time"
)

// observer decides when the machine is looked at, and what of that is told.
type observer struct {
	// read looks at the machine, knowing what was told before. Anew says that time has
	// passed, so that what was answered then is asked again.
	read func(ctx context.Context, before state, anew bool) (seen state, deaf bool, err error)
	// wakes holds one wake-up, however many there were.
	wakes               <-chan struct{}
	told                func(now state, what []What) bool
	settle, grace, most time.Duration
}

// run looks and tells until the context ends, or told returns false.
func (o observer) run(ctx context.Context) error {
	before, deaf, err := o.read(ctx, state{}, true)
	if err != nil || !o.told(before, []What{WhatFirst}) {
		return err
	}
	wait := o.first(deaf)
	poll := time.NewTimer(wait)
	defer poll.Stop()
	for {
		anew, err := o.pause(ctx, poll)
		if err != nil {
			return err
		}
		now, deaf, err := o.confirmed(ctx, before, anew)
		if err != nil {
			return err
		}
		what := now.differsFrom(before)
		if len(what) > 0 && !o.told(now, what) {
			return nil
		}
		switch {
		case len(what) > 0:
			before, wait = now, o.first(deaf)
			poll.Reset(wait)
		case anew:
			wait = min(2*wait, o.most)
			poll.Reset(wait)
		}
	}
}

// first is the time until the first poll: at once where nothing else tells of changes.
func (o observer) first(deaf bool) time.Duration {
	if deaf {
		return min(firstPoll, o.most)
	}
	return o.most
}

// pause waits until the machine should be looked at: when changes have settled, or because
// of the time.
func (o observer) pause(ctx context.Context, poll *time.Timer) (anew bool, err error) {
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-poll.C:
		return true, nil
	case <-o.wakes:
	}
	last := time.NewTimer(settleAtMost * o.settle)
	defer last.Stop()
	for {
		quiet := time.NewTimer(o.settle)
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-o.wakes:
			quiet.Stop()
		case <-quiet.C:
			return false, nil
		case <-last.C:
			return false, nil
		}
	}
}

// confirmed looks at the machine, and once more after the time of grace where something
// has gone: a headset that starts up leaves the bus and comes back.
func (o observer) confirmed(ctx context.Context, before state, anew bool) (now state, deaf bool, err error) {
	now, deaf, err = o.read(ctx, before, anew)
	if err != nil || !now.lost(before) {
		return now, deaf, err
	}
	select {
	case <-ctx.Done():
		return now, deaf, ctx.Err()
	case <-time.After(o.grace):
		return o.read(ctx, before, true)
	}
}
