// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"fmt"
	"time"

	"github.com/xrprobe/xrprobe/probe/report"
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
	outcome outcome
}

// converse asks a child and listens until it has finished, has ended, or its time
// is up. The error is the context's.
func converse(ctx context.Context, child *process, asked request, timeout time.Duration) (outcome, error) {
	c := conversation{child: child, timeout: timeout, level: report.LevelLibrary, asked: time.Now()}
	go child.ask(asked) // a helper that never reads must not keep us from listening
	err := c.listen(ctx)
	c.outcome.log = child.logText()
	return c.outcome, err
}

func (c *conversation) listen(ctx context.Context) error {
	timer := time.NewTimer(startLimit)
	defer timer.Stop()
	for {
		select {
		case m, open := <-c.child.messages:
			if !open {
				return c.silence(ctx, timer)
			}
			if m.err != nil {
				c.child.stop(c.withGroup())
				c.fail(report.StatusFailed, &report.Cause{Code: CauseBrokenAnswer, Level: c.level, Text: m.err.Error()})
				return nil
			}
			if finished := c.hear(m.step, timer); finished {
				return nil
			}
		case <-timer.C:
			c.timeUp()
			return nil
		case <-ctx.Done():
			c.child.stop(c.withGroup())
			return ctx.Err()
		}
	}
}

// hear takes one step in and reports whether it was the last.
func (c *conversation) hear(s step, timer *time.Timer) bool {
	c.noteStart(s)
	if s.Begin != "" {
		c.level = s.Begin
		if limit, starts := c.limit(s.Begin); starts {
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
	c.outcome.status = report.StatusOK
	if s.Cause != nil {
		c.fail(report.StatusFailed, s.Cause)
	}
	c.outcome.inRuntime = new(time.Since(c.asked))
	c.child.release(c.withGroup())
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

// limit returns the time for a level that begins a new budget.
func (c *conversation) limit(level report.Level) (time.Duration, bool) {
	switch {
	case level != report.LevelLibrary && level != report.LevelInstance && level != report.LevelSession:
		return 0, false
	case c.timeout > 0:
		return c.timeout, true
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
		c.child.stop(c.withGroup())
		return ctx.Err()
	}
	c.child.release(c.withGroup())
	if !c.heard {
		c.fail(report.StatusFailed, neverSpoke(c.child.command.Path, c.level))
		return nil
	}
	c.fail(ending(c.child.command.ProcessState, c.child.log.String(), c.level))
	return nil
}

func (c *conversation) timeUp() {
	c.child.stop(c.withGroup())
	if !c.heard {
		c.fail(report.StatusFailed, neverSpoke(c.child.command.Path, c.level))
		return
	}
	limit, _ := c.limit(report.LevelLibrary)
	if c.level.AtLeast(report.LevelInstance) {
		limit, _ = c.limit(report.LevelInstance)
	}
	c.fail(report.StatusTimedOut, &report.Cause{
		Code: CauseTimedOut, Level: c.level,
		Text: fmt.Sprintf("the runtime did not answer within %s %s", limit, during(c.level)),
		Fix:  new("Restart the runtime's service, or allow more time with --timeout."),
	})
}

func (c *conversation) fail(status report.Status, cause *report.Cause) {
	c.outcome.status, c.outcome.cause = status, cause
}

// withGroup reports whether what a runtime has started may be ended with the child.
func (c *conversation) withGroup() bool { return !c.level.AtLeast(report.LevelInstance) }
