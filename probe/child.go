// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
)

// childMarker is the environment variable that makes a process a child. Its value says
// where the answer pipe is and, behind a separator, which child this is: what a runtime
// starts inherits it, and is known by it when the child is gone.
const (
	childMarker     = "XRPROBE_CHILD"
	markerSeparator = ":"
)

// childPipes are what a child speaks through: requests come on control, whose end
// means that the parent is gone, and steps go out on answer.
type childPipes struct {
	control io.Reader
	answer  io.Writer
}

// ChildMain serves as the child, and never returns, in a process that was started
// as one; in every other process it returns at once. A program that uses [Self]
// calls it first in main, and in TestMain.
func ChildMain() {
	ready := time.Now()
	childMainCalled.Store(true)
	marker, isChild := os.LookupEnv(childMarker)
	if !isChild {
		return
	}
	where, _, _ := strings.Cut(marker, markerSeparator)
	pipes, err := openChildPipes(where)
	if err != nil {
		fmt.Fprintln(os.Stderr, "xrprobe: this process was started as a child without its pipes:", err)
		os.Exit(exitNoPipes)
	}
	os.Exit(serve(pipes, ready))
}

// How a child ends of its own accord. A child without a listener has a status that
// runtimes do not end processes with.
const (
	exitServed  = 0
	exitNoPipes = 2
	exitOrphan  = 117
)

// serve answers one request. A parent that never asks just closes its end. Foreign code
// runs on one thread, since some of the limits are a thread's and those that it starts.
func serve(pipes childPipes, ready time.Time) int {
	runtime.LockOSThread()
	var asked request
	n, err := readFirstFrame(pipes.control, &asked)
	if err != nil {
		return exitOrphan
	}
	go endWithParent(pipes.control)
	limitSelf(!asked.Level.AtLeast(report.LevelInstance))
	first := true
	c := climber{request: asked, ledger: newLedger(asked), send: func(s step) error {
		if first {
			s.ReadyNS, first = ready.UnixNano(), false
		}
		return writeFrame(pipes.answer, n, s)
	}}
	if err := climbSafely(&c); err != nil {
		return exitOrphan
	}
	return exitServed
}

// endWithParent ends the process when the parent's end of the control pipe closes,
// even while foreign code hangs on another thread.
func endWithParent(control io.Reader) {
	_, _ = io.Copy(io.Discard, control)
	os.Exit(exitOrphan)
}

// climbSafely makes a panic of our own code a cause that the parent can report.
func climbSafely(c *climber) (err error) {
	defer func() {
		if bug := recover(); bug != nil {
			err = c.send(step{End: true, Findings: &c.found, Cause: &report.Cause{
				Code: CauseHelperFailed, Level: c.request.Level, Text: fmt.Sprintf("a bug in xrprobe: %v", bug),
			}})
		}
	}()
	return c.climb(ladder())
}
