// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"slices"
	"sync"
)

// maxQueued is how many lines may be queued before the server stops reading from the
// client.
const maxQueued = 256

// outbox queues lines until they are written to the client.
type outbox struct {
	mutex sync.Mutex
	// changed wakes the goroutines that wait for lines, or for room.
	changed sync.Cond
	lines   []*queuedLine
	latest  map[string]*queuedLine
	closed  bool
}

// queuedLine is a line in the outbox. A later line with the same name replaces it.
type queuedLine struct {
	name string // may be empty
	text []byte
}

func newOutbox() *outbox {
	o := &outbox{latest: map[string]*queuedLine{}}
	o.changed.L = &o.mutex
	return o
}

// put queues a line.
func (o *outbox) put(line []byte) { o.putLatest("", line) }

// putLatest queues a line in place of the queued line with its name, if there is one. There are few names,
// so the queue stays bounded, however long the client does not read.
func (o *outbox) putLatest(name string, line []byte) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.closed {
		return
	}
	if queued := o.latest[name]; queued != nil {
		o.lines = slices.DeleteFunc(o.lines, func(other *queuedLine) bool { return other == queued })
	}
	q := &queuedLine{name: name, text: line}
	o.lines = append(o.lines, q)
	if name != "" {
		o.latest[name] = q
	}
	o.changed.Broadcast()
}

// take waits for lines, and returns all that are queued. It returns nil when the outbox is
// closed and empty.
func (o *outbox) take() []byte {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for len(o.lines) == 0 && !o.closed {
		o.changed.Wait()
	}
	var text []byte
	for _, q := range o.lines {
		text = append(text, q.text...)
	}
	o.lines = nil
	clear(o.latest)
	o.changed.Broadcast()
	return text
}

// waitForRoom waits until fewer than maxQueued lines are queued. It returns false when the
// outbox is closed.
func (o *outbox) waitForRoom() bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for len(o.lines) >= maxQueued && !o.closed {
		o.changed.Wait()
	}
	return !o.closed
}

// close makes put drop its lines. Queued lines can still be taken.
func (o *outbox) close() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.closed = true
	o.changed.Broadcast()
}
