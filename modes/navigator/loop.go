// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "time"

// TaskQueue is a document's event loop, as far as WebXR needs it: the XR task source.
// https://www.w3.org/TR/webxr/#xr-task-source
type TaskQueue interface {
	// Queue returns at once and has the task run later, after those that were queued
	// before it. It may be called from any goroutine.
	Queue(task Task)
}

// Task is a step that runs on a document's event loop. It is a value, so that queueing
// an answer costs no memory.
type Task struct {
	system *XRSystem
	do     func()
	settle func(Supported)
	answer Supported
}

// Run runs the task. One whose document has gone meanwhile does nothing.
func (t Task) Run() {
	switch {
	case t.system.gone.Load():
	case t.settle != nil:
		t.settle(t.answer)
	default:
		t.do()
	}
}

// Clock is the embedder's clock.
type Clock interface {
	// AfterFunc has f run once after d, unless stop is called before.
	AfterFunc(d time.Duration, f func()) (stop func())
}

// SystemClock is the clock on the wall.
type SystemClock struct{}

// AfterFunc is time.AfterFunc.
func (SystemClock) AfterFunc(d time.Duration, f func()) func() {
	timer := time.AfterFunc(d, f)
	return func() { timer.Stop() }
}
