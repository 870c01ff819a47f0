// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "time"

// TaskQueue is the part of a document's event loop that WebXR needs: the XR task source.
// https://www.w3.org/TR/webxr/#xr-task-source
type TaskQueue interface {
	// Queue returns at once, because it is called in pages' calls and on the source's goroutine:
	// what waits in it, waits for all. The task runs later, after all tasks queued before it.
	// Queue may be called from any goroutine.
	Queue(task Task)
}

// Task is a step that runs on a document's event loop. It is a value, so that queueing the result
// of isSessionSupported allocates no memory.
type Task struct {
	system *XRSystem
	do     func()
	settle func(SupportedResult)
	answer SupportedResult
}

// Run runs the task. It does nothing if the task's document has gone away.
func (t Task) Run() {
	switch {
	case t.system != nil && t.system.gone.Load():
	case t.settle != nil:
		t.settle(t.answer)
	default:
		t.do()
	}
}

// Clock is the embedder's clock. Its methods may be called from any goroutine, and return at once.
type Clock interface {
	// AfterFunc runs f once after d, unless stop is called before. It returns before f runs, even
	// if d is 0.
	AfterFunc(d time.Duration, f func()) (stop func())
	// Now returns the time of day. Permissions expire by it.
	Now() time.Time
}

// SystemClock is the clock of the operating system.
type SystemClock struct{}

// AfterFunc runs f once after d, as time.AfterFunc does.
func (SystemClock) AfterFunc(d time.Duration, f func()) func() {
	timer := time.AfterFunc(d, f)
	return func() { timer.Stop() }
}

// Now returns the time of day, as time.Now does.
func (SystemClock) Now() time.Time { return time.Now() }
