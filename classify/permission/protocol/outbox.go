// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"sync"
)

// maxQueued is how many lines may wait for the client before nothing more is read of it.
const maxQueued = 256

// outbox holds lines until the client reads them.
type outbox struct {
	mutex sync.Mutex
	// changed wakes whoever waits for lines, or for room.
	changed sync.Cond
	lines   []*queued
	latest  map[string]*queued
	closed  bool
}

// queued is a line that waits. Those with a name are replaced by the next of that name.
type queued struct {
	name string
	text []byte
}

func newOutbox() *outbox {
	o := &outbox{latest: map[string]*queued{}}
	o.changed.L = &o.mutex
	return o
}

// put adds a line.
func (o *outbox) put(line []byte) { o.putLatest("", line) }

// putLatest adds a line that replaces the one of its name, if that still waits. There are
// few names, so that however long nobody reads, what waits is bounded.
func (o *outbox) putLatest(name string, line []byte) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.closed {
		return
	}
	if waiting := o.latest[name]; waiting != nil {
		waiting.text = line
		return
	}
	q := &queued{name: name, text: line}
	o.lines = append(o.lines, q)
	if name != "" {
		o.latest[name] = q
	}
	o.changed.Broadcast()
}

// take waits for lines and returns those that are there; none when the box is closed and
// empty.
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

// room waits until few lines wait. It returns false when the box is closed.
func (o *outbox) room() bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for len(o.lines) >= maxQueued && !o.closed {
		o.changed.Wait()
	}
	return !o.closed
}

// close lets no more lines in. Those that wait can still be taken.
func (o *outbox) close() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.closed = true
	o.changed.Broadcast()
}
