// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import "sync"

// callbackList holds calls to code outside the package. They run after the site's mutex is
// unlocked.
type callbackList []func()

func (l callbackList) run() {
	for _, callback := range l {
		callback()
	}
}

// serialQueue runs functions one at a time, in the order in which they were added, on the
// goroutine of any caller of run. It withdraws a prompt before it shows the next one,
// whichever goroutine asked for either. A function may be slow, so nothing that a page
// waits for may be queued here.
type serialQueue struct {
	mutex     sync.Mutex
	functions []func()
	busy      bool
}

func (q *serialQueue) add(f func()) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.functions = append(q.functions, f)
}

// run runs the queued functions, unless another goroutine is doing so.
func (q *serialQueue) run() {
	for {
		f := q.next()
		if f == nil {
			return
		}
		q.call(f)
	}
}

// call runs a function, and lets the next one run, also if it panics.
func (q *serialQueue) call(f func()) {
	defer func() {
		q.mutex.Lock()
		q.busy = false
		q.mutex.Unlock()
	}()
	f()
}

// wait returns when all functions that were added before have run.
func (q *serialQueue) wait() {
	done := make(chan struct{})
	q.add(func() { close(done) })
	q.run()
	<-done
}

// next removes and returns the first function. It returns nil if there is none, or if one
// is running.
func (q *serialQueue) next() func() {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if q.busy || len(q.functions) == 0 {
		return nil
	}
	f := q.functions[0]
	q.functions = q.functions[1:]
	q.busy = true
	return f
}
