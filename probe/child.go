// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"os"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/internal/child"
	"github.com/xrprobe/xrprobe/probe/internal/levels"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// childMainCalled is the one fact about a process that no value can carry: whether its
// main would serve as a child.
var childMainCalled atomic.Bool

// ChildMain serves as the child, and never returns, in a process that was started as one;
// in every other process it returns at once. A program that uses [Self] calls it first in
// main, and in TestMain.
func ChildMain() {
	childMainCalled.Store(true)
	child.Main(func(r wire.Request, t child.Tools) error { return levels.Answer(r, levels.Tools(t)) })
}

// Spare keeps one child process ready between probes, so that a program that probes often
// does not wait for a process to start each time. A child is asked once: after each probe
// the next one is started. The zero value is ready for use, by several goroutines.
type Spare struct{ spare child.Spare }

// Close ends the child. Later probes start their own, and keep none.
func (s *Spare) Close() { s.spare.Close() }

// children supplies the processes of one probe.
type children struct {
	inProcess bool
	simulated *simulated.Runtime // the data sheet's runtime in this process, or nil
	standby   *child.Standby     // nil if nothing is executed, or in process
}

// startAhead starts the child for the first runtime, so that it gets ready while manifests
// are looked for. With the Khronos loader a child's environment depends on the runtime, so
// none is started ahead. A data sheet that is asked in this process is opened instead.
func (p Prober) startAhead(r Request) (children, error) {
	if !r.executes() {
		return children{}, nil
	}
	if r.Simulate != nil && p.Helper.startsNone() {
		return p.openHere(*r.Simulate)
	}
	program, err := p.Helper.program()
	if err != nil {
		return children{}, err
	}
	if p.Helper.kind == inProcessHelper {
		return children{inProcess: true}, nil
	}
	if r.Via == ViaLoader {
		return children{standby: child.OnDemand(program)}, nil
	}
	var spare *child.Spare
	if p.Spare != nil {
		spare = &p.Spare.spare
	}
	standby, err := child.StandBy(program, os.Environ(), spare)
	return children{standby: standby}, helperError(err)
}

// take returns a child that waits for a request. The error is a [*HelperError].
func (c children) take(environment []string) (*child.Process, error) {
	process, err := c.standby.Take(environment)
	return process, helperError(err)
}

// release dismisses a child that was not needed, and closes the data sheet's runtime.
func (c children) release() {
	if c.simulated != nil {
		c.simulated.Close()
	}
	if c.standby != nil {
		c.standby.Release()
	}
}

func helperError(err error) error {
	var start *child.StartError
	if errors.As(err, &start) {
		return &HelperError{Text: start.Text, Err: start.Err}
	}
	return err
}
