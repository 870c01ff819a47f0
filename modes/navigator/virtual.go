// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"
	"sync"
	"time"
)

// VirtualLoop is a clock and an event loop for tests. Time passes only in [VirtualLoop.Advance], and
// tasks run only there and in [VirtualLoop.RunTasks], so that a test can repeat every order of events.
// The zero value is ready to use.
type VirtualLoop struct {
	mutex  sync.Mutex
	now    time.Duration
	timers []*timer
	tasks  []Task
}

type timer struct {
	due time.Duration
	f   func()
}

// Now returns how much time has passed since the start.
func (v *VirtualLoop) Now() time.Duration {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.now
}

// Queue implements [TaskQueue].
func (v *VirtualLoop) Queue(task Task) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.tasks = append(v.tasks, task)
}

// AfterFunc implements [Clock].
func (v *VirtualLoop) AfterFunc(d time.Duration, f func()) func() {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	set := &timer{due: v.now + d, f: f}
	v.timers = append(v.timers, set)
	return func() {
		v.mutex.Lock()
		defer v.mutex.Unlock()
		v.timers = slices.DeleteFunc(v.timers, func(t *timer) bool { return t == set })
	}
}

// RunTasks runs the queued tasks, and those that they queue, until none is left. It returns how
// many tasks ran.
func (v *VirtualLoop) RunTasks() int {
	for ran := 0; ; ran++ {
		task, some := v.nextTask()
		if !some {
			return ran
		}
		task.Run()
	}
}

func (v *VirtualLoop) nextTask() (Task, bool) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if len(v.tasks) == 0 {
		return Task{}, false
	}
	task := v.tasks[0]
	v.tasks = v.tasks[1:]
	return task, true
}

// Advance runs the queued tasks and lets time d pass. Timers go off in the order in which they
// are due, and after each of them the tasks run.
func (v *VirtualLoop) Advance(d time.Duration) {
	v.RunTasks()
	until := v.Now() + d
	for {
		due := v.nextTimer(until)
		if due == nil {
			return
		}
		due.f()
		v.RunTasks()
	}
}

// nextTimer removes and returns the timer that is due first, and moves the time to it. If none is
// due by then, it moves the time there and returns nil.
func (v *VirtualLoop) nextTimer(until time.Duration) *timer {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	next := -1
	for i, t := range v.timers {
		if t.due <= until && (next < 0 || t.due < v.timers[next].due) {
			next = i
		}
	}
	if next < 0 {
		v.now = until
		return nil
	}
	due := v.timers[next]
	v.timers = slices.Delete(v.timers, next, next+1)
	v.now = due.due
	return due
}
