// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"sync"

	"github.com/xrprobe/xrprobe/modes/navigator"
)

// loop is the event loop of all documents of a connection: tasks run one after another.
// There are never more than calls without an answer and documents.
type loop struct {
	// turn is had by a task, or by a line of the client, so that what a line is answered
	// comes before what follows from it.
	turn  sync.Mutex
	mutex sync.Mutex
	tasks []navigator.Task
	busy  bool
	ended bool
}

// Queue implements [navigator.TaskQueue].
func (l *loop) Queue(task navigator.Task) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.ended {
		return
	}
	l.tasks = append(l.tasks, task)
	if !l.busy {
		l.busy = true
		go l.run()
	}
}

func (l *loop) run() {
	for {
		l.mutex.Lock()
		if len(l.tasks) == 0 || l.ended {
			l.busy = false
			l.mutex.Unlock()
			return
		}
		task := l.tasks[0]
		l.tasks = l.tasks[1:]
		l.mutex.Unlock()
		l.turn.Lock()
		task.Run()
		l.turn.Unlock()
	}
}

// end runs no more tasks.
func (l *loop) end() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.ended, l.tasks = true, nil
}
