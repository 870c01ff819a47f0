// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Partition has the decisions of one profile, and reads no other partition.
type Partition struct {
	gate *Gate
	stop func() // stops observing the devices
	// prompts are the calls to the Prompter.
	prompts serialQueue

	// writes are the changes of the store.
	writes serialQueue

	storeMutex sync.Mutex // the store's calls come one at a time
	store      Store

	// mutex is locked for moments only, and never while the embedder's code runs.
	mutex sync.Mutex
	sites map[string]*site
	// attentive are the sites that a change of devices concerns.
	attentive map[*site]bool
}

func (g *Gate) newPartition(store Store) *Partition {
	p := &Partition{gate: g, store: store, sites: map[string]*site{}, attentive: map[*site]bool{}}
	p.stop = g.config.Devices.Observe(p.devicesChanged)
	return p
}

// Close ends an incognito profile: it withdraws the partition's prompts and forgets its
// decisions. Close its documents before.
func (p *Partition) Close() {
	p.stop()
	p.storeMutex.Lock()
	p.store = Memory{}
	p.storeMutex.Unlock()
	for _, s := range p.allSites() {
		s.clear()
	}
	p.gate.config.Devices.ForgetPartition(p)
}

// allSites returns the sites in the order of their origins.
func (p *Partition) allSites() []*site {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.SortedFunc(maps.Values(p.sites), byOrigin)
}

func byOrigin(a, b *site) int { return strings.Compare(a.origin, b.origin) }

// clear ends the questions, and forgets the decisions, without notice to any document.
func (s *site) clear() {
	s.mutex.Lock()
	var callbacks callbackList
	for at, q := range s.questions {
		if q != nil {
			callbacks = append(callbacks, q.end()...)
		}
		s.decisions[at].Store(nil)
		s.stopExpiryTimer(at)
		s.blocked[at] = false
	}
	s.unlock()
	callbacks.run()
}

// State returns the stored state of a key: granted, denied, or prompt if none is stored.
// https://www.w3.org/TR/permissions/#dfn-permission-state
func (p *Partition) State(key Key) webxr.PermissionState {
	if s, at := p.live(key); s != nil {
		return s.state(at)
	}
	entry, found := p.load(key)
	if !found || p.expired(entry) {
		return webxr.Prompt
	}
	return entry.State
}

// live returns the site that has the decision of a key, or nil if only the store has it.
func (p *Partition) live(key Key) (s *site, at int) {
	at, immersive := slot(key.Mode)
	if !immersive || p.gate.classes.Class(key.Mode) != webxr.HighlyVariable {
		return nil, 0
	}
	p.mutex.Lock()
	s = p.sites[key.Origin]
	if s == nil || s.users == 0 {
		p.mutex.Unlock()
		return nil, 0
	}
	loading := s.loading
	p.mutex.Unlock()
	loading.Do(s.load)
	return s, at
}

func (p *Partition) expired(entry Entry) bool {
	return !entry.Expires.IsZero() && !p.gate.config.Clock.Now().Before(entry.Expires)
}

// Set decides for the user, as site settings and test drivers do; prompt revokes the
// decision. It returns when the store has the decision. Pages that queried the permission receive
// the change. It does not change the answers about modes that are never or usually supported, and
// does nothing for inline, which needs no decision.
// https://www.w3.org/TR/permissions/#set-permission-command
func (p *Partition) Set(key Key, state webxr.PermissionState) {
	at, immersive := slot(key.Mode)
	if !immersive {
		return
	}
	s := p.acquire(key.Origin)
	s.mutex.Lock()
	s.blocked[at] = false
	callbacks := s.save(at, state)
	if q := s.questions[at]; q != nil && (state != webxr.Prompt || q.timedOut) {
		callbacks = append(callbacks, q.answerAll()...)
	}
	s.unlock()
	callbacks.run()
	p.release(s)
	p.writes.wait()
}

// Forget revokes all decisions of an origin, and forgets the features of sessions that its user
// consented to. It does not change other partitions.
func (p *Partition) Forget(origin string) {
	for _, mode := range immersiveModes {
		p.Set(Key{origin, mode}, webxr.Prompt)
	}
	p.gate.config.Devices.Forget(p, origin)
}

// ForgetAll does so for every origin that has documents, or whose user the gate must not ask again,
// and forgets the features of all sessions. Decisions about other origins are in the store only:
// revoke them with Set.
func (p *Partition) ForgetAll() {
	for _, s := range p.allSites() {
		p.Forget(s.origin)
	}
	p.gate.config.Devices.ForgetPartition(p)
}

// entry returns the entry of a decision that is made now.
func (p *Partition) entry(state webxr.PermissionState) Entry {
	entry := Entry{State: state}
	if lifetime := p.gate.config.Lifetime; lifetime > 0 {
		entry.Expires = p.gate.config.Clock.Now().Add(lifetime)
	}
	return entry
}

// load and change call the store, one at a time.
func (p *Partition) load(key Key) (Entry, bool) {
	p.storeMutex.Lock()
	defer p.storeMutex.Unlock()
	return p.store.Load(key)
}

func (p *Partition) change(change func(Store)) {
	p.storeMutex.Lock()
	defer p.storeMutex.Unlock()
	change(p.store)
}

// attend notes whether a change of devices concerns a site.
func (p *Partition) attend(s *site, attentive bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if attentive {
		p.attentive[s] = true
		return
	}
	delete(p.attentive, s)
}

// devicesChanged tells the sites that are concerned, in the order of their origins.
func (p *Partition) devicesChanged() {
	p.mutex.Lock()
	concerned := slices.SortedFunc(maps.Keys(p.attentive), byOrigin)
	p.mutex.Unlock()
	for _, s := range concerned {
		s.devicesChanged()
	}
}

// prompt queues a call to the Prompter. It returns the function that makes it, in parallel to
// the caller, who may be a page.
func (p *Partition) prompt(call func()) callbackList {
	p.prompts.add(call)
	return callbackList{func() { p.gate.config.Clock.AfterFunc(0, p.prompts.run) }}
}
