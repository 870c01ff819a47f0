// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"fmt"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
)

// The time that a child has, unless the caller set another: to start, to load the
// runtime and list its extensions, to make an instance and describe headsets, and, for
// as long as that, to hold sessions.
const (
	startLimit    = 10 * time.Second
	libraryLimit  = 2 * time.Second
	instanceLimit = 10 * time.Second
)

// outcome is what a conversation with a runtime brought.
type outcome struct {
	status     report.Status
	reached    *report.Level
	cause      *report.Cause
	found      findings
	effects    []report.SideEffect
	log        *string
	childStart *time.Duration
	inRuntime  *time.Duration
}

// conversation is one request to one child, and what was heard so far.
type conversation struct {
	child   *process
	timeout time.Duration
	level   report.Level
	asked   time.Time
	heard   bool
	told    bool // by the child itself, to the end
	effects []sideEffect
	outcome outcome
}

// converse asks a child and listens until it has finished, has ended, or its time
// is up. The error is the context's; what was heard until then comes with it.
func converse(ctx context.Context, child *process, asked request, timeout time.Duration, cleanUp bool) (outcome, error) {
	c := conversation{child: child, timeout: timeout, level: report.LevelLibrary, asked: time.Now()}
	go child.ask(asked) // a helper that never reads must not keep us from listening
	err := c.listen(ctx)
	c.outcome.log = child.logText()
	if asked.Sheet == nil {
		c.outcome.effects = c.settle(cleanUp)
	}
	child.forget()
	return c.outcome, err
}

// maxLooks bounds how often what is started while the rest is ended is looked for.
const maxLooks = 8

// settle returns the side effects, and ends what must not stay, until there is nothing new.
func (c *conversation) settle(cleanUp bool) []report.SideEffect {
	if c.child.hasEnded() {
		c.effects = joined(c.effects, c.child.groupLeft, c.level)
	}
	settled := []report.SideEffect{}
	for range maxLooks {
		c.effects = joined(c.effects, c.child.leftBehind(c.told && !cleanUp), c.level)
		fresh := c.effects[len(settled):]
		if len(fresh) == 0 {
			break
		}
		settled = append(settled, settle(fresh, c.child.beyond.Load(), cleanUp)...)
	}
	return settled
}

// The memory that a child may have in use, and how often it is looked at.
const (
	residentLimit = 2 << 30
	residentEvery = 100 * time.Millisecond
)

func (c *conversation) listen(ctx context.Context) error {
	timer, ticker := time.NewTimer(startLimit), time.NewTicker(residentEvery)
	defer timer.Stop()
	defer ticker.Stop()
	for {
		select {
		case m, open := <-c.child.messages:
			if !open {
				return c.silence(ctx, timer)
			}
			if m.err != nil {
				c.abort(report.StatusFailed, brokenAnswer(c.level))
				return nil
			}
			if finished := c.hear(m.step, timer); finished {
				return nil
			}
		case <-timer.C:
			c.timeUp()
			return nil
		case <-ticker.C:
			if c.child.resident() > residentLimit {
				c.abort(report.StatusCrashed, tooMuchMemory(c.level))
				return nil
			}
		case <-ctx.Done():
			return c.interrupted(ctx)
		}
	}
}

// abort ends the child for what it did.
func (c *conversation) abort(status report.Status, cause *report.Cause) {
	c.stop()
	c.fail(status, cause)
}

// stop ends the child, after a last look at what it has started.
func (c *conversation) stop() {
	c.effects = joined(c.effects, descendants(c.child.command.Process.Pid), c.level)
	c.child.stop()
}

func (c *conversation) interrupted(ctx context.Context) error {
	c.abort(report.StatusFailed, interruption(c.level))
	return ctx.Err()
}

func interruption(level report.Level) *report.Cause {
	return &report.Cause{Code: CauseInterrupted, Level: level, Text: "asking was interrupted " + during(level)}
}

// hear takes one step in and reports whether it was the last.
func (c *conversation) hear(s step, timer *time.Timer) bool {
	c.noteStart(s)
	c.effects = append(c.effects, s.Effects...)
	if s.Begin != "" {
		c.level = s.Begin
		if limit, starts := budget(s.Begin, c.timeout); starts {
			timer.Reset(limit)
		}
	}
	if s.Findings != nil {
		c.outcome.found = *s.Findings
	}
	if s.Done != "" {
		c.outcome.reached = &s.Done
	}
	if !s.End {
		return false
	}
	c.told = true
	c.outcome.status = report.StatusOK
	if s.Cause != nil {
		c.fail(report.StatusFailed, s.Cause)
	}
	c.outcome.inRuntime = new(time.Since(c.asked))
	c.child.release()
	return true
}

// noteStart tells the time until the child was there from the time in the runtime.
func (c *conversation) noteStart(s step) {
	if c.heard {
		return
	}
	c.heard = true
	ready := time.Unix(0, s.ReadyNS)
	c.outcome.childStart = new(max(0, ready.Sub(c.child.started)))
	if ready.After(c.asked) {
		c.asked = ready
	}
}

// budget returns the time for a level that begins a new one.
func budget(level report.Level, timeout time.Duration) (time.Duration, bool) {
	switch {
	case level != report.LevelLibrary && level != report.LevelInstance && level != report.LevelSession:
		return 0, false
	case timeout > 0:
		return timeout, true
	case level == report.LevelLibrary:
		return libraryLimit, true
	default:
		return instanceLimit, true
	}
}

// silence is a child whose answers ended before its last step.
func (c *conversation) silence(ctx context.Context, timer *time.Timer) error {
	select {
	case <-c.child.ended:
	case <-timer.C:
		c.timeUp()
		return nil
	case <-ctx.Done():
		return c.interrupted(ctx)
	}
	c.child.release()
	if !c.heard {
		c.fail(report.StatusFailed, neverSpoke(c.child.command.Path, c.level))
		return nil
	}
	c.fail(ending(c.child.command.ProcessState, c.child.log.String(), c.level))
	return nil
}

func (c *conversation) timeUp() {
	c.stop()
	if !c.heard {
		c.fail(report.StatusFailed, neverSpoke(c.child.command.Path, c.level))
		return
	}
	limit, _ := budget(report.LevelLibrary, c.timeout)
	if c.level.AtLeast(report.LevelInstance) {
		limit, _ = budget(report.LevelInstance, c.timeout)
	}
	c.fail(report.StatusTimedOut, &report.Cause{
		Code: CauseTimedOut, Level: c.level,
		Text: fmt.Sprintf("the runtime did not answer within %s %s", limit, during(c.level)),
		Fix:  new("Restart the runtime's service, or allow more time with --timeout."),
	})
}

// fail says why there will be no more. What was asked last is the process's to tell.
func (c *conversation) fail(status report.Status, cause *report.Cause) {
	cause.Call = c.child.lastCall.Load()
	c.outcome.status, c.outcome.cause = status, cause
}
