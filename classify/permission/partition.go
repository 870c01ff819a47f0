// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Partition is what one browsing profile decided: the regular one, or an incognito one.
// No partition knows of another.
type Partition struct {
	gate *Gate

	mutex     sync.Mutex
	store     Store
	documents []*Document
	statuses  map[Key][]*Status
	questions map[Key]*question
	// blocked are keys whose prompt the user has answered with Block, and no denial is
	// stored yet. No page can tell; but if it goes before, the user is not asked again.
	blocked map[Key]bool
	stop    func()
	// prompts are the calls to the embedder's user interface.
	prompts inOrder
}

func (g *Gate) newPartition(store Store) *Partition {
	p := &Partition{
		gate: g, store: store,
		statuses: map[Key][]*Status{}, questions: map[Key]*question{}, blocked: map[Key]bool{},
	}
	p.stop = g.config.Devices.Observe(p.look)
	return p
}

// Close forgets everything and asks nothing more: an incognito profile has ended. Its
// documents should have gone before.
func (p *Partition) Close() {
	p.stop()
	p.mutex.Lock()
	var after effects
	for _, q := range p.questions {
		after = append(after, q.end()...)
	}
	p.store, p.blocked, p.statuses = Memory{}, map[Key]bool{}, map[Key][]*Status{}
	p.mutex.Unlock()
	after.run()
	p.gate.config.Devices.ForgetPartition(p)
}

// State returns what is stored for a key: granted, denied, or prompt where nothing is.
// https://www.w3.org/TR/permissions/#dfn-permission-state
func (p *Partition) State(key Key) webxr.PermissionState {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.state(key)
}

// state is State with the mutex held.
func (p *Partition) state(key Key) webxr.PermissionState {
	entry, some := p.store.Load(key)
	if !some || p.expired(entry) {
		return webxr.Prompt
	}
	return entry.State
}

func (p *Partition) expired(entry Entry) bool {
	return !entry.Expires.IsZero() && !p.gate.config.Clock.Now().Before(entry.Expires)
}

// Set decides for the user, as site settings and test drivers do; prompt takes a decision
// back. Documents that asked are told of the change. A mode that is never or usually
// supported is answered by that all the same.
// https://www.w3.org/TR/permissions/#set-permission-command
func (p *Partition) Set(key Key, state webxr.PermissionState) {
	p.mutex.Lock()
	delete(p.blocked, key)
	after := p.put(key, state)
	if q := p.questions[key]; q != nil && (state != webxr.Prompt || q.settled) {
		after = append(after, q.decide()...)
	}
	p.mutex.Unlock()
	after.run()
}

// put stores a decision and tells the documents that hold a status of it.
func (p *Partition) put(key Key, state webxr.PermissionState) effects {
	before := p.state(key)
	if state == webxr.Prompt {
		p.store.Delete(key)
	} else {
		p.store.Save(key, p.entry(state))
	}
	if before == state {
		return nil
	}
	for _, d := range p.documents {
		if d.config.Origin == key.Origin {
			d.tellOf(key.Mode)
		}
	}
	return p.notify(key)
}

func (p *Partition) entry(state webxr.PermissionState) Entry {
	entry := Entry{State: state}
	if lifetime := p.gate.config.Lifetime; lifetime > 0 {
		entry.Expires = p.gate.config.Clock.Now().Add(lifetime)
	}
	return entry
}

// notify has every status of a key look again.
// https://www.w3.org/TR/permissions/#dfn-permissionstatus-update-steps
func (p *Partition) notify(key Key) effects {
	var after effects
	for _, s := range p.statuses[key] {
		after = append(after, s.document.deliver(s.refresh)...)
		s.awaitExpiry()
	}
	return append(after, func() { p.gate.config.Devices.PermissionsChanged(key.Origin) })
}

// expire revokes a decision whose time is over.
// https://www.w3.org/TR/permissions/#dfn-permission-revocation-algorithm
func (p *Partition) expire(key Key) {
	p.mutex.Lock()
	var after effects
	if entry, some := p.store.Load(key); some && p.expired(entry) {
		p.store.Delete(key)
		after = p.notify(key)
	}
	p.mutex.Unlock()
	after.run()
}

// look has every open question look at devices again, since there may be others now.
func (p *Partition) look() {
	p.mutex.Lock()
	open := slices.SortedFunc(maps.Values(p.questions), func(a, b *question) int {
		return cmp.Or(strings.Compare(a.key.Origin, b.key.Origin), strings.Compare(string(a.key.Mode), string(b.key.Mode)))
	})
	p.mutex.Unlock()
	for _, q := range open {
		q.look()
	}
}

// remove takes a document that has gone out of the partition's books.
func (p *Partition) remove(d *Document) {
	p.documents = slices.DeleteFunc(p.documents, func(other *Document) bool { return other == d })
	for key, list := range p.statuses {
		if key.Origin != d.config.Origin {
			continue
		}
		if list = slices.DeleteFunc(list, func(s *Status) bool { return s.document == d }); len(list) == 0 {
			delete(p.statuses, key)
			continue
		}
		p.statuses[key] = list
	}
}
