// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"strings"
	"sync"
)

// The beginning of a log names the first problem and its end the last, so both are kept
// and the middle is cut.
const (
	keptHead = 16 << 10
	keptTail = 48 << 10
)

const cutMark = "\n[… cut …]\n"

// tail is a writer that keeps the beginning and the end of what is written to it.
type tail struct {
	mutex sync.Mutex
	head  []byte
	end   []byte
	cut   bool
}

// Write keeps what fits. It never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	written := len(p)
	room := min(keptHead-len(t.head), len(p))
	t.head = append(t.head, p[:room]...)
	t.end = append(t.end, p[room:]...)
	if surplus := len(t.end) - keptTail; surplus > 0 {
		t.end = append(t.end[:0], t.end[surplus:]...)
		t.cut = true
	}
	return written, nil
}

// String returns what was kept, as valid UTF-8.
func (t *tail) String() string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	between := ""
	if t.cut {
		between = cutMark
	}
	return strings.ToValidUTF8(string(t.head)+between+string(t.end), "\uFFFD")
}
