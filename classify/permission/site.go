// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"container/list"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// site is an origin in a partition: its decisions, its documents and its open questions. It
// exists while the origin has a document, or as long as the user must not be asked again. What
// one site does takes no lock of another.
type site struct {
	partition *Partition
	origin    string
	// users counts what keeps the site, and loading reads its decisions once for all of them. The
	// partition's mutex guards both.
	users   int
	loading *sync.Once

	// decisions has the stored entry of each mode, or nil if there is none. It is read without
	// a lock, and written with the mutex locked.
	decisions [slots]atomic.Pointer[Entry]

	mutex     sync.Mutex
	documents *list.List // of *Document, in the order in which they were opened
	questions [slots]*question
	waiting   [slots][]*pendingCall // calls with consent that wait for the first report
	opening   *opening              // the prompts that wait for their time
	shown     []*shownPrompt        // the prompts that are up
	updating  bool                  // a timer updates the prompts
	// blocked has the modes whose prompt the user answered with Block, until the denial is
	// stored. Pages cannot observe it. If the page goes before the denial is stored, the
	// user is not asked again.
	blocked    [slots]bool
	sessions   int // documents with an immersive session
	stopExpiry [slots]func()
	attentive  bool // the partition tells the site when devices change
	dead       bool // the partition has another site of the origin, or none
}

// slots is the number of immersive session modes, and slot the index of one. No state is kept
// of other modes.
const slots = 2

func slot(mode webxr.SessionMode) (at int, immersive bool) {
	switch mode {
	case webxr.ImmersiveVR:
		return 0, true
	case webxr.ImmersiveAR:
		return 1, true
	default:
		return 0, false
	}
}

// immersiveModes are the modes in the order of their slots.
var immersiveModes = [slots]webxr.SessionMode{webxr.ImmersiveVR, webxr.ImmersiveAR}

// acquire returns the site of an origin, and keeps it until release is called.
func (p *Partition) acquire(origin string) *site {
	p.mutex.Lock()
	s := p.sites[origin]
	if s == nil {
		s = &site{partition: p, origin: origin, documents: list.New()}
		p.sites[origin] = s
	}
	if s.users == 0 {
		s.loading = &sync.Once{}
	}
	s.users++
	loading := s.loading
	p.mutex.Unlock()
	loading.Do(s.load)
	return s
}

// load reads the decisions that count from the store.
func (s *site) load() {
	p := s.partition
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for at, mode := range immersiveModes {
		if p.gate.classes.Class(mode) != webxr.HighlyVariable {
			continue
		}
		s.decisions[at].Store(nil)
		if entry, found := p.load(Key{s.origin, mode}); found {
			s.decisions[at].Store(&entry)
		}
		s.restartExpiry(at)
	}
}

// keep keeps a site that is kept already, until release is called once more.
func (s *site) keep() {
	s.partition.mutex.Lock()
	defer s.partition.mutex.Unlock()
	s.users++
}

// release ends a use of a site.
func (p *Partition) release(s *site) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	p.mutex.Lock()
	s.users--
	s.dead = s.users == 0 && s.blocked == [slots]bool{}
	if s.dead {
		delete(p.sites, s.origin)
	}
	p.mutex.Unlock()
	if s.dead {
		for at := range slots {
			s.stopExpiryTimer(at)
		}
	}
}

// unlock unlocks the mutex, after the partition has noted whether a change of devices concerns
// the site.
func (s *site) unlock() {
	s.attend()
	s.mutex.Unlock()
}

// attend makes the partition note whether a change of devices concerns the site: it has an open
// question, a document with a session, or consent and a document. What reads the devices calls it
// before, so that no change is missed. The mutex is locked.
func (s *site) attend() {
	attentive := s.questions != [slots]*question{} || s.sessions > 0 || s.documents.Len() > 0 && s.granted()
	if attentive != s.attentive {
		s.attentive = attentive
		s.partition.attend(s, attentive)
	}
}

func (s *site) granted() bool {
	for at := range slots {
		if entry := s.decisions[at].Load(); entry != nil && entry.State == webxr.Granted {
			return true
		}
	}
	return false
}

// each calls f for each document.
func (s *site) each(f func(*Document)) {
	for at := s.documents.Front(); at != nil; at = at.Next() {
		f(at.Value.(*Document))
	}
}

// state returns the state of a mode's decision. It takes no lock.
func (s *site) state(at int) webxr.PermissionState {
	entry := s.decisions[at].Load()
	if entry == nil || s.partition.expired(*entry) {
		return webxr.Prompt
	}
	return entry.State
}

// stored returns the state of a mode's decision as it was stored, though it may have expired.
func (s *site) stored(at int) webxr.PermissionState {
	entry := s.decisions[at].Load()
	if entry == nil {
		return webxr.Prompt
	}
	return entry.State
}

// save stores a decision, and notifies the documents that hold a status of it. The mutex is
// locked.
func (s *site) save(at int, state webxr.PermissionState) callbackList {
	before, key := s.stored(at), Key{s.origin, immersiveModes[at]}
	var callbacks callbackList
	if state == webxr.Prompt {
		s.decisions[at].Store(nil)
		callbacks = s.write(func(store Store) { store.Delete(key) })
	} else {
		entry := s.partition.entry(state)
		s.decisions[at].Store(&entry)
		callbacks = s.write(func(store Store) { store.Save(key, entry) })
	}
	s.restartExpiry(at)
	if before == state {
		return callbacks
	}
	s.attend()
	if state != webxr.Granted {
		for len(s.waiting[at]) > 0 {
			callbacks = append(callbacks, s.answerWaiting(at, s.waiting[at][0])...)
		}
	}
	s.each(func(d *Document) { d.markAnnounced(at) })
	return append(callbacks, s.notify(at)...)
}

// answerWaiting answers a call that waits for the first report, which has come, will not come in
// time, or does not concern it any more. It does nothing if the call was answered before. The mutex
// is locked.
func (s *site) answerWaiting(at int, call *pendingCall) callbackList {
	place := slices.Index(s.waiting[at], call)
	if place < 0 {
		return nil
	}
	s.waiting[at] = slices.Delete(s.waiting[at], place, place+1)
	d := call.document
	return d.whenThawed(func() {
		d.system.Settle(call.settle, s.state(at) == webxr.Granted && d.supports(immersiveModes[at]))
	})
}

// write queues a change of the store, which keeps the site until then: what is read from the store
// again has the change.
func (s *site) write(change func(Store)) callbackList {
	p := s.partition
	s.keep()
	p.writes.add(func() {
		p.change(change)
		p.release(s)
	})
	return callbackList{p.writes.run}
}

// notify queues the update of every status of a mode, by one task a document.
// https://www.w3.org/TR/permissions/#dfn-permissionstatus-update-steps
func (s *site) notify(at int) callbackList {
	var callbacks callbackList
	s.each(func(d *Document) {
		if len(d.statuses[at]) > 0 {
			callbacks = append(callbacks, d.queueRefresh()...)
		}
	})
	return callbacks
}

// restartExpiry starts the timer that revokes a decision when it expires, and stops the one
// before. The mutex is locked.
func (s *site) restartExpiry(at int) {
	s.stopExpiryTimer(at)
	if entry := s.decisions[at].Load(); entry != nil && !entry.Expires.IsZero() {
		clock := s.partition.gate.config.Clock
		s.stopExpiry[at] = clock.AfterFunc(entry.Expires.Sub(clock.Now()), func() { s.expire(at) })
	}
}

func (s *site) stopExpiryTimer(at int) {
	if s.stopExpiry[at] != nil {
		s.stopExpiry[at]()
		s.stopExpiry[at] = nil
	}
}

// expire revokes a decision that has expired. A clock that was set back makes it wait again.
// https://www.w3.org/TR/permissions/#dfn-permission-revocation-algorithm
func (s *site) expire(at int) {
	s.mutex.Lock()
	var callbacks callbackList
	switch entry := s.decisions[at].Load(); {
	case s.dead || entry == nil:
	case s.partition.expired(*entry):
		callbacks = s.save(at, webxr.Prompt)
	default:
		s.restartExpiry(at)
	}
	s.unlock()
	callbacks.run()
}

// devicesChanged shows the prompts that are needed now, withdraws them while a session runs, and
// schedules the events of documents that may know.
func (s *site) devicesChanged() {
	s.mutex.Lock()
	callbacks := s.updatePrompts()
	s.each(func(d *Document) {
		d.noteChange()
		callbacks = append(callbacks, d.scheduleEvents()...)
	})
	s.unlock()
	callbacks.run()
}
