// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"os"
	"slices"
	"sync"
)

// Spare keeps one child ready between probes. Its zero value is ready for use, by several
// goroutines at once.
type Spare struct {
	mutex  sync.Mutex
	closed bool
	child  *Process
	origin origin
}

// origin is what a child inherits when it starts and keeps for its life. A child of another
// origin would behave differently.
type origin struct {
	program, dir string
	environment  []string
}

func originOf(program string, environment []string) origin {
	dir, _ := os.Getwd() // an unknown directory equals itself
	return origin{program: program, dir: dir, environment: environment}
}

func (o origin) equal(other origin) bool {
	return o.program == other.program && o.dir == other.dir && slices.Equal(o.environment, other.environment)
}

// Close dismisses the child. Later probes start their own, and keep none.
func (s *Spare) Close() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.closed = true
	s.dismiss()
}

// take returns the waiting child, or nil if there is none of this origin.
func (s *Spare) take(o origin) *Process {
	if s == nil {
		return nil
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.child == nil || !s.origin.equal(o) || s.child.hasExited() {
		s.dismiss()
		return nil
	}
	child := s.child
	s.child = nil
	return child
}

// refill keeps a child for the next probe: the one that this probe did not need, or a new
// one. If the new one does not start, the next probe reports why.
func (s *Spare) refill(unused *Process, o origin) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed || s.child != nil {
		unused.Dismiss()
		return
	}
	if s.child, s.origin = unused, o; unused == nil {
		s.child, _ = Start(o.program, o.environment)
	}
}

func (s *Spare) dismiss() {
	s.child.Dismiss()
	s.child = nil
}
