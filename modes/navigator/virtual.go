// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"math"
	"slices"
	"sync"
	"time"
)

// Virtual is a clock and an event loop for tests and simulations. Time passes only in
// [Virtual.Advance], and tasks run only there and in [Virtual.RunTasks], so that a test can repeat
// every order of events. The zero value is ready to use; its time of day is 2030-01-01 12:00 UTC.
type Virtual struct {
	mutex   sync.Mutex
	elapsed time.Duration
	timers  []*timer
	tasks   []Task
}

type timer struct {
	due time.Duration
	f   func()
}

// Now returns the time of day. It implements [Clock].
func (v *Virtual) Now() time.Time {
	return time.Date(2030, time.January, 1, 12, 0, 0, 0, time.UTC).Add(v.Elapsed())
}

// Elapsed returns how much time has passed since the start.
func (v *Virtual) Elapsed() time.Duration {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.elapsed
}

// Post queues a task of the page's own, behind all tasks that were queued before it.
func (v *Virtual) Post(do func()) { v.Queue(Task{do: do}) }

// Queue implements [TaskQueue].
func (v *Virtual) Queue(task Task) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.tasks = append(v.tasks, task)
}

// AfterFunc implements [Clock].
func (v *Virtual) AfterFunc(d time.Duration, f func()) func() {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	due := v.elapsed + max(d, 0)
	if due < v.elapsed {
		due = math.MaxInt64
	}
	set := &timer{due: due, f: f}
	v.timers = append(v.timers, set)
	return func() {
		v.mutex.Lock()
		defer v.mutex.Unlock()
		v.timers = slices.DeleteFunc(v.timers, func(t *timer) bool { return t == set })
	}
}

// RunTasks runs the queued tasks, and those that they queue, until none is left. It returns how
// many tasks ran.
func (v *Virtual) RunTasks() int {
	for ran := 0; ; ran++ {
		task, some := v.nextTask()
		if !some {
			return ran
		}
		task.Run()
	}
}

func (v *Virtual) nextTask() (Task, bool) {
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
func (v *Virtual) Advance(d time.Duration) {
	v.RunTasks()
	until := v.Elapsed() + d
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
func (v *Virtual) nextTimer(until time.Duration) *timer {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	next := -1
	for i, t := range v.timers {
		if t.due <= until && (next < 0 || t.due < v.timers[next].due) {
			next = i
		}
	}
	if next < 0 {
		v.elapsed = until
		return nil
	}
	due := v.timers[next]
	v.timers = slices.Delete(v.timers, next, next+1)
	v.elapsed = due.due
	return due
}
