// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/effects"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// Marker is the environment variable that makes a process a child. Its value says where
// the answer pipe is and, behind a separator, which child this is. Processes that a runtime starts
// inherit the variable, so the parent recognises them after the child has exited.
const (
	Marker          = "XRPROBE_CHILD"
	markerSeparator = ":"
)

// A child that lost its parent exits with a status that runtimes do not use.
const (
	exitServed  = 0
	exitNoPipes = 2
	exitOrphan  = 117
)

// Tools are functions of the child for the code that answers a request.
type Tools struct {
	// Send sends a step to the parent. An error means that the parent is gone.
	Send func(wire.Step) error
	// Effects returns the side effects since the last call, as effects of a level. It is nil
	// if side effects are not recorded.
	Effects func(report.Level) []wire.Effect
	// BeforeInstance must be called before a runtime creates an instance, which may start a
	// server: it lifts limits that the server would inherit.
	BeforeInstance func()
}

// answerPipes are the child's ends: requests come on control, which closes when the parent
// is gone, steps go out on answer, and announced questions go to questions if that is not nil.
type answerPipes struct {
	control   io.Reader
	answer    io.Writer
	questions io.Writer
}

// IsChild reports whether this process was started as a child.
func IsChild() bool {
	_, isChild := os.LookupEnv(Marker)
	return isChild
}

// Main serves one request and exits, in a process that was started as a child. In every
// other process it returns at once. Answer does what the request says; its error means
// that the parent is gone.
func Main(answer func(wire.Request, Tools) error) {
	ready := time.Now()
	marker, isChild := os.LookupEnv(Marker)
	if !isChild {
		return
	}
	descriptor, _, _ := strings.Cut(marker, markerSeparator)
	pipes, err := openAnswerPipes(descriptor)
	if err != nil {
		fmt.Fprintln(os.Stderr, "xrprobe: this process was started as a child without its pipes:", err)
		os.Exit(exitNoPipes)
	}
	os.Exit(serve(pipes, ready, answer))
}

// serve answers one request. A parent that has no request just closes its end. Foreign code
// runs on one thread, since some limits hold for a thread and the processes that it starts.
func serve(pipes answerPipes, ready time.Time, answer func(wire.Request, Tools) error) int {
	runtime.GOMAXPROCS(1) // with more, Go's monitor wakes all the time while foreign code waits
	runtime.LockOSThread()
	var r wire.Request
	nonce, err := wire.ReadFirstFrame(pipes.control, &r)
	if err != nil {
		return exitOrphan
	}
	go exitWithParent(pipes.control)
	limitSelf(!r.Level.AtLeast(report.LevelInstance))
	first := true
	tools := Tools{BeforeInstance: liftLimits, Send: func(s wire.Step) error {
		if s.Question != nil && pipes.questions != nil {
			return wire.WriteFrame(pipes.questions, nonce, s)
		}
		if first {
			s.ReadyNS, first = ready.UnixNano(), false
		}
		if s.End {
			letGoOfLog()
		}
		return wire.WriteFrame(pipes.answer, nonce, s)
	}}
	if r.Sheet == nil { // a simulated runtime changes nothing on the machine
		tools.Effects = effects.NewRecorder(r.Files).Since
	}
	if err := answer(r, tools); err != nil {
		return exitOrphan
	}
	return exitServed
}

// exitWithParent ends the process when the parent's end of the control pipe closes, even
// while foreign code hangs on another thread.
func exitWithParent(control io.Reader) {
	_, _ = io.Copy(io.Discard, control)
	os.Exit(exitOrphan)
}
