// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package web

import (
	"slices"
	"sync"
	"time"

	"github.com/xrprobe/xrprobe/modes/navigator"
)

// loop is the event loop of all documents: a task of the page's own runs each task.
type loop struct {
	post  func()
	mutex sync.Mutex
	tasks []navigator.Task
}

// Queue implements [navigator.TaskQueue].
func (l *loop) Queue(task navigator.Task) {
	l.mutex.Lock()
	l.tasks = append(l.tasks, task)
	l.mutex.Unlock()
	l.post()
}

// run runs the oldest task.
func (l *loop) run() {
	l.mutex.Lock()
	if len(l.tasks) == 0 {
		l.mutex.Unlock()
		return
	}
	task := l.tasks[0]
	// The array is used again, so that a task makes no garbage.
	l.tasks = slices.Delete(l.tasks, 0, 1)
	l.mutex.Unlock()
	task.Run()
}

// Clock is a clock that says how much time has passed on it.
type Clock interface {
	navigator.Clock
	Elapsed() time.Duration
}

// realClock is the system's clock, but time passes faster on it.
type realClock struct {
	start time.Time
	speed float64
}

// NewRealClock returns the system's clock, on which time passes speed times as fast.
func NewRealClock(speed float64) Clock { return realClock{time.Now(), speed} }

// Elapsed implements [Clock].
func (c realClock) Elapsed() time.Duration {
	return time.Duration(float64(time.Since(c.start)) * c.speed)
}

// Now implements [navigator.Clock].
func (c realClock) Now() time.Time { return c.start.Add(c.Elapsed()) }

// AfterFunc implements [navigator.Clock].
func (c realClock) AfterFunc(d time.Duration, f func()) func() {
	timer := time.AfterFunc(time.Duration(float64(d)/c.speed), f)
	return func() { timer.Stop() }
}

// VirtualClock is a clock on which time passes in [VirtualClock.Step] only. The zero value is
// ready to use.
type VirtualClock struct {
	navigator.Virtual
	mutex sync.Mutex
	due   []time.Duration // when timers go off, the stopped ones too; sorted
}

// AfterFunc implements [navigator.Clock].
func (c *VirtualClock) AfterFunc(d time.Duration, f func()) func() {
	c.mutex.Lock()
	due := c.Elapsed() + max(d, 0)
	at, _ := slices.BinarySearch(c.due, due)
	c.due = slices.Insert(c.due, at, due)
	c.mutex.Unlock()
	return c.Virtual.AfterFunc(d, f)
}

// Step lets time pass until the next timers have gone off, but not beyond until. It reports whether
// more steps lead there. Between two steps, the tasks that the timers queued can run.
func (c *VirtualClock) Step(until time.Duration) (more bool) {
	c.mutex.Lock()
	next := until
	if len(c.due) > 0 {
		next = min(next, c.due[0])
	}
	for len(c.due) > 0 && c.due[0] <= next {
		c.due = c.due[1:]
	}
	c.mutex.Unlock()
	c.Advance(max(0, next-c.Elapsed()))
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.Elapsed() < until || len(c.due) > 0 && c.due[0] <= until
}
