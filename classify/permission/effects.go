// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import "sync"

// effects are calls to the world outside, made when no lock is held.
type effects []func()

func (e effects) run() {
	for _, effect := range e {
		effect()
	}
}

// inOrder are steps that run one at a time, in the order in which they were added, on
// whichever goroutine comes by: a prompt is taken away before the next one is up, whoever
// had either done. Nothing that a page waits for is among them, since a step may be slow.
type inOrder struct {
	mutex sync.Mutex
	steps []func()
	busy  bool
}

func (o *inOrder) add(step func()) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.steps = append(o.steps, step)
}

// run runs what was added, unless somebody does already.
func (o *inOrder) run() {
	for {
		step := o.next()
		if step == nil {
			return
		}
		step()
		o.mutex.Lock()
		o.busy = false
		o.mutex.Unlock()
	}
}

// next takes a step, or returns nil if there is none to take.
func (o *inOrder) next() func() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.busy || len(o.steps) == 0 {
		return nil
	}
	step := o.steps[0]
	o.steps = o.steps[1:]
	o.busy = true
	return step
}
