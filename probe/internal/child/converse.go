// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"cmp"
	"context"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/effects"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// The memory that a child may use, and how often the parent checks.
const (
	memoryLimit = 2 << 30
	memoryEvery = 100 * time.Millisecond
)

// maxLooks bounds how often the parent looks for processes that were started while it ended others.
const maxLooks = 8

// Options are the caller's wishes for one conversation.
type Options struct {
	// Timeout replaces the deadlines of the levels; 0 keeps them.
	Timeout time.Duration
	// CleanUp ends all processes that the runtime started, even those that may stay.
	CleanUp bool
	// Subject is whose code runs, in causes; "" means "the runtime".
	Subject string
	// Runtime is what is known of the runtime without asking it.
	Runtime report.Runtime
}

// Result is the result of one conversation with a child.
type Result struct {
	// Known is everything that the child answered. Its runtime is that of the options, with what the child said of it, its
	// status, cause, side effects, log and timing. Its layers go up to the first that did not answer.
	wire.Known
	// LastQuestion is the question that the child announced last, or nil.
	LastQuestion *wire.Question
}

// conversation is one request to one child, and everything that was received so far.
type conversation struct {
	child   *Process
	options Options
	level   report.Level
	sent    time.Time
	heard   bool // the first step arrived
	effects []wire.Effect
	result  Result
}

// Converse sends a request and listens until the child has finished or exited, or its
// time is up. It may be called once. The error is the context's; the result has everything that
// was received until then.
func (p *Process) Converse(ctx context.Context, r wire.Request, o Options) (Result, error) {
	o.Subject = cmp.Or(o.Subject, "the runtime")
	c := conversation{child: p, options: o, level: report.LevelLibrary, sent: time.Now(), result: Result{Known: wire.Known{Runtime: o.Runtime}}}
	c.result.Runtime.Timing = &report.Timing{}
	go p.send(r) // a child that never reads must not block the parent
	err := c.listen(ctx)
	c.result.Runtime.Log = p.logText()
	c.result.LastQuestion = p.announced()
	if r.Sheet == nil {
		c.result.Runtime.SideEffects = c.concludeEffects()
	}
	p.close()
	return c.result, err
}

func (c *conversation) listen(ctx context.Context) error {
	timer, ticker := time.NewTimer(startLimit), time.NewTicker(memoryEvery)
	defer timer.Stop()
	defer ticker.Stop()
	for {
		select {
		case step, open := <-c.child.steps:
			if !open {
				return c.answersEnded(ctx, timer)
			}
			if step.err != nil {
				c.abort(report.StatusFailed, brokenAnswer(c.level))
				return nil
			}
			if finished := c.receive(step.step, timer); finished {
				return nil
			}
		case <-timer.C:
			c.timeUp()
			return nil
		case <-ticker.C:
			if c.child.memory() > memoryLimit {
				c.abort(report.StatusCrashed, tooMuchMemory(c.options.Subject, c.level))
				return nil
			}
		case <-ctx.Done():
			return c.interrupt(ctx)
		}
	}
}

// receive takes in one step and reports whether no more is expected.
func (c *conversation) receive(s wire.Step, timer *time.Timer) bool {
	c.noteStart(s)
	c.effects = append(c.effects, s.Effects...)
	if err := c.result.Add(s); err != nil {
		c.abort(report.StatusFailed, brokenAnswer(c.level))
		return true
	}
	if s.Begin != "" {
		c.level = s.Begin
		if limit, begins := Deadline(s.Begin, c.options.Timeout); begins {
			timer.Reset(limit)
		}
	}
	if !s.End {
		return false
	}
	c.result.Runtime.Timing.RuntimeMS = report.Milliseconds(time.Since(c.sent))
	c.child.finish()
	return true
}

// noteStart separates the time until the child was ready from the time in the runtime.
func (c *conversation) noteStart(s wire.Step) {
	if c.heard {
		return
	}
	c.heard = true
	ready := time.Unix(0, s.ReadyNS)
	c.result.Runtime.Timing.ChildStartMS = report.Milliseconds(max(0, ready.Sub(c.child.started)))
	if ready.After(c.sent) {
		c.sent = ready
	}
}

// answersEnded handles a child whose answers ended before its last step.
func (c *conversation) answersEnded(ctx context.Context, timer *time.Timer) error {
	select {
	case <-c.child.exited:
	case <-timer.C:
		c.timeUp()
		return nil
	case <-ctx.Done():
		return c.interrupt(ctx)
	}
	c.child.awaitExit()
	if !c.heard {
		c.fail(report.StatusFailed, neverAnswered(c.child.command.Path, c.level))
		return nil
	}
	c.fail(endOf(c.options.Subject, c.child.command.ProcessState, c.child.log.String(), c.level))
	return nil
}

func (c *conversation) timeUp() {
	if !c.heard {
		c.abort(report.StatusFailed, neverAnswered(c.child.command.Path, c.level))
		return
	}
	c.abort(report.StatusTimedOut, timedOut(c.options.Subject, c.level, c.options.Timeout))
}

func (c *conversation) interrupt(ctx context.Context) error {
	c.abort(report.StatusFailed, Interrupted(c.level))
	return ctx.Err()
}

// abort ends the child, after a last look at the processes that it started.
func (c *conversation) abort(status report.Status, cause *report.Cause) {
	c.effects = effects.Merge(c.effects, effects.Descendants(c.child.command.Process.Pid), c.level)
	c.child.stop()
	c.fail(status, cause)
}

// fail records why the conversation ended, and the last question.
func (c *conversation) fail(status report.Status, cause *report.Cause) {
	if last := c.child.announced(); last != nil {
		cause.Call = new(last.String())
	}
	c.result.Runtime.Status, c.result.Runtime.Cause = status, cause
}

// concludeEffects returns the side effects, and ends the processes that must not stay. Such a
// process may start another one when it is ended, so it looks again until it finds nothing new.
func (c *conversation) concludeEffects() []report.SideEffect {
	if c.child.hasExited() {
		c.effects = effects.Merge(c.effects, c.child.leftInGroup, c.level)
	}
	concluded := []report.SideEffect{}
	for range maxLooks {
		reportedAll := c.child.complete.Load() && !c.options.CleanUp
		c.effects = effects.Merge(c.effects, c.child.leftBehind(reportedAll), c.level)
		fresh := c.effects[len(concluded):]
		if len(fresh) == 0 {
			break
		}
		concluded = append(concluded, effects.Conclude(fresh, c.child.reachedInstance.Load(), c.options.CleanUp)...)
	}
	return concluded
}
