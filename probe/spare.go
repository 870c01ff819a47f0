// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"os"
	"slices"
	"sync"
)

// Spare keeps one child process ready between probes, so that whoever asks again and again
// does not wait for a process to start each time. A child is asked once: behind each probe
// the next one is started. The zero value is ready for use, by several goroutines.
type Spare struct {
	mutex  sync.Mutex
	closed bool
	child  *process
	kind   childKind
}

// childKind is what a child takes over from its parent when it starts, and keeps: one that
// started under other circumstances would not be the same.
type childKind struct {
	program, folder string
	environment     []string
}

func kindOf(program string, environment []string) childKind {
	folder, _ := os.Getwd() // unknown is like itself
	return childKind{program: program, folder: folder, environment: environment}
}

func (k childKind) equal(other childKind) bool {
	return k.program == other.program && k.folder == other.folder && slices.Equal(k.environment, other.environment)
}

// Close lets the child go. Probes that come later start their own, and keep none.
func (s *Spare) Close() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.closed = true
	s.letGo()
}

// take returns the child that waits, or nil where there is none of this kind.
func (s *Spare) take(kind childKind) *process {
	if s == nil {
		return nil
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.child == nil || !s.kind.equal(kind) || s.child.hasEnded() {
		s.letGo()
		return nil
	}
	child := s.child
	s.child = nil
	return child
}

// refill keeps a child for the next probe: the one that this probe did not need, or a new
// one. One that does not start is the next probe's to report.
func (s *Spare) refill(unused *process, kind childKind) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed || s.child != nil {
		unused.dismiss()
		return
	}
	if s.child, s.kind = unused, kind; unused == nil {
		s.child, _ = startProcess(kind.program, kind.environment)
	}
}

func (s *Spare) letGo() {
	s.child.dismiss()
	s.child = nil
}
