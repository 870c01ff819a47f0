// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"sync"

	"github.com/xrprobe/xrprobe/modes/navigator"
)

// loop is the event loop of all documents of a connection. It runs tasks one after another.
// It never holds more tasks than there are calls without an answer and documents.
type loop struct {
	// serial is locked while a task or a line of the client is handled, so that the answer
	// to a line is queued before anything that follows from it.
	serial sync.Mutex
	mutex  sync.Mutex
	tasks  []navigator.Task
	busy   bool
	ended  bool
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
		l.serial.Lock()
		task.Run()
		l.serial.Unlock()
	}
}

// end drops the queued tasks and all later ones.
func (l *loop) end() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.ended, l.tasks = true, nil
}
