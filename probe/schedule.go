// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"errors"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// maxParallel is how many runtimes are run at the same time.
const maxParallel = 8

// runAll runs the runtimes that can be run: those of one library one after another, the
// others in parallel. Afterwards it runs busy runtimes a second time.
func (p Prober) runAll(ctx context.Context, r Request, attempts []*attempt, children children) error {
	var running []*attempt
	for _, a := range attempts {
		if a.runs(r) {
			running = append(running, a)
		}
	}
	queues := queuesByLibrary(running)
	if children.inProcess {
		queues = [][]*attempt{running}
	}
	if err := p.runQueues(ctx, r, queues, children); err != nil || len(queues) < 2 {
		return err
	}
	var again []*attempt
	for _, a := range running {
		if wasBusy(a.known()) {
			again = append(again, a)
		}
	}
	return p.runQueues(ctx, r, [][]*attempt{again}, children)
}

// runQueues runs each queue in its order, and the queues in parallel.
func (p Prober) runQueues(ctx context.Context, r Request, queues [][]*attempt, children children) error {
	errs := make([]error, len(queues))
	slots := make(chan struct{}, maxParallel)
	var group sync.WaitGroup
	for i, queue := range queues {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			for _, a := range queue {
				errs[i] = errors.Join(errs[i], p.runLocked(ctx, r, a, children))
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(errs...)
}

// queuesByLibrary puts runtimes of one library into one queue.
func queuesByLibrary(attempts []*attempt) [][]*attempt {
	var queues [][]*attempt
	queueOf := map[string]int{}
	for _, a := range attempts {
		library := a.resource()
		at, known := queueOf[library]
		if !known {
			at = len(queues)
			queueOf[library], queues = at, append(queues, nil)
		}
		queues[at] = append(queues[at], a)
	}
	return queues
}

// resource names what two runtimes cannot use at the same time: the library's path after links. A
// library may allow only one instance, and a headset only one user.
func (a *attempt) resource() string {
	if a.opened.Library == nil {
		return a.opened.Manifest
	}
	return resolved(*a.opened.Library)
}

// wasBusy reports whether a runtime failed in a way that another runtime may have caused, which
// held the only instance or the headset.
func wasBusy(runtime report.Runtime) bool {
	if cause := runtime.Cause; cause != nil && cause.Result != nil {
		return *cause.Result == xr.ErrorLimitReached.String()
	}
	for _, system := range runtime.Systems {
		if system.Status == report.SystemUnavailable {
			return true
		}
	}
	return false
}
