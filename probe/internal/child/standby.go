// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import "sync"

// Standby hands out the children of one probe. The first one starts before the prober
// knows what to ask, so that it gets ready while manifests are looked for.
type Standby struct {
	spare  *Spare
	origin origin
	mutex  sync.Mutex
	child  *Process
}

// StandBy starts a child ahead, or takes the one that the spare keeps ready. Spare may be
// nil. The error is a [*StartError].
func StandBy(program string, environment []string, spare *Spare) (*Standby, error) {
	s := &Standby{spare: spare, origin: originOf(program, environment)}
	if s.child = spare.take(s.origin); s.child != nil {
		return s, nil
	}
	var err error
	s.child, err = Start(program, environment)
	return s, err
}

// OnDemand starts no child ahead.
func OnDemand(program string) *Standby { return &Standby{origin: origin{program: program}} }

// Take returns the waiting child, or starts another one with the environment.
func (s *Standby) Take(environment []string) (*Process, error) {
	s.mutex.Lock()
	child := s.child
	s.child = nil
	s.mutex.Unlock()
	if child != nil {
		return child, nil
	}
	return Start(s.origin.program, environment)
}

// Release dismisses a child that was not needed, or keeps it or a new one in the spare.
func (s *Standby) Release() {
	if s.spare != nil {
		go s.spare.refill(s.child, s.origin)
		return
	}
	s.child.Dismiss()
}
