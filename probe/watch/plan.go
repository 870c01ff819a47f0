// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import "time"

// step is a part of a plan: a pause, and then a question to the runtime or only a glance at the machine.
type step struct {
	after time.Duration
	asks  bool
}

// The pauses of a plan double from the first to the last.
const (
	// A service calls listen soon after bind, and nothing tells of that. The last pause is repeated.
	firstGlance, lastGlance = 10 * time.Millisecond, 160 * time.Millisecond
	glances                 = 20
	// A service that listens may still answer with errors while it starts up.
	firstRetry, lastRetry = 100 * time.Millisecond, 3200 * time.Millisecond
)

// patience is how long a plan asks again: about the sum of its retries.
const patience = 2 * lastRetry

// planFor returns what to do after a change. A plan has an end.
func planFor(now, before glance) []step {
	if now.onlyLost(before) {
		return nil
	}
	return append(append(settling(now), step{asks: true}), retries(now)...)
}

// settling are the glances before the first question: they wait for the service to listen. A service in another network
// namespace listens unseen, so it is asked after them all the same.
func settling(now glance) []step {
	if !now.starting() {
		return nil
	}
	plan := doubled(firstGlance, lastGlance, false)
	for len(plan) < glances {
		plan = append(plan, step{after: lastGlance})
	}
	return plan
}

// retries are the further questions, for a runtime that may soon answer otherwise.
func retries(now glance) []step {
	if !now.mayGetReady() {
		return nil
	}
	return doubled(firstRetry, lastRetry, true)
}

func doubled(first, last time.Duration, asks bool) []step {
	var plan []step
	for pause := first; pause <= last; pause *= 2 {
		plan = append(plan, step{after: pause, asks: asks})
	}
	return plan
}

// budget bounds how often the runtime is asked while changes follow each other without end: a question may itself start a
// service that makes a socket, and ends again.
type budget struct {
	left   float64
	filled time.Time
}

// A budget has maxQuestions at first, and gets one back in each time refill.
const (
	maxQuestions = 12
	refill       = 5 * time.Second
)

func newBudget() budget { return budget{left: maxQuestions} }

// fill adds what the budget got back by now.
func (b *budget) fill(now time.Time) {
	if !b.filled.IsZero() {
		b.left = min(maxQuestions, b.left+float64(now.Sub(b.filled))/float64(refill))
	}
	b.filled = now
}

// wait returns how long it takes until the runtime may be asked.
func (b *budget) wait(now time.Time) time.Duration {
	b.fill(now)
	return max(0, time.Duration((1-b.left)*float64(refill)))
}

// take uses up one question.
func (b *budget) take(now time.Time) {
	b.fill(now)
	b.left--
}
